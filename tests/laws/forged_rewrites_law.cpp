// A forger changes what ran, or the rule that a node names, computes the result of that and seals everything again.
// What the audit accepts must be true: what was written, by the log, gives the same numbers.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch.hpp>

#include "compiler/driver/audit/audit_log.h"
#include "compiler/driver/session.h"
#include "compiler/rewrite/rules.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/core/sha256.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/registry.h"
#include "tests/laws/program_runner.h"

namespace lineal {
namespace {

using Random = std::mt19937_64;

// Expressions over matrices in which rules that may change rounding apply.
std::string program(Random& random) {
  const auto size = [&random] { return 2 + random() % 7; };
  const uint64_t n = size(), k = size(), m = size();
  std::string text = cat("A = rand(rows=", n, ", cols=", k, ", min=-1, max=1, seed=", random() % 1000, ")\n",
                         "B = rand(rows=", k, ", cols=", m, ", min=-1, max=1, seed=", random() % 1000, ")\n",
                         "C = rand(rows=", k, ", cols=", m, ", min=-1, max=1, seed=", random() % 1000, ")\n",
                         "D = rand(rows=", n, ", cols=", k, ", min=-1, max=1, seed=", random() % 1000, ")\n",
                         "v = rand(rows=", m, ", cols=1, min=-1, max=1, seed=", random() % 1000, ")\n",
                         "s = as.scalar(A[1, 1]) + 2\nw = matrix(0, 1, 1)\n");
  static constexpr const char* kTerms[] = {
      "sum(A %*% B %*% v)",
      "sum(t(A) %*% (A %*% B) %*% v)",
      "sum(A %*% B)",
      "sum((A * 0.5) * s)",
      "sum(A * s)",
      "sum(abs((A %*% B) + (A %*% C)))",
      "sum(abs((A %*% B) - (D %*% B)))",
      "sum(-A)",
      "sum(rowSums(-A))",
      "sum(colSums(t(A)) ^ 2)",
      "sum(rowSums(t(A)) ^ 2)",
      "max(t(A))",
      "sum(abs(colSums(A %*% B)))",
      "sum(abs(rowSums(A %*% B)))",
      "sum(abs(A * D + A * 3 * D))",
      "sum(abs(t(t(A) %*% D)))",
      "sum(abs(A + -D))",
      "sum(abs(((A * s) %*% B)))",
      "mean(t(A))",
      "trace(A %*% t(D))",
      "sum(exp((A - colMeans(A)) %*% B %*% v))",
  };
  for (int i = 0; i < 4; ++i)
    text += cat("w = w + ", kTerms[random() % std::size(kTerms)], "\n");
  return text + "write(w, \"w.csv\", format=\"csv\")\n";
}

bool run(const std::string& folder, const std::string& text, const ScriptArguments& arguments) {
  const auto ignore = [](std::string_view) {};
  Session session({.threads = 1, .folder = folder}, ignore, ignore);
  return session.run("forged.dml", text, arguments).ok();
}

// A node to be: content that can be changed.
struct Draft {
  LineageRef literal;  // of a literal or leaf as it is
  std::string op;
  std::vector<size_t> inputs;
  uint8_t output = 0;
  std::string rule;
};

class Forgery {
 public:
  Forgery(const ParsedLog& log, Random& random) : random_(random) {
    std::unordered_map<const LineageNode*, size_t> numbers;
    for (const LineageNode* node : log.in_order) {
      numbers[node] = drafts_.size();
      Draft& draft = drafts_.emplace_back();
      if (node->is_literal()) {
        draft.literal = LineageRef::share(node);
        continue;
      }
      draft.op = node->op().name();
      draft.output = node->output();
      draft.rule = node->rewrite().rule;
      for (const LineageNode* input : node->inputs())
        draft.inputs.push_back(numbers.at(input));
      if (node->is_rewritten()) rewritten_.push_back(numbers[node]);
    }
  }

  bool has_rewrites() const { return !rewritten_.empty(); }

  // Makes one change; says what it was.
  std::string change() {
    const size_t at = near(pick(rewritten_));
    Draft& draft = drafts_[at];
    switch (random_() % 9) {
      case 0:
        if (draft.inputs.size() == 2) std::swap(draft.inputs[0], draft.inputs[1]);
        return cat("operands of ", draft.op, " swapped");
      case 1:
        return draft.inputs.empty() ? "" : transpose(draft.inputs[random_() % draft.inputs.size()], draft);
      case 2:
        if (draft.op != "t") return "";
        draft = drafts_[draft.inputs[0]];
        return "a transposition left out";
      case 3:
        return other_operator(draft);
      case 4:
        return other_literal(draft);
      case 5: {
        if (draft.inputs.empty() || at == 0) return "";
        size_t& input = draft.inputs[random_() % draft.inputs.size()];
        const size_t other = random_() % at;
        if (drafts_[input].literal || drafts_[other].literal) return "";
        input = other;
        return cat("another operand of ", draft.op);
      }
      default:
        return other_rule(draft);
    }
  }

  LineageRef root() const {
    std::vector<LineageRef> made;
    for (const Draft& draft : drafts_) {
      if (draft.literal) {
        made.push_back(draft.literal);
        continue;
      }
      std::vector<const LineageNode*> inputs;
      for (const size_t input : draft.inputs)
        inputs.push_back(made[input].get());
      made.push_back(LineageNode::operation(OpSymbol::of(draft.op), inputs, draft.output, {}, {draft.rule, "f.dml:1"}));
    }
    return made.back();
  }

 private:
  size_t pick(const std::vector<size_t>& from) { return from[random_() % from.size()]; }

  // The node or an operator a few levels below.
  size_t near(size_t at) {
    for (uint64_t down = random_() % 3; down > 0; --down) {
      const std::vector<size_t>& inputs = drafts_[at].inputs;
      const size_t next = inputs.empty() ? at : inputs[random_() % inputs.size()];
      if (drafts_[next].literal) break;
      at = next;
    }
    return at;
  }

  // Drafts come before those that use them, so the transposition takes the place of a copy.
  std::string transpose(size_t& input, const Draft& draft) {
    if (drafts_[input].literal) return "";
    const size_t before = static_cast<size_t>(&draft - drafts_.data());
    Draft t{.literal = {}, .op = "t", .inputs = {input}, .output = 0, .rule = {}};
    const size_t was = input;
    drafts_.insert(drafts_.begin() + static_cast<std::ptrdiff_t>(before), std::move(t));
    for (size_t i = before + 1; i < drafts_.size(); ++i) {
      for (size_t& each : drafts_[i].inputs)
        each += each >= before;
    }
    for (size_t& each : drafts_[before + 1].inputs) {
      if (each != was) continue;
      each = before;
      break;
    }
    return "an operand transposed";
  }

  std::string other_operator(Draft& draft) {
    static const std::vector<std::vector<std::string>> kKin = {
        {"+", "-", "*", "/"},
        {"sum", "mean", "max_cells", "min_cells"},
        {"rowSums", "rowMeans", "rowMaxs"},
        {"colSums", "colMeans", "colMaxs"},
        {"neg", "abs", "exp"},
    };
    for (const auto& kin : kKin) {
      if (std::find(kin.begin(), kin.end(), draft.op) == kin.end()) continue;
      draft.op = kin[random_() % kin.size()];
      return cat("the operator ", draft.op);
    }
    return "";
  }

  std::string other_literal(const Draft& draft) {
    for (const size_t input : draft.inputs) {
      Draft& literal = drafts_[input];
      if (!literal.literal || literal.literal->kind() != NodeKind::kDouble) continue;
      literal.literal = LineageNode::real(__builtin_bit_cast(double, literal.literal->bits()) * 1.5 + 0.25);
      return "another literal";
    }
    return "";
  }

  std::string other_rule(Draft& draft) {
    const std::string before = draft.rule;
    switch (random_() % 6) {
      case 0:
        draft.rule = "associativity (1 (2 3)) to ((1 2) 3)";
        break;
      case 1:
        draft.rule = "associativity ((1 2) 3) to (1 (2 3))";
        break;
      case 2:
        draft.rule = cat(before.substr(0, before.find('{')), "{", random_() % 3, ": ",
                         rules()[random_() % rules().size()].name, "}");
        break;
      default:
        draft.rule = rules()[random_() % rules().size()].name;
    }
    return draft.rule == before ? "" : cat("the rule ", draft.rule);
  }

  Random& random_;
  std::vector<Draft> drafts_;
  std::vector<size_t> rewritten_;
};

void write_file_of(const std::string& path, const LogHeader& header, const LineageRef& root) {
  std::string text;
  write_log(header, root.get(), [&text](std::string_view piece) { text += piece; });
  write_file(real_file_system(), path, text);
}

double number_in(const std::string& path) {
  std::ifstream file(path);
  double number = NAN;
  file >> number;
  return number;
}

enum class Outcome { kNoForgery, kRefused, kTrue, kFalse };

Outcome forge(const std::string& folder, const ParsedLog& log, const LineageRef& forged) {
  const auto ignore = [](std::string_view) {};
  const std::string path = folder + "/w.csv";
  const std::string log_path = path + ".lineage";
  LogHeader header = log.header;
  write_file_of(log_path, header, forged);
  Session session({.threads = 1, .folder = folder}, ignore, ignore);
  try {
    const std::string executed = session.reconstruct(log_path, Session::Side::kAsExecuted);
    if (!run(folder, executed, {{"OUT", "w.csv"}})) return Outcome::kNoForgery;
  } catch (const Error&) {
    return Outcome::kNoForgery;  // no program would do that
  }
  header.result_sha256 = sha256_hex(read_text_file(real_file_system(), path));
  write_file_of(log_path, header, forged);
  try {
    if (session.audit(log_path, 0, {}).verdict != Session::Verdict::kBitwiseEqual) return Outcome::kRefused;
  } catch (const Error&) {
    return Outcome::kRefused;
  }
  const double ran = number_in(path);
  const std::string written = session.reconstruct(log_path, Session::Side::kAsWritten);
  if (!run(folder, "# lineal: exact\n" + written, {{"OUT", "written.csv"}})) return Outcome::kFalse;
  const double meant = number_in(folder + "/written.csv");
  const bool same = std::fabs(ran - meant) <= 1e-9 * std::max(1.0, std::fabs(ran));
  return same || (std::isnan(ran) && std::isnan(meant)) ? Outcome::kTrue : Outcome::kFalse;
}

}  // namespace

TEST_CASE("a forged rewrite is refused, or what it says is true") {
  const char* wanted = std::getenv("LINEAL_FORGERIES");
  const int64_t forgeries = wanted ? std::atoll(wanted) : 150;
  const char* first = std::getenv("LINEAL_SEED");
  uint64_t seed = first ? static_cast<uint64_t>(std::atoll(first)) : 1;
  const TemporaryFolder place;
  const std::string& folder = place.path();
  int64_t refused = 0;
  for (; refused < forgeries; ++seed) {
    Random random(seed);
    const std::string text = program(random);
    INFO("seed " << seed << "\n" << text);
    REQUIRE(run(folder, text, {}));
    const ParsedLog log = read_result_log(folder + "/w.csv.lineage");
    if (!Forgery(log, random).has_rewrites()) continue;
    for (int i = 0; i < 10; ++i) {
      Forgery forgery(log, random);
      const std::string change = forgery.change();
      if (change.empty()) continue;
      INFO(change << "\n" << lineage_text(forgery.root().get()));
      const Outcome outcome = forge(folder, log, forgery.root());
      CHECK(outcome != Outcome::kFalse);
      refused += outcome == Outcome::kRefused;
    }
  }
  CHECK(refused >= forgeries);
}

}  // namespace lineal
