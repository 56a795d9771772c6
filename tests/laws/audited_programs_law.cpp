// Whatever a program writes passes the audit, and the rebuilt program writes the same bytes.
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"
#include "runtime/core/instruction_set.h"
#include "runtime/io/file_system.h"
#include "tests/laws/program_generator.h"

namespace lineal {
namespace {

void run(const std::string& program, const Config& config, const ScriptArguments& arguments) {
  const auto ignore = [](std::string_view) {};
  Session session(config, ignore, ignore);
  std::string problems;
  for (const Error& error : session.run("random.dml", program, arguments).errors)
    problems += render(error, session.sources());
  REQUIRE(problems.empty());
}

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> sets;
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (set <= best_instruction_set()) sets.push_back(set);
  }
  return sets;
}

// Audits under every instruction set, rebuilds under `rebuilt_with`.
void check(const std::string& path, InstructionSet rebuilt_with) {
  const auto ignore = [](std::string_view) {};
  INFO(path);
  std::string refused;
  try {
    for (const InstructionSet set : instruction_sets()) {
      force_instruction_set(set);
      INFO("audited with " << name_of(set));
      Session session({}, ignore, ignore);
      CHECK(session.audit(path + ".lineage", 0, {}).verdict == Session::Verdict::kBitwiseEqual);
    }
    force_instruction_set(rebuilt_with);
    Session session({}, ignore, ignore);
    run(session.reconstruct(path + ".lineage", Session::Side::kAsExecuted), {}, {{"OUT", path + ".again"}});
    CHECK(read_text_file(real_file_system(), path) == read_text_file(real_file_system(), path + ".again"));
  } catch (const Error& error) {
    refused = error.message();
  }
  CHECK(refused == "");
}

}  // namespace

TEST_CASE("what a random program writes passes the audit everywhere, and its log as a program writes the same bytes") {
  const char* wanted = std::getenv("LINEAL_AUDITED");
  const int64_t programs = wanted ? std::atoll(wanted) : 30;
  const char* first = std::getenv("LINEAL_SEED");
  const int64_t begin = first ? std::atoll(first) : 1;
  // Where files need no disk, since each is synced.
  std::string folder = cat(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", "/lineal_audited.XXXXXX");
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::vector<InstructionSet> sets = instruction_sets();
  const InstructionSet usual = instruction_set();
  for (int64_t seed = begin; seed < begin + programs; ++seed) {
    ProgramGenerator generator(static_cast<uint64_t>(seed));
    std::string program = generator.program();
    const std::vector<std::string> variables = generator.variables();
    for (const std::string& each : variables)
      program += cat("write(", each, ", \"", each, "\", format=\"", each[0] == 's' ? "text" : "binary", "\")\n");
    INFO("seed " << seed << "\n" << program);
    Config config{.threads = 1 + static_cast<int>(seed % 2), .folder = folder};
    config.storage = seed % 5 == 0 ? StorageMode::kSparse : StorageMode::kAuto;
    force_instruction_set(sets[static_cast<size_t>(seed) % sets.size()]);
    run(program, config, {});
    for (const std::string& each : variables)
      check(cat(folder, "/", each), sets[static_cast<size_t>(seed + 1) % sets.size()]);
  }
  force_instruction_set(usual);
  std::filesystem::remove_all(folder);
}

}  // namespace lineal
