#include "compiler/driver/audit_rewrite.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/driver/audit_difference.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

// Rules look at a few nodes; nobody can hide behind many.
constexpr size_t kMostNodes = 1000;
// At a random point only cells that cancel nearly to nothing are farther apart by rounding.
constexpr double kRoundingAtRandom = 1e-8;

// Polynomials of the cells. Division makes quotients of them, for which the same holds.
constexpr std::string_view kArithmetic[] = {
    "*",   "+",    "-",       "/",       "neg",   "%*%",      "t%*%",     "%*%t",      "tsmm",      "tsmm_right",
    "sum", "mean", "rowSums", "colSums", "trace", "rowMeans", "colMeans", "as.scalar", "as.matrix", "as.double"};
// Of these no cell comes out that did not go in.
constexpr std::string_view kChoosing[] = {"min_cells", "max_cells", "rowMins", "rowMaxs", "colMins", "colMaxs"};
constexpr std::string_view kMoving[] = {"t", "rev", "diag"};

template <size_t n>
bool among(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// A node that chooses may choose the same cells as another one at some points. At so many it is the same choice.
constexpr int kPointsForChoices = 40;

// What a side is built of, down to what both have in common.
struct Side {
  bool arithmetic = false;
  bool other = false;
  std::vector<const LineageNode*> choices;
};

bool is_unit(const LineageNode& node) {
  if (node.kind() == NodeKind::kInt) return std::abs(static_cast<double>(static_cast<int64_t>(node.bits()))) <= 1;
  if (node.kind() != NodeKind::kDouble) return false;
  const double number = std::fabs(__builtin_bit_cast(double, node.bits()));
  return number == 0 || number == 1;
}

using Nodes = std::unordered_set<const LineageNode*>;

// The node and what is below it, as far as kMostNodes go, nearest first.
Nodes neighbourhood(const LineageNode* root) {
  Nodes seen{root};
  std::vector<const LineageNode*> queue{root};
  for (size_t at = 0; at < queue.size() && seen.size() < kMostNodes; ++at) {
    const LineageNode* node = queue[at];
    const auto inputs = node->kind() == NodeKind::kRewritten ? node->inputs().subspan(1) : node->inputs();
    for (const LineageNode* input : inputs) {
      if (seen.insert(input).second) queue.push_back(input);
    }
  }
  return seen;
}

// Walks from `root` down to the nodes of `stop`, which are added to `reached`.
Side walk(const LineageNode* root, const Nodes& stop, Nodes& reached) {
  Side side;
  Nodes seen;
  std::vector<const LineageNode*> stack{root};
  while (!stack.empty() && !side.other) {
    const LineageNode* node = stack.back();
    stack.pop_back();
    if (!seen.insert(node).second) continue;
    if (stop.contains(node)) {
      reached.insert(node);
      continue;
    }
    if (node->kind() == NodeKind::kRewritten) {
      stack.push_back(node->inputs()[1]);
      continue;
    }
    if (is_unit(*node)) {
      side.arithmetic = true;
      continue;
    }
    const std::string_view name = node->kind() == NodeKind::kOperator ? node->op().name() : std::string_view();
    if (among(kArithmetic, name)) {
      side.arithmetic = true;
    } else if (among(kChoosing, name)) {
      side.choices.push_back(node);
    } else if (!among(kMoving, name)) {
      side.other = true;
    }
    if (seen.size() > kMostNodes) side.other = true;
    stack.insert(stack.end(), node->inputs().begin(), node->inputs().end());
  }
  return side;
}

// Random values in small sizes, different where the true sizes are: what fits, fits still, and only that.
class RandomPoint {
 public:
  explicit RandomPoint(const std::vector<NodeForm>& forms) {
    std::set<int64_t> sizes;
    for (const NodeForm& form : forms)
      sizes.insert({form.rows, form.columns});
    int64_t next = 3;
    for (const int64_t size : sizes)
      small_[size] = size <= 1 ? size : next++;
  }

  // Empty for kinds that rules do not compute with.
  Value draw(const NodeForm& form) {
    switch (form.kind) {
      case ValueKind::kInt:
        return Value::integer(std::uniform_int_distribution<int64_t>(2, 99)(source_));
      case ValueKind::kDouble:
        return Value::real(cell());
      case ValueKind::kMatrix: {
        const Ref<MatrixBlock> matrix = MatrixBlock::dense(small_[form.rows], small_[form.columns]);
        std::generate_n(matrix->data(), matrix->cells(), [this] { return cell(); });
        return Value::matrix(matrix);
      }
      default:
        return {};
    }
  }

  // The same new cells for the same cells, row by row: those of a row are those of its transposed.
  Value replace(const Value& value) {
    if (value.is_number()) return Value::real(fresh({value.number()})[0]);
    if (!value.is_matrix()) return {};
    const Ref<MatrixBlock> out = MatrixBlock::dense(value.as_matrix().rows(), value.as_matrix().columns());
    std::vector<double> cells;
    for (int64_t r = 0; r < out->rows(); ++r) {
      for (int64_t c = 0; c < out->columns(); ++c)
        cells.push_back(value.as_matrix().at(r, c));
    }
    std::copy_n(fresh(cells).data(), cells.size(), out->data());
    return Value::matrix(out);
  }

 private:
  const std::vector<double>& fresh(const std::vector<double>& cells) {
    std::vector<double>& drawn = fresh_[cells];
    while (drawn.size() < cells.size())
      drawn.push_back(cell());
    return drawn;
  }
  double cell() { return std::uniform_real_distribution<double>(0.5, 1.5)(source_); }

  // Nobody shall know the point beforehand.
  std::mt19937_64 source_{std::random_device()()};
  std::map<int64_t, int64_t> small_;
  std::map<std::vector<double>, std::vector<double>> fresh_;
};

// What both sides of a rewritten node have in common, and the nodes of either that choose cells.
struct Sides {
  Nodes common;
  std::vector<const LineageNode*> choices;
  bool comparable = false;
};

Sides sides_of(const LineageNode& rewritten) {
  const LineageNode* written = rewritten.inputs()[0];
  const LineageNode* executed = rewritten.inputs()[1];
  // What ran takes its values from below what was written; the walk down from there must end at the same ones.
  Sides sides;
  const Side ran = walk(executed, neighbourhood(written), sides.common);
  Nodes again;
  const Side meant = walk(written, sides.common, again);
  if (ran.other || meant.other) return sides;
  sides.choices = ran.choices;
  sides.choices.insert(sides.choices.end(), meant.choices.begin(), meant.choices.end());
  for (const LineageNode* choice : sides.choices) {
    if (walk(choice, sides.common, again).arithmetic) return sides;
  }
  sides.comparable = true;
  return sides;
}

// The sum of the magnitudes of all terms that a side adds up, as a computation: differences become sums.
class Magnitude {
 public:
  explicit Magnitude(const GivenValues& given) : given_(given) {}

  const LineageNode* of(const LineageNode* root) {
    std::vector<const LineageNode*> stack{root};
    while (!stack.empty()) {
      const LineageNode* node = stack.back();
      const size_t before = stack.size();
      if (!done_.contains(node) && !given_.contains(node) && node->kind() != NodeKind::kInt &&
          node->kind() != NodeKind::kDouble) {
        for (const LineageNode* input : inputs(*node)) {
          if (!done_.contains(input)) stack.push_back(input);
        }
      }
      if (stack.size() > before) continue;
      stack.pop_back();
      if (!done_.contains(node)) done_[node] = make(*node);
    }
    return done_.at(root).get();
  }

 private:
  static std::span<const LineageNode* const> inputs(const LineageNode& node) {
    return node.kind() == NodeKind::kRewritten ? node.inputs().subspan(1) : node.inputs();
  }

  LineageRef make(const LineageNode& node) const {
    if (given_.contains(&node)) return LineageRef::share(&node);
    if (node.kind() == NodeKind::kInt) return LineageNode::integer(std::abs(static_cast<int64_t>(node.bits())));
    if (node.kind() == NodeKind::kDouble) return LineageNode::real(std::fabs(__builtin_bit_cast(double, node.bits())));
    std::vector<const LineageNode*> in;
    for (const LineageNode* input : inputs(node))
      in.push_back(done_.at(input).get());
    if (node.kind() == NodeKind::kRewritten || node.op().name() == "neg") return LineageRef::share(in[0]);
    const OpSymbol op = node.op().name() == "-" ? OpSymbol::of("+") : node.op();
    return LineageNode::operation(op, in, node.output());
  }

  const GivenValues& given_;
  std::unordered_map<const LineageNode*, LineageRef> done_;
};

// Empty for what is no number.
Value magnitude_of(const Value& value) {
  if (value.is_number()) return Value::real(std::fabs(value.number()));
  if (!value.is_matrix()) return {};
  const Ref<MatrixBlock> out = MatrixBlock::dense(value.as_matrix().rows(), value.as_matrix().columns());
  double* at = out->data();
  for (int64_t r = 0; r < out->rows(); ++r) {
    for (int64_t c = 0; c < out->columns(); ++c)
      *at++ = std::fabs(value.as_matrix().at(r, c));
  }
  return Value::matrix(out);
}

}  // namespace

bool is_cancellation(const RewriteSeen& seen, double allowed, const EvaluateWith& evaluate) {
  const LineageNode* written = seen.node.inputs()[0];
  const Sides sides = sides_of(seen.node);
  if (!sides.comparable) return false;
  try {
    Nodes ends = sides.common;
    ends.insert(sides.choices.begin(), sides.choices.end());
    GivenValues magnitudes;
    for (const LineageNode* node : ends) {
      Value magnitude = magnitude_of(evaluate(node, {}));
      if (magnitude.empty()) return false;
      magnitudes.emplace(node, std::move(magnitude));
    }
    Magnitude terms(magnitudes);
    return difference_beside(seen.written, seen.executed, evaluate(terms.of(written), magnitudes)) <= allowed;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted) throw;
    return false;
  }
}

bool is_rearrangement(const LineageNode& rewritten, const NodeForms& forms, const EvaluateWith& evaluate) {
  const LineageNode* written = rewritten.inputs()[0];
  const LineageNode* executed = rewritten.inputs()[1];
  const Sides sides = sides_of(rewritten);
  if (!sides.comparable) return false;
  const auto& [common, choices, comparable] = sides;
  std::vector<NodeForm> known;
  for (const LineageNode* node : common) {
    const auto form = forms.find(node);
    if (form == forms.end()) return false;
    known.push_back(form->second);
  }
  try {
    for (int i = 0; i < (choices.empty() ? 1 : kPointsForChoices); ++i) {
      RandomPoint point(known);
      GivenValues given;
      for (const LineageNode* node : common) {
        Value value = point.draw(forms.at(node));
        if (value.empty()) return false;
        given.emplace(node, std::move(value));
      }
      // What was chosen stands for itself from here on: arithmetic on it is looked at anywhere, not only where it is a
      // largest or smallest cell.
      GivenValues chosen;
      for (const LineageNode* choice : choices)
        chosen[choice] = point.replace(evaluate(choice, given));
      for (auto& [choice, value] : chosen)
        given[choice] = std::move(value);
      if (!(relative_difference(evaluate(written, given), evaluate(executed, given)) <= kRoundingAtRandom))
        return false;
    }
    return true;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted) throw;
    return false;  // what is a rearrangement fits at every point
  }
}

}  // namespace lineal
