// Every rule that changes rounding leaves a log that its audit recognises.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "compiler/driver/session.h"
#include "compiler/rewrite/rules.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

// A folder that disappears.
class Place {
 public:
  Place() : path_(std::filesystem::temp_directory_path() / cat("lineal-audit-", getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Place() { std::filesystem::remove_all(path_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The pattern of a rule as DML. Its letters are the names of variables.
std::string expression(std::string_view pattern) {
  std::string text(pattern);
  replace_all(text, "min_cells(", "min(");
  replace_all(text, "max_cells(", "max(");
  replace_all(text, "neg(", "-(");
  return text;
}

struct Outcome {
  bool equal = false;
  bool rewritten = false;
  std::string problem;
};

Outcome run_and_audit(const std::string& folder, const std::string& script) {
  Config config;
  config.threads = 1;
  config.folder = folder;
  Session session(
      config, [](std::string_view) {}, [](std::string_view) {});
  Outcome out;
  const RunResult result = session.run("test.dml", script, {});
  if (!result.ok()) {
    out.problem = result.errors.empty() ? "incomplete" : result.errors.front().what();
    return out;
  }
  try {
    const Session::Audit audit = session.audit(cat(folder, "/r.csv.lineage"), 0, {});
    out.equal = audit.verdict == Session::Verdict::kBitwiseEqual;
    for (const std::string& fact : audit.facts)
      out.rewritten = out.rewritten || fact.starts_with("rewritten:");
  } catch (const Error& error) {
    out.problem = error.what();
  }
  return out;
}

std::string script_of(std::string_view value, int64_t columns_of_y) {
  return cat("X = rand(rows=6, cols=6, min=-1, max=1, seed=1)\nY = rand(rows=6, cols=", columns_of_y,
             ", min=-1, max=1, seed=2)\nZ = rand(rows=6, cols=6, min=-1, max=1, seed=3)\n",
             "y = as.scalar(rand(rows=1, cols=1, seed=4))\nz = as.scalar(rand(rows=1, cols=1, seed=5))\n",
             "r = as.matrix(", value, ")\nwrite(r, \"r.csv\", format=\"csv\")\n");
}

}  // namespace

TEST_CASE("the audit recognises every rule that changes rounding") {
  const Place place;
  for (const Rule& rule : rules()) {
    if (!rule.is(kChangesRounding)) continue;
    INFO(rule.name);
    // Some rules want a narrow right operand.
    bool fired = false;
    for (const int64_t columns : {6, 3}) {
      const Outcome outcome = run_and_audit(place.path(), script_of(expression(rule.pattern), columns));
      if (columns == 3 && fired) break;
      CHECK(outcome.problem == "");
      CHECK(outcome.equal);
      fired = fired || outcome.rewritten;
    }
    CHECK(fired);
  }
}

TEST_CASE("the audit recognises rules on top of rules") {
  const Place place;
  for (const char* value : {
           "sum(t(rowMaxs(t(X))))",
           "sum(rowMins(t(X))) * sum(t(X) + t(Y))",
           "sum((X %*% Y) %*% Z)",
           "X %*% Y %*% Z %*% X[, 1]",
           "colSums((X %*% Y) + (X %*% Z))",
           "sum(-(t((X * y) * z)))",
           "t(t(X) %*% (X - Y)) + t(t(X) %*% Z)",
           "(t(X) %*% X) %*% (t(X) %*% Z[, 1])",
       }) {
    INFO(value);
    const Outcome outcome = run_and_audit(place.path(), script_of(value, 6));
    CHECK(outcome.problem == "");
    CHECK(outcome.equal);
    CHECK(outcome.rewritten);
  }
}

}  // namespace lineal
