// aggregate(): statistics of the rows of each group.
#include "runtime/ops/statistics/statistics_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_sum.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/statistics/statistics_weighted.h"

namespace lineal {
namespace {

enum class Function : uint8_t { kCount, kSum, kMean, kVariance, kMoment, kMin, kMax };

Function function_of(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, Function>, 7> kNames = {{{"count", Function::kCount},
                                                                            {"sum", Function::kSum},
                                                                            {"mean", Function::kMean},
                                                                            {"variance", Function::kVariance},
                                                                            {"centralmoment", Function::kMoment},
                                                                            {"min", Function::kMin},
                                                                            {"max", Function::kMax}}};
  for (const auto& [text, function] : kNames) {
    if (text == name) return function;
  }
  throw Error(ErrorKind::kRuntime,
              cat("aggregate: fn must be count, sum, mean, variance, centralmoment, min or max: \"", name, "\""));
}

/// Running statistics of one group and one column.
struct Group {
  Sum weight;
  Sum sum;
  Sum powers;
  double mean = 0;
  double smallest = std::numeric_limits<double>::infinity();
  double largest = -std::numeric_limits<double>::infinity();
  bool any = false;
};

double power(double x, int64_t order) {
  return order == 2 ? x * x : order == 3 ? x * x * x : (x * x) * (x * x);
}

double result_of(const Group& group, Function function) {
  if (!group.any) return 0;
  switch (function) {
    case Function::kCount:
      return group.weight.value();
    case Function::kSum:
      return group.sum.value();
    case Function::kMean:
      return group.mean;
    case Function::kMin:
      return group.smallest;
    case Function::kMax:
      return group.largest;
    case Function::kVariance:
      return group.weight.value() <= 1 ? 0 : group.powers.value() / (group.weight.value() - 1);
    case Function::kMoment:
      return group.powers.value() / group.weight.value();
  }
  return 0;
}

/// Group numbers from 0, -1 for rows of groups beyond the last.
std::vector<int64_t> groups_of(const MatrixBlock& groups, int64_t rows, int64_t& count) {
  const std::vector<double> cells = vector_cells(groups, "aggregate");
  if (static_cast<int64_t>(cells.size()) != rows) {
    throw Error(ErrorKind::kRuntime,
                cat("aggregate: one group for each row is needed: ", cells.size(), " groups, ", rows, " rows"));
  }
  std::vector<int64_t> result;
  result.reserve(cells.size());
  int64_t largest = 0;
  for (const double cell : cells) {
    const int64_t group = double_to_int(cell);
    if (group <= 0) throw Error(ErrorKind::kRuntime, cat("aggregate: groups are numbered from 1: ", cell));
    largest = std::max(largest, group);
    result.push_back(count >= 0 && group > count ? -1 : group - 1);
  }
  if (count < 0) count = largest;
  return result;
}

int64_t moment_order(const KernelCall& call) {
  const int64_t order = call.integer(3);
  if (order < 2 || order > 4) {
    throw Error(ErrorKind::kRuntime, cat("aggregate: fn \"centralmoment\" needs an order of 2, 3 or 4: ", order));
  }
  return order;
}

void aggregate(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  // A row vector is grouped by its cells.
  const bool row_vector = matrix.rows() == 1 && matrix.columns() > 1 && call.matrix(1).cells() == matrix.columns();
  const int64_t rows = row_vector ? matrix.columns() : matrix.rows();
  const int64_t columns = row_vector ? 1 : matrix.columns();
  const auto cell = [&](int64_t r, int64_t c) { return row_vector ? matrix.at(0, r) : matrix.at(r, c); };

  const Function function = function_of(call.in[2].text());
  const int64_t order = function == Function::kMoment ? moment_order(call) : 2;
  int64_t count = call.integer(5) > 0 ? call.integer(5) : -1;
  const std::vector<int64_t> groups = groups_of(call.matrix(1), rows, count);
  std::vector<double> weights;
  if (call.in[4].is_matrix()) {
    weights = vector_cells(call.matrix(4), "aggregate");
    if (static_cast<int64_t>(weights.size()) != rows) {
      throw Error(ErrorKind::kRuntime,
                  cat("aggregate: one weight for each row is needed: ", weights.size(), " weights, ", rows, " rows"));
    }
  }

  NewMatrix result = NewMatrix::dense(count, columns);
  std::vector<Group> states(static_cast<size_t>(count));
  for (int64_t c = 0; c < columns; ++c) {
    std::fill(states.begin(), states.end(), Group());
    const auto each_row = [&](const auto& body) {
      for (int64_t r = 0; r < rows; ++r) {
        const int64_t group = groups[static_cast<size_t>(r)];
        const double weight = weights.empty() ? 1 : weights[static_cast<size_t>(r)];
        if (group >= 0) body(states[static_cast<size_t>(group)], cell(r, c), weight);
      }
    };
    each_row([](Group& state, double x, double weight) {
      state.any = true;
      state.weight.add(weight);
      state.sum.add(weight * x);
      if (x < state.smallest || x != x) state.smallest = x;
      if (x > state.largest || x != x) state.largest = x;
    });
    for (Group& state : states)
      state.mean = state.sum.value() / state.weight.value();
    if (function == Function::kVariance || function == Function::kMoment) {
      each_row([&](Group& state, double x, double weight) { state.powers.add(weight * power(x - state.mean, order)); });
    }
    for (int64_t g = 0; g < count; ++g)
      result->row(g)[c] = result_of(states[static_cast<size_t>(g)], function);
  }
  call.out[0] = Value::matrix(std::move(result));
}

void infer_aggregate(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix();
  const int64_t count = infer::dimension(in[5]);
  if (count > 0) out[0].rows = count;
  // A target of one row is taken as a vector.
  if (in[0].is_matrix() && in[0].rows > 1) out[0].columns = in[0].columns;
}

}  // namespace

void register_groups(OpRegistry& registry) {
  for (const std::string_view name : {"aggregate", "groupedAggregate"}) {
    registry.add({.name = name,
                  .call = name,
                  .params = {{"target", kMatrix},
                             {"groups", kMatrix},
                             {"fn", kText},
                             {"order", kNumber, 0},
                             {"weights", kMatrix | kNumber, 1},
                             {"ngroups", kNumber, 0}},
                  .style = CallStyle::kNamed,
                  .traits = kDeterministic | kReusable,
                  .infer = infer_aggregate,
                  .kernels = {any_form(aggregate)},
                  .law_cases = {"40x1, 40x1 whole, 'sum', _, _, _", "300x3, 300x1 whole, 'mean', _, _, 5",
                                "40x1, 40x1 whole, 'centralmoment', 2, _, _", "40x1, 40x1 whole, 'count', _, _, _",
                                "40x1, 40x1 whole, 'sum', _, 40x1 whole, _"},
                  .help = "Count, sum, mean, variance, central moment, minimum or maximum of the rows of each group."});
  }
}

}  // namespace lineal
