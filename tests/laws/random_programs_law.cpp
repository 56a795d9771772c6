// Reuse, cache size, threads and exact rewrites never change what a program prints (contracts C4 and C5).
#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "tests/laws/program_runner.h"
#include "tests/laws/shrink.h"

namespace lineal {
namespace {

struct Variant {
  const char* name;
  Config config;
};

/// The first prints what all others must print.
using Family = std::vector<Variant>;

const std::vector<Family>& families() {
  static const std::vector<Family> kFamilies{
      {{"without reuse", {.threads = 1, .reuse = ReuseMode::kNone}},
       {"without lineage", {.threads = 1, .lineage = false, .reuse = ReuseMode::kNone}},
       {"with reuse", {.threads = 1}},
       {"with two threads", {.threads = 2}},
       {"with a tiny cache", {.threads = 2, .cache_bytes = 2000}}},
      {{"without passes and reuse", {.threads = 1, .reuse = ReuseMode::kNone, .disabled = {"all"}}},
       {"without passes", {.threads = 2, .disabled = {"all"}}},
       {"exact without reuse", {.threads = 1, .reuse = ReuseMode::kNone, .exact = true}},
       {"exact", {.threads = 2, .exact = true}}},
  };
  return kFamilies;
}

/// Says how what the variant prints differs from what is expected, or nothing. Errors are no difference.
std::string difference(const GeneratedProgram& program, RunAs form, const Variant& plain, const Variant& other,
                       const TemporaryFolder& folder) {
  const ProgramOutput expected = run_program(program, form, plain.config, folder);
  if (!expected.errors.empty()) return {};
  const ProgramOutput got = run_program(program, form, other.config, folder);
  if (got == expected) return {};
  return cat(plain.name, ":\n", expected.printed, other.name, ":\n", got.printed, got.errors);
}

void check(int64_t seed, RunAs form, const Family& family, const TemporaryFolder& folder) {
  const GeneratedProgram program = ProgramGenerator(static_cast<uint64_t>(seed)).program();
  const std::string where = form == RunAs::kPrompt ? " at the prompt\n" : "\n";
  const ProgramOutput expected = run_program(program, form, family[0].config, folder);
  if (!expected.errors.empty()) FAIL_CHECK("seed " << seed << where << show(program) << expected.errors);
  for (size_t i = 1; i < family.size(); ++i) {
    if (run_program(program, form, family[i].config, folder) == expected) continue;
    const auto fails = [&](const GeneratedProgram& each) {
      return !difference(each, form, family[0], family[i], folder).empty();
    };
    const GeneratedProgram shortest = shrink(program, fails);
    FAIL_CHECK("seed " << seed << where << show(shortest) << difference(shortest, form, family[0], family[i], folder));
  }
}

}  // namespace

TEST_CASE("a random program prints the same in all configurations that must not matter") {
  const int64_t programs = number_from_environment("LINEAL_PROGRAMS", 60);  // the long run asks for 3000
  const int64_t begin = number_from_environment("LINEAL_SEED", 1);
  const TemporaryFolder folder;
  for (int64_t seed = begin; seed < begin + programs; ++seed) {
    for (const Family& family : families())
      check(seed, seed % 2 == 0 ? RunAs::kPrompt : RunAs::kScript, family, folder);
  }
}

}  // namespace lineal
