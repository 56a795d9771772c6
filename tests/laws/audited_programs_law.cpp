// Whatever a program writes passes the audit, and the rebuilt program writes the same bytes.
#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/core/instruction_set.h"
#include "runtime/io/file_system.h"
#include "tests/laws/program_runner.h"
#include "tests/laws/shrink.h"

namespace lineal {
namespace {

/// What is read must still be there when the log is audited.
constexpr GeneratorOptions kAuditable{.overwrites = false};

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> sets;
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (set <= best_instruction_set()) sets.push_back(set);
  }
  return sets;
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

/// What is wrong with the log of a result, or nothing: audited under every instruction set, rebuilt under this one.
std::string fault_of_log(const std::string& path, InstructionSet rebuilt_with) {
  if (!real_file_system().exists(path + ".lineage")) return {};
  const auto ignore = [](std::string_view) {};
  try {
    for (const InstructionSet set : instruction_sets()) {
      force_instruction_set(set);
      Session session({}, ignore, ignore);
      if (session.audit(path + ".lineage", 0, {}).verdict != Session::Verdict::kBitwiseEqual)
        return cat(path, ": the audit gives other bits with ", name_of(set));
    }
    force_instruction_set(rebuilt_with);
    Session session({}, ignore, ignore);
    const std::string rebuilt = session.reconstruct(path + ".lineage", Session::Side::kAsExecuted);
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

/// What is wrong with the log as a program of what was written, or nothing: run with --exact, it must write the bytes
/// that the program itself writes with --exact.
std::string fault_as_written(const std::string& path, const std::string& exact_path, const Config& config) {
  FileSystem& files = real_file_system();
  if (!files.exists(path + ".lineage")) return {};
  const auto ignore = [](std::string_view) {};
  try {
    Session session({}, ignore, ignore);
    const std::string written = session.reconstruct(path + ".lineage", Session::Side::kAsWritten);
    Config exact = config;
    exact.exact = true;
    exact.folder.clear();
    if (const std::string problem = run(written, exact, {{"OUT", path + ".written"}}); !problem.empty())
      return cat(path, ": as written: ", problem, written);
    if (read_text_file(files, exact_path) != read_text_file(files, path + ".written"))
      return cat(path, ": as written is not what the program says\n", written);
  } catch (const Error& error) {
    return cat(path, ": as written: ", error.message());
  }
  return {};
}

/// Whether a program that does not run is at fault.
enum class Failure : uint8_t { kIsFault, kIsNone };

/// What is wrong with a result of the program, or nothing.
std::string fault_of(const GeneratedProgram& program, Config config, Failure failure, uint64_t seed) {
  const TemporaryFolder folder;
  config.folder = folder.path();
  const std::vector<InstructionSet> sets = instruction_sets();
  force_instruction_set(sets[seed % sets.size()]);
  const std::string errors = run_program(program, RunAs::kScript, config, folder).errors;
  if (!errors.empty()) return failure == Failure::kIsFault ? errors : std::string();
  const TemporaryFolder exact_folder;
  Config exact = config;
  exact.exact = true;
  exact.folder = exact_folder.path();
  run_program(program, RunAs::kScript, exact, exact_folder);
  for (const std::string& each : program.variables) {
    if (const std::string fault =
            fault_as_written(cat(folder.path(), "/", each), cat(exact_folder.path(), "/", each), config);
        !fault.empty())
      return fault;
    if (const std::string fault = fault_of_log(cat(folder.path(), "/", each), sets[(seed + 1) % sets.size()]);
        !fault.empty())
      return fault;
  }
  return {};
}

}  // namespace

TEST_CASE("what a random program writes passes the audit everywhere, and its log as a program writes the same bytes") {
  const int64_t programs = number_from_environment("LINEAL_AUDITED", 30);
  const int64_t begin = number_from_environment("LINEAL_SEED", 1);
  const InstructionSet usual = instruction_set();
  for (int64_t number = begin; number < begin + programs; ++number) {
    const auto seed = static_cast<uint64_t>(number);
    const GeneratedProgram program = with_writes(ProgramGenerator(seed, kAuditable).program());
    Config config{.threads = 1 + static_cast<int>(seed % 2)};
    config.storage = seed % 5 == 0 ? StorageMode::kSparse : StorageMode::kAuto;
    if (fault_of(program, config, Failure::kIsFault, seed).empty()) continue;
    const GeneratedProgram shortest = shrink(
        program, [&](const GeneratedProgram& each) { return !fault_of(each, config, Failure::kIsNone, seed).empty(); });
    FAIL_CHECK("seed " << seed << "\n" << show(shortest) << fault_of(shortest, config, Failure::kIsFault, seed));
  }
  force_instruction_set(usual);
}

}  // namespace lineal
