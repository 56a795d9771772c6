#include "compiler/driver/machine_facts.h"

#include <gnu/libc-version.h>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"
#include "runtime/core/instruction_set.h"
#include "runtime/core/numerics_version.h"
#include "runtime/linalg/openblas.h"

namespace lineal {

std::string processor_facts() {
#if defined(__x86_64__)
  constexpr std::string_view kArchitecture = "x86-64 ";
#elif defined(__aarch64__)
  constexpr std::string_view kArchitecture = "aarch64 ";
#else
  constexpr std::string_view kArchitecture = "unknown processor, ";
#endif
  return cat(kArchitecture, name_of(instruction_set()), "; ", "glibc ", std::string_view(gnu_get_libc_version()));
}

std::string_view openblas_of(std::string_view machine_facts) {
  const size_t begin = machine_facts.find("OpenBLAS");
  return begin == std::string_view::npos ? std::string_view() : machine_facts.substr(begin);
}

std::string Session::numeric_profile() {
  return cat("numerics ", std::to_string(kNumericsVersion));
}

std::string Session::machine_facts() {
  return cat(processor_facts(), "; ", linalg::openblas_description());
}

}  // namespace lineal
