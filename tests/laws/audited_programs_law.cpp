// Whatever a program writes passes the audit, and the rebuilt program writes the same bytes.
#include <cstdlib>

#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/io/file_system.h"
#include "tests/laws/program_runner.h"
#include "tests/laws/shrink.h"

namespace lineal {
namespace {

/// What else the programs hold: LINEAL_AUDIT_ALSO=rounding,draws,overwrites.
GeneratorOptions audited_options() {
  const char* const also = std::getenv("LINEAL_AUDIT_ALSO");
  const std::string names = also ? also : "";
  const auto named = [&names](const char* name) { return names.find(name) != std::string::npos; };
  return {.rounding = named("rounding"), .draws = named("draws"), .overwrites = named("overwrites")};
}

GeneratedProgram with_writes(GeneratedProgram program) {
  for (const std::string& each : program.variables) {
    const char* format = each[0] == 's' ? "text" : "binary";
    program.pieces.push_back({cat("write(", each, ", \"", each, "\", format=\"", format, "\")\n")});
  }
  return program;
}

std::string run(const std::string& program, const Config& config, const ScriptArguments& arguments) {
  const auto ignore = [](std::string_view) {};
  Session session(config, ignore, ignore);
  std::string problems;
  for (const Error& error : session.run("random.dml", program, arguments).errors)
    problems += render(error, session.sources());
  return problems;
}

/// What is wrong with the log of a result, or nothing.
std::string fault_of_log(const std::string& path) {
  if (!real_file_system().exists(path + ".lineage")) return {};
  const auto ignore = [](std::string_view) {};
  Session session({}, ignore, ignore);
  try {
    const Session::Audit audit = session.audit(path + ".lineage", 0, {});
    if (audit.verdict != Session::Verdict::kBitwiseEqual) return cat(path, ": the audit gives other bits");
    const std::string rebuilt = session.reconstruct(path + ".lineage");
    if (const std::string problem = run(rebuilt, {}, {{"OUT", path + ".again"}}); !problem.empty()) {
      return cat(path, ": ", problem, rebuilt);
    }
    FileSystem& files = real_file_system();
    if (read_text_file(files, path) != read_text_file(files, path + ".again"))
      return cat(path, ": the rebuilt program writes other bytes\n", rebuilt);
  } catch (const Error& error) {
    return cat(path, ": ", error.message());
  }
  return {};
}

/// Whether a program that does not run is at fault.
enum class Failure : uint8_t { kIsFault, kIsNone };

/// What is wrong with a result of the program, or nothing.
std::string fault_of(const GeneratedProgram& program, Config config, Failure failure) {
  const TemporaryFolder folder;
  config.folder = folder.path();
  const std::string errors = run_program(program, RunAs::kScript, config, folder).errors;
  if (!errors.empty()) return failure == Failure::kIsFault ? errors : std::string();
  for (const std::string& each : program.variables) {
    if (const std::string fault = fault_of_log(cat(folder.path(), "/", each)); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace

TEST_CASE("what a random program writes passes the audit, and its log as a program writes the same bytes") {
  const int64_t programs = number_from_environment("LINEAL_PROGRAMS", 300) / 10;
  const int64_t begin = number_from_environment("LINEAL_SEED", 1);
  for (int64_t seed = begin; seed < begin + programs; ++seed) {
    const GeneratedProgram program =
        with_writes(ProgramGenerator(static_cast<uint64_t>(seed), audited_options()).program());
    Config config{.threads = 1 + static_cast<int>(seed % 2)};
    config.storage = seed % 5 == 0 ? StorageMode::kSparse : StorageMode::kAuto;
    if (fault_of(program, config, Failure::kIsFault).empty()) continue;
    const GeneratedProgram shortest = shrink(
        program, [&](const GeneratedProgram& each) { return !fault_of(each, config, Failure::kIsNone).empty(); });
    FAIL_CHECK("seed " << seed << "\n" << show(shortest) << fault_of(shortest, config, Failure::kIsFault));
  }
}

}  // namespace lineal
