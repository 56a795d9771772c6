// Functions that differ never share an identity, and are never answered with each other's results.
#include <unordered_map>

#include <catch2/catch.hpp>

#include "compiler/hop/builder.h"
#include "compiler/ipa/analyse_functions.h"
#include "compiler/parse/parser.h"
#include "runtime/core/cat.h"
#include "tests/laws/function_pairs.h"
#include "tests/laws/program_runner.h"

namespace lineal {
namespace {

int64_t first_seed() {
  return number_from_environment("LINEAL_SEED", 1);
}

/// Modules left and right with one definition each of every pair, and all that these need.
struct PairModules {
  SourceMap sources;
  ModuleSet modules;
  BuildResult built;

  Module& add(const std::string& name, std::string text) {
    const uint32_t file = sources.add(name, std::move(text));
    ParseResult parsed = parse(sources, file, {});
    for (const Error& error : parsed.errors)
      FAIL(render(error, sources));
    Module& module = *modules.modules.emplace_back(std::make_unique<Module>());
    module.path = name;
    module.script = std::move(parsed.script);
    for (const auto& function : module.script.functions)
      module.functions.emplace(function->name, function.get());
    return module;
  }
  void build() {
    for (const Error& error : validate(modules))
      FAIL(render(error, sources));
    built = build_hops(modules);
    analyse_functions(*built.program);
  }
  Key hash(const Module& module, const std::string& function) const {
    return built.functions.at(module.functions.at(function))->hash;
  }
};

struct Seen {
  std::unordered_map<Key, std::string, KeyHash> texts;

  /// `text` without its first word, the name.
  void add(Key hash, const std::string& text) {
    std::string nameless = text.substr(text.find(' '));
    const auto [entry, is_new] = texts.emplace(hash, nameless);
    if (!is_new && entry->second != nameless) FAIL("one identity:\n" << entry->second << nameless);
  }
};

void compare_identities(int64_t begin, int64_t end, Seen& seen) {
  std::vector<FunctionPair> pairs;
  std::string left = kFunctionNeighbours, right = kFunctionNeighbours;
  for (int64_t seed = begin; seed < end; ++seed) {
    pairs.push_back(function_pair(static_cast<uint64_t>(seed), cat("f", seed)));
    left += pairs.back().left;
    right += pairs.back().right;
  }
  PairModules program;
  program.add("", "");
  const Module& one = program.add("one.dml", kNamespaceOne);
  const Module& two = program.add("two.dml", kNamespaceTwo);
  Module& of_left = program.add("left.dml", left);
  Module& of_right = program.add("right.dml", right);
  for (Module* each : {&of_left, &of_right})
    each->aliases = {{"one", &one}, {"two", &two}};
  program.build();
  for (int64_t seed = begin; seed < end; ++seed) {
    const FunctionPair& pair = pairs[static_cast<size_t>(seed - begin)];
    const std::string name = cat("f", seed);
    const Key left_hash = program.hash(of_left, name), right_hash = program.hash(of_right, name);
    if (left_hash == right_hash) FAIL("seed " << seed << ": one identity:\n" << pair.left << pair.right);
    seen.add(left_hash, pair.left);
    seen.add(right_hash, pair.right);
  }
}

constexpr const char* kImports = "source(\"one.dml\") as one\nsource(\"two.dml\") as two\n";

std::string calls_of(const std::string& name) {
  std::string out;
  for (const char* arguments : {"X", "X, 3", "X, 3.0, 2", "X"})
    out += cat("[x, y] = ", name, "(", arguments, ")\nprint(x + \" \" + y)\n");
  return out;
}

/// What is printed by both functions of pairs, called one after the other in one session: either all from two files in
/// one program, or by defining one in the place of the other at the prompt.
std::string printed(const std::vector<FunctionPair>& pairs, bool at_prompt, ReuseMode reuse,
                    const TemporaryFolder& folder, int64_t& hits) {
  std::string out;
  Config config{.threads = 1, .reuse = reuse, .folder = folder.path()};
  Session session(
      config, [&out](std::string_view text) { out += text; }, [](std::string_view) {});
  const auto note = [&](const RunResult& result) {
    for (const Error& error : result.errors)
      out += cat(render(error, session.sources()), "\n");
  };
  const std::string setup = "X = matrix(seq(1, 16), rows=4, cols=4)\n";
  if (at_prompt) {
    note(session.run_prompt(cat(kImports, kFunctionNeighbours, setup)));
    for (const FunctionPair& pair : pairs) {
      for (const std::string* each : {&pair.left, &pair.right, &pair.left}) {
        note(session.run_prompt(*each));
        note(session.run_prompt(calls_of("f")));
      }
    }
  } else {
    std::string left = cat(kImports, kFunctionNeighbours), right = left;
    std::string main = cat("source(\"left.dml\") as left\nsource(\"right.dml\") as right\n", setup);
    for (size_t i = 0; i < pairs.size(); ++i) {
      const std::string name = cat("f", i);
      left += name + pairs[i].left.substr(1);
      right += name + pairs[i].right.substr(1);
      for (const char* side : {"left", "right", "left"})
        main += calls_of(cat(side, "::", name));
    }
    folder.write("left.dml", left);
    folder.write("right.dml", right);
    note(session.run("pairs.dml", main, {}));
  }
  hits += session.counters().function_hits;
  return out;
}

bool same(const std::vector<FunctionPair>& pairs, bool at_prompt, const TemporaryFolder& folder, int64_t& hits) {
  const std::string plain = printed(pairs, at_prompt, ReuseMode::kNone, folder, hits);
  return plain.find("error") == std::string::npos && plain == printed(pairs, at_prompt, ReuseMode::kFull, folder, hits);
}

/// Names the pair at fault if there is one that fails alone.
void check(const std::vector<FunctionPair>& pairs, int64_t begin, bool at_prompt, const TemporaryFolder& folder,
           int64_t& hits) {
  if (same(pairs, at_prompt, folder, hits)) return;
  const char* where = at_prompt ? " at the prompt\n" : "\n";
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (same({pairs[i]}, at_prompt, folder, hits)) continue;
    FAIL("seed " << begin + static_cast<int64_t>(i) << where << pairs[i].left << pairs[i].right << "without reuse\n"
                 << printed({pairs[i]}, at_prompt, ReuseMode::kNone, folder, hits) << "with reuse\n"
                 << printed({pairs[i]}, at_prompt, ReuseMode::kFull, folder, hits));
  }
  FAIL("together only: seeds from " << begin << where);
}

}  // namespace

TEST_CASE("functions that differ in one thing have different identities") {
  constexpr int64_t kBatch = 500, kPairs = 20000;
  Seen seen;
  run_on_stack(kParserStack, [&] {
    for (int64_t begin = first_seed(); begin < first_seed() + kPairs; begin += kBatch)
      compare_identities(begin, begin + kBatch, seen);
  });
  CHECK(seen.texts.size() > kPairs);
}

TEST_CASE("names, places, blanks and comments are no part of a function's identity") {
  PairModules program;
  run_on_stack(kParserStack, [&] {
    program.add("", "");
    const Module& left = program.add("left.dml",
                                     "g = function(Double u) return (Double s) { s = u + 1 }\n"
                                     "f = function(Matrix[Double] X) return (Double s) { s = g(sum(X[1,])) }\n");
    const Module& right = program.add("right.dml",
                                      "# a comment\n\nother = function(matrix[double] X)\n  return (double s)\n{\n  s "
                                      "= helper ( (sum( X[ 1 , ] )) ) ; # 1\n}\n"
                                      "helper = function(double u) return (double s) {\n s = u+1 }\n");
    program.build();
    CHECK(program.hash(left, "f") == program.hash(right, "other"));
    CHECK(program.hash(left, "g") == program.hash(right, "helper"));
  });
}

TEST_CASE("functions that differ in one thing print the same with and without reuse") {
  const int64_t count = number_from_environment("LINEAL_FUNCTION_PAIRS", 300);  // the long run asks for 20000
  constexpr int64_t kBatch = 25;
  const TemporaryFolder folder;
  folder.write("one.dml", kNamespaceOne);
  folder.write("two.dml", kNamespaceTwo);
  int64_t hits = 0;
  for (int64_t begin = first_seed(); begin < first_seed() + count; begin += kBatch) {
    std::vector<FunctionPair> pairs;
    for (int64_t seed = begin; seed < begin + kBatch; ++seed)
      pairs.push_back(function_pair(static_cast<uint64_t>(seed), "f"));
    const bool at_prompt = (begin / kBatch) % 2 == 1;
    check(pairs, begin, at_prompt, folder, hits);
  }
  CHECK(hits > count);
}

}  // namespace lineal
