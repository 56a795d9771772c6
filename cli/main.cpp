// The program `lineal`: reads the command line and runs one command.
#include <csignal>
#include <exception>

#include "cache/pool/memory_pool.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "gpu/device/device.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/registry.h"

int main(int count, char** words) {
  using namespace lineal;
  // A file that grows over a limit is an error of the write, which cleans up, not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    extend_operators(attach_device_kernels);
    const CommandLine line = parse_command_line(std::vector<std::string>(words + 1, words + count));
    const int status = find_command(line.command.empty() ? "repl" : line.command)->run(line);
    flush_results();
    return status;
  } catch (const Error& error) {
    print_notice(render(error, SourceMap()));
    return exit_code(error.kind());
  } catch (const std::bad_alloc&) {
    print_notice(cat("resource error: out of memory; ", why_no_memory(), "\n"));
    return exit_code(ErrorKind::kResource);
  } catch (const std::exception& error) {
    print_notice(cat("internal error: ", error.what(), "\n"));
    return exit_code(ErrorKind::kInternal);
  }
}
