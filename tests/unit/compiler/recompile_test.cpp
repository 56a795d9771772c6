// Blocks whose sizes are known only when they run are compiled again, once per sizes, and print the same.
#include <catch2/catch.hpp>

#include "compiler/driver/session.h"

namespace lineal {
namespace {

constexpr const char* kScript = R"(
f = function(Matrix[Double] X, Matrix[Double] v) return (Double s) {
  w = t(X) %*% X %*% v
  s = sum(w)
}
n = as.integer($n)
a = f(rand(rows=n, cols=200, seed=1), rand(rows=200, cols=1, seed=2))
b = f(rand(rows=n + 1, cols=200, seed=1), rand(rows=200, cols=1, seed=2))
c = f(rand(rows=n, cols=200, seed=3), rand(rows=200, cols=1, seed=2))
print(round(a) + " " + round(b) + " " + round(c))
)";

struct Ran {
  std::string output;
  std::string explained;
  int64_t recompiled = 0;
};

Ran run(const std::string& rows, std::vector<std::string> disabled, int threads = 1) {
  Config config;
  config.threads = threads;
  config.disabled = std::move(disabled);
  config.explain = {"recompile"};
  Ran ran;
  Session session(
      config, [&](std::string_view text) { ran.output += text; },
      [&](std::string_view text) { ran.explained += text; });
  const RunResult result = session.run("test.dml", kScript, {{"n", rows}});
  for (const Error& error : result.errors)
    ran.output += error.what();
  ran.recompiled = session.counters().recompiled;
  return ran;
}

}  // namespace

TEST_CASE("a block is compiled again once per sizes") {
  const Ran plain = run("300", {"recompile"});
  CHECK(plain.recompiled == 0);
  CHECK(plain.explained.empty());
  const Ran again = run("300", {});
  CHECK(again.recompiled == 2);
  CHECK(again.output == plain.output);
  CHECK(again.output.size() > 10);
  // X %*% v first: a product of 300 x 200 and 200 x 1 instead of one of 200 x 300 and 300 x 200.
  CHECK(again.explained.find("t%*%") != std::string::npos);
  CHECK(again.explained.find("tsmm") == std::string::npos);
}

TEST_CASE("small blocks keep their code") {
  CHECK(run("20", {}).recompiled == 0);
}

TEST_CASE("without the order of chains the form of the product stays") {
  const Ran ran = run("300", {"chain"});
  CHECK(ran.explained.find("tsmm") != std::string::npos);
  CHECK(ran.output == run("300", {}).output);
}

}  // namespace lineal
