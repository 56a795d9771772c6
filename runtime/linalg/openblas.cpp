#include "runtime/linalg/openblas.h"

#include <atomic>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <unistd.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/instruction_set.h"

namespace lineal::linalg {
namespace {

constexpr std::string_view kCore = "Haswell";

struct Library {
  void* handle = nullptr;
  std::string description;
  std::string failure;  // why there is no handle
};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  for (const std::string_view prefix : prefixes) {
    if (text.starts_with(prefix)) return true;
  }
  return false;
}

/// Makes the process's environment, while it lives, one that holds nothing that the library listens to but what we want
/// of it. The array is exchanged as a whole, which other threads that read variables meanwhile do not notice; setenv
/// would move strings under their feet. The library's copy of libc keeps the array, hence it is never freed.
class LoadingEnvironment {
 public:
  LoadingEnvironment() : before_(environ) {
    static char core[] = "OPENBLAS_CORETYPE=Haswell";
    static char threads[] = "OPENBLAS_NUM_THREADS=1";
    auto* const variables = new std::vector<char*>;
    for (char** variable = before_; variable != nullptr && *variable != nullptr; ++variable) {
      if (!starts_with_any(*variable, {"OPENBLAS_", "GOTO_", "OMP_", "GFORTRAN_"})) variables->push_back(*variable);
    }
    for (char* const variable : {core, threads, static_cast<char*>(nullptr)})
      variables->push_back(variable);
    environ = variables->data();
  }
  ~LoadingEnvironment() { environ = before_; }
  LoadingEnvironment(const LoadingEnvironment&) = delete;
  LoadingEnvironment& operator=(const LoadingEnvironment&) = delete;

 private:
  char** before_;
};

std::string last_linker_error() {
  const char* const text = dlerror();
  return text == nullptr ? "unknown reason" : text;
}

template <typename Function>
Function symbol(void* handle, const char* name) {
  return reinterpret_cast<Function>(dlsym(handle, name));
}

/// A namespace of its own: a library that the process has loaded already is set up for somebody else, ours would be in
/// the way of one that it loads later, and a routine that calls another one must not find that of another BLAS.
Library load() {
  if (best_instruction_set() < InstructionSet::kAvx2) {
    return {.failure = "this processor has no AVX2 and FMA, which linear systems and factorisations need"};
  }
  Library library;
  std::string missing;
  {
    const LoadingEnvironment environment;
    for (const char* name : {"libopenblas.so.0", "libopenblas.so"}) {
      library.handle = dlmopen(LM_ID_NEWLM, name, RTLD_NOW | RTLD_LOCAL);
      if (library.handle != nullptr) break;
      if (missing.empty()) missing = last_linker_error();
    }
  }
  if (library.handle == nullptr)
    return {.failure = cat("cannot be loaded (Debian's package is libopenblas0): ", missing)};
  const auto core = symbol<char* (*)()>(library.handle, "openblas_get_corename");
  const auto config = symbol<char* (*)()>(library.handle, "openblas_get_config");
  const auto set_threads = symbol<void (*)(int)>(library.handle, "openblas_set_num_threads");
  if (core == nullptr || config == nullptr || set_threads == nullptr)
    return {.failure = "the library of this name is no OpenBLAS"};
  if (core() != kCore) {
    return {.failure = cat("core type is ", std::string_view(core()), " instead of ", kCore,
                           ": a build with DYNAMIC_ARCH is needed")};
  }
  set_threads(1);  // the variable is a default that a build may ignore
  library.description = config();
  return library;
}

std::atomic<const Library*>& loaded() {
  static std::atomic<const Library*> library = nullptr;
  return library;
}

const Library& library() {
  static const Library only = load();
  loaded().store(&only, std::memory_order_release);
  return only;
}

}  // namespace

void* openblas_routine(const char* name) {
  const Library& from = library();
  if (from.handle == nullptr) throw Error(ErrorKind::kResource, cat("OpenBLAS: ", from.failure));
  void* const address = dlsym(from.handle, name);
  if (address == nullptr)
    throw Error(ErrorKind::kResource, cat("OpenBLAS: no routine ", std::string_view(name), " in ", from.description));
  return address;
}

std::string openblas_description() {
  const Library& from = library();
  return from.handle == nullptr ? cat("OpenBLAS: ", from.failure) : from.description;
}

std::string openblas_in_use() {
  const Library* const from = loaded().load(std::memory_order_acquire);
  return from == nullptr ? std::string() : from->description;
}

}  // namespace lineal::linalg
