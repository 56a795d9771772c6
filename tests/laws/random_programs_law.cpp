// Reuse, cache size and threads never change what a program prints (contracts C4 and C5).
#include <cstdlib>

#include <catch2/catch.hpp>

#include "compiler/driver/session.h"
#include "runtime/core/cat.h"
#include "tests/laws/program_generator.h"

namespace lineal {
namespace {

std::string output_of(const std::string& program, const Config& config) {
  std::string out;
  const auto collect = [&out](std::string_view text) { out += text; };
  Session session(config, collect, [](std::string_view) {});
  const RunResult result = session.run("random.dml", program, {});
  for (const Error& error : result.errors)
    out += render(error, session.sources());
  return out;
}

}  // namespace

TEST_CASE("a random program prints the same with and without reuse, with a tiny cache and any number of threads") {
  const char* wanted = std::getenv("LINEAL_PROGRAMS");  // the long run asks for 10000
  const int64_t programs = wanted ? std::atoll(wanted) : 300;
  const char* first = std::getenv("LINEAL_SEED");
  const int64_t begin = first ? std::atoll(first) : 1;
  for (int64_t seed = begin; seed < begin + programs; ++seed) {
    const std::string program = ProgramGenerator(static_cast<uint64_t>(seed)).program();
    Config plain{.threads = 1, .reuse = ReuseMode::kNone};
    const std::string expected = output_of(program, plain);
    INFO("seed " << seed << "\n" << program << "\n" << expected);
    REQUIRE(expected.find("error") == std::string::npos);
    REQUIRE(expected == output_of(program, {.threads = 1, .lineage = false, .reuse = ReuseMode::kNone}));
    REQUIRE(expected == output_of(program, {.threads = 1}));
    REQUIRE(expected == output_of(program, {.threads = 2}));
    REQUIRE(expected == output_of(program, {.threads = 2, .cache_bytes = 2000}));
  }
}

}  // namespace lineal
