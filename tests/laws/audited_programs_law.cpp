// Whatever a program writes passes the audit, and the rebuilt program writes the same bytes.
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"
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

void check(const std::string& path) {
  const auto ignore = [](std::string_view) {};
  Session session({}, ignore, ignore);
  INFO(path);
  std::string refused;
  try {
    const Session::Audit audit = session.audit(path + ".lineage", 0, {});
    CHECK(audit.verdict == Session::Verdict::kBitwiseEqual);
    run(session.reconstruct(path + ".lineage", Session::Side::kAsExecuted), {}, {{"OUT", path + ".again"}});
    CHECK(read_text_file(real_file_system(), path) == read_text_file(real_file_system(), path + ".again"));
  } catch (const Error& error) {
    refused = error.message();
  }
  CHECK(refused == "");
}

}  // namespace

TEST_CASE("what a random program writes passes the audit, and its log as a program writes the same bytes") {
  const char* wanted = std::getenv("LINEAL_PROGRAMS");
  const int64_t programs = wanted ? std::atoll(wanted) / 10 : 30;
  const char* first = std::getenv("LINEAL_SEED");
  const int64_t begin = first ? std::atoll(first) : 1;
  char name[] = "/tmp/lineal_audited.XXXXXX";
  const std::string folder = ::mkdtemp(name);
  for (int64_t seed = begin; seed < begin + programs; ++seed) {
    ProgramGenerator generator(static_cast<uint64_t>(seed));
    std::string program = generator.program();
    const std::vector<std::string> variables = generator.variables();
    for (const std::string& each : variables)
      program += cat("write(", each, ", \"", each, "\", format=\"", each[0] == 's' ? "text" : "binary", "\")\n");
    INFO("seed " << seed << "\n" << program);
    Config config{.threads = 1 + static_cast<int>(seed % 2), .folder = folder};
    config.storage = seed % 5 == 0 ? StorageMode::kSparse : StorageMode::kAuto;
    run(program, config, {});
    for (const std::string& each : variables)
      check(cat(folder, "/", each));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace lineal
