#include <unistd.h>

#include "compiler/driver/session_state.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/linalg/blas.h"

namespace lineal {
namespace {

// "sha256=… format=… bytes=…" → the value of one key.
std::string fact(const std::string& facts, std::string_view key) {
  const std::string mark = cat(key, "=");
  size_t at = facts.find(mark);
  if (at == std::string::npos) return {};
  at += mark.size();
  return facts.substr(at, facts.find(' ', at) - at);
}

std::string instruction_set() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return "x86-64 avx512f";
  if (__builtin_cpu_supports("avx2")) return "x86-64 avx2";
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "unknown";
#endif
}

}  // namespace

std::string Session::numeric_profile() {
  return cat("kernels 1; ", linalg::blas_description(), "; ", instruction_set(), "; device cpu");
}

std::string run_folder(const Config& config) {
  if (!config.folder.empty() && config.folder.front() == '/') return config.folder;
  std::string here(4096, '\0');
  if (getcwd(here.data(), here.size()) == nullptr) return config.folder;
  here.resize(here.find('\0'));
  return config.folder.empty() ? here : resolve_path(here, config.folder);
}

void Session::State::write_log_of(const std::string& path, const std::string& leaf, const LineageRef& write_node) {
  if (!write_node) return;
  LogHeader header;
  header.profile = Session::numeric_profile();
  header.folder = run_folder(config);
  header.program = "lineal 1";
  header.result_path = path;
  header.result_format = fact(leaf, "format");
  header.result_sha256 = fact(leaf, "sha256");
  for (const FileIdentities::Input& input : identities.inputs()) {
    header.inputs.push_back({input.path, input.sha256, input.size});
  }
  const auto file = real_file_system().create(resolve_path(config.folder, path) + ".lineage");
  write_log(header, write_node.get(), [&file](std::string_view piece) { file->write(piece); });
  file->commit();
}

}  // namespace lineal
