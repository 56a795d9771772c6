#include "cli/console.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "runtime/core/cat.h"

namespace lineal {

void print_result(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_notice(std::string_view text) {
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void flush_results() {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw Error(ErrorKind::kIo,
                cat("stdout: cannot write: ", errno != 0 ? std::strerror(errno) : "an earlier write failed"));
}

int show_problems(const RunResult& result, const SourceMap& sources) {
  for (const Error& warning : result.warnings)
    print_notice(render(warning, sources, "warning"));
  for (const Error& error : result.errors)
    print_notice(render(error, sources));
  if (!result.errors.empty()) return exit_code(result.errors.front().kind());
  if (result.incomplete) {
    print_notice("syntax error: the script ends too early\n");
    return exit_code(ErrorKind::kSyntax);
  }
  return 0;
}

}  // namespace lineal
