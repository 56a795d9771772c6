// Over matrices of any shape, full or empty: forms and threads do not change a bit, nor what error there is.
#include <set>

#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "tests/laws/operators/inferred.h"
#include "tests/laws/operators/law_arguments.h"

namespace lineal {
namespace {

struct Shape {
  int64_t rows, columns;
};
// Short and long, few and many blocks, more than one thread's share.
constexpr Shape kShapes[] = {{1, 1},    {1, 1000},  {1000, 1},  {7, 5},    {300, 9},
                             {37, 400}, {400, 300}, {2, 70000}, {70000, 3}};
constexpr double kFilled[] = {0, 0.05, 1};
// The square of a long vector is no test of its operator.
constexpr int64_t kMostCells = 1'000'000;
constexpr double kMostFlops = 2e8;

struct Outcome {
  std::vector<Value> outputs;
  std::string error;
};

Outcome outcome_of(LawBench& bench, const OpDef& op, std::vector<Value> in, const std::vector<LineageRef>& lineage) {
  try {
    return {bench.run(op, std::move(in), lineage), {}};
  } catch (const Error& error) {
    return {{}, std::string(error.message())};
  }
}

bool same_outcome(const Outcome& a, const Outcome& b) {
  if (a.error.empty() != b.error.empty() || a.outputs.size() != b.outputs.size()) return false;
  for (size_t i = 0; i < a.outputs.size(); ++i) {
    if (!same_value(a.outputs[i], b.outputs[i], Zeros::kAlike)) return false;
  }
  return true;
}

bool is_small(const OpDef& op, const std::vector<ValueInfo>& in) {
  std::vector<ValueInfo> out(op.outputs.size());
  if (op.infer != nullptr) op.infer(op, in, out);
  for (const ValueInfo& info : out) {
    if (info.sized() && info.rows * info.columns > kMostCells) return false;
  }
  return op.cost == nullptr || op.cost(in, out).flops <= kMostFlops;
}

// What follows the first argument of a case, where that is the only matrix; nothing otherwise.
std::optional<std::vector<LawArgument>> rest_after_matrix(const LawRun& run) {
  if (run.arguments.empty() || !run.arguments[0].value.is_matrix()) return std::nullopt;
  std::vector<LawArgument> rest(run.arguments.begin() + 1, run.arguments.end());
  for (const LawArgument& each : rest) {
    if (!each.value.is_scalar()) return std::nullopt;
  }
  return rest;
}

void check_shapes(const OpDef& op, const std::vector<LawArgument>& rest, const std::vector<Value>& matrices,
                  LawBench& one, LawBench& three) {
  std::vector<LineageRef> lineage{LineageNode::string("a matrix")};
  std::vector<Value> in(1);
  for (const LawArgument& each : rest) {
    in.push_back(each.value);
    lineage.push_back(each.lineage);
  }
  for (const Value& matrix : matrices) {
    INFO(matrix.as_matrix().rows() << "x" << matrix.as_matrix().columns());
    in[0] = matrix;
    std::vector<ValueInfo> infos;
    for (const Value& value : in)
      infos.push_back(info_of(value));
    if (!is_small(op, infos)) continue;
    const Outcome expected = outcome_of(one, op, in, lineage);
    if (expected.error.empty()) check_inferred(op, infos, expected.outputs);
    CHECK(same_outcome(expected, outcome_of(three, op, in, lineage)));
    in[0] = Value::matrix(to_sparse(matrix.matrix_ref()));
    CHECK(same_outcome(expected, outcome_of(one, op, in, lineage)));
    CHECK(same_outcome(expected, outcome_of(three, op, in, lineage)));
  }
}

}  // namespace

TEST_CASE("shapes, forms and threads") {
  LawBench one(1), three(3);
  std::vector<Value> matrices;
  const OpDef& rand = *operators().find("rand");
  for (const Shape& shape : kShapes) {
    for (const double filled : kFilled) {
      const std::string text =
          cat(shape.rows, ", ", shape.columns, ", -1300, 1300, ", filled, ", ", shape.rows, ", _, _");
      matrices.push_back(one.run(rand, values_of(read_law_case(rand, text, one)))[0]);
    }
  }
  for (const OpDef* op : operators().all()) {
    std::set<std::string> seen;
    for (const LawRun& run : law_runs(*op, one)) {
      const auto rest = rest_after_matrix(run);
      const std::string_view rest_text =
          std::string_view(run.text).substr(std::min(run.text.find(','), run.text.size()));
      if (!rest || !seen.emplace(rest_text).second) continue;
      INFO(op->name << rest_text);
      check_shapes(*op, *rest, matrices, one, three);
    }
  }
}

}  // namespace lineal
