// Sums, means, extremes, products and variances of a matrix, of its rows and of its columns.
#include <cmath>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_extreme.h"
#include "runtime/ops/aggregate/aggregate_sum.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

enum class Measure : uint8_t { kSum, kMean, kProduct, kMin, kMax, kVariance, kDeviation };

std::vector<double> measure_cells(const MatrixBlock& matrix, Axis axis, Measure measure, ThreadPool& pool) {
  switch (measure) {
    case Measure::kProduct:
      return products(matrix, axis, pool);
    case Measure::kMin:
      return extremes(matrix, axis, Extreme::kMin, pool);
    case Measure::kMax:
      return extremes(matrix, axis, Extreme::kMax, pool);
    case Measure::kSum:
    case Measure::kMean: {
      const std::vector<Sum> sums = sum_cells(matrix, axis, Term::kValue, pool);
      const int64_t count = axis == Axis::kAll    ? matrix.cells()
                            : axis == Axis::kRows ? matrix.columns()
                                                  : matrix.rows();
      std::vector<double> result(sums.size());
      for (size_t i = 0; i < sums.size(); ++i) {
        result[i] = sums[i].value();
        if (measure == Measure::kMean) result[i] /= static_cast<double>(count);
      }
      return result;
    }
    case Measure::kVariance:
      return variances(matrix, axis, pool);
    case Measure::kDeviation: {
      std::vector<double> result = variances(matrix, axis, pool);
      for (double& value : result)
        value = std::sqrt(value);
      return result;
    }
  }
  return {};
}

Value vector_value(const std::vector<double>& values, Axis axis) {
  const auto size = static_cast<int64_t>(values.size());
  NewMatrix result = axis == Axis::kRows ? NewMatrix::dense(size, 1) : NewMatrix::dense(1, size);
  std::copy(values.begin(), values.end(), result->data());
  return Value::matrix(std::move(result));
}

template <Axis axis, Measure measure>
void aggregate(KernelCall& call) {
  // A number counts as the one cell that it is.
  NewMatrix one_cell;
  if (!call.in[0].is_matrix()) one_cell = NewMatrix::filled(1, 1, call.number(0));
  const MatrixBlock& matrix = one_cell ? *one_cell : call.matrix(0);
  const bool zeros = matrix.is_sparse() && matrix.entries().values.empty() && matrix.cells() > 0;
  if (axis != Axis::kAll && zeros && measure != Measure::kProduct) {
    // Every measure of zeros is zero, and the shape may be too large to visit.
    call.out[0] =
        Value::matrix(axis == Axis::kRows ? NewMatrix::zero(matrix.rows(), 1) : NewMatrix::zero(1, matrix.columns()));
    return;
  }
  const std::vector<double> values = measure_cells(matrix, axis, measure, call.context.pool);
  call.out[0] = axis == Axis::kAll ? Value::real(values[0]) : vector_value(values, axis);
}

template <Extreme extreme>
void row_index(KernelCall& call) {
  call.out[0] = vector_value(row_positions(call.matrix(0), extreme, call.context.pool), Axis::kRows);
}

void trace(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  if (matrix.rows() != matrix.columns()) {
    throw Error(ErrorKind::kRuntime, cat("trace: the matrix is not square: ", matrix.rows(), "x", matrix.columns()));
  }
  Sum sum;
  for (int64_t i = 0; i < matrix.rows(); ++i)
    sum.add(matrix.at(i, i));
  call.out[0] = Value::real(sum.value());
}

void weighted_mean(KernelCall& call) {
  const MatrixBlock& values = call.matrix(0);
  const MatrixBlock& weights = call.matrix(1);
  if (values.rows() != weights.rows() || values.columns() != weights.columns()) {
    throw Error(ErrorKind::kRuntime, cat("mean: values and weights differ in shape: ", values.rows(), "x",
                                         values.columns(), " and ", weights.rows(), "x", weights.columns()));
  }
  Sum total;
  Sum weight;
  for (int64_t i = 0; i < values.cells(); ++i) {
    total.add(values.data()[i] * weights.data()[i]);
    weight.add(weights.data()[i]);
  }
  call.out[0] = Value::real(total.value() / weight.value());
}

void infer_row(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].is_matrix() ? in[0].rows : -1, 1);
}

void infer_column(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(1, in[0].is_matrix() ? in[0].columns : -1);
}

constexpr uint32_t kAggregate = kDeterministic | kReusable;

struct Names {
  std::string_view op, call, help;
};

template <Measure measure>
void add_measure(OpRegistry& registry, const Names& all, const Names& rows, const Names& columns) {
  // Products over CSR would have to know the sign of every zero.
  constexpr Forms forms = measure == Measure::kProduct ? Forms::kDense : Forms::kAny;
  registry.add({.name = all.op,
                .call = all.call,
                .params = {{"target", kNumeric}},
                .outputs = {kNumber},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer::scalar_double,
                .kernels = {{forms, aggregate<Axis::kAll, measure>}},
                .help = all.help});
  registry.add({.name = rows.op,
                .call = rows.call,
                .params = {{"target", kMatrix}},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer_row,
                .kernels = {{forms, aggregate<Axis::kRows, measure>}},
                .help = rows.help});
  registry.add({.name = columns.op,
                .call = columns.call,
                .params = {{"target", kMatrix}},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer_column,
                .kernels = {{forms, aggregate<Axis::kColumns, measure>}},
                .help = columns.help});
}

void add_extras(OpRegistry& registry) {
  registry.add({.name = "rowIndexMax",
                .call = "rowIndexMax",
                .params = {{"target", kMatrix}},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer_row,
                .kernels = {any_form(row_index<Extreme::kMax>)},
                .help = "Position of the largest cell of each row; the last of equal ones."});
  registry.add({.name = "rowIndexMin",
                .call = "rowIndexMin",
                .params = {{"target", kMatrix}},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer_row,
                .kernels = {any_form(row_index<Extreme::kMin>)},
                .help = "Position of the smallest cell of each row; the last of equal ones."});
  for (const std::string_view spelling : {"trace", "tr"}) {
    registry.add({.name = spelling,
                  .call = spelling,
                  .params = {{"target", kMatrix}},
                  .outputs = {kNumber},
                  .traits = kDeterministic,
                  .infer = infer::scalar_double,
                  .kernels = {any_form(trace)},
                  .law_cases = {"6x6", "300x300"},
                  .help = "Sum of the diagonal of a square matrix."});
  }
  registry.add({.name = "avg",
                .call = "avg",
                .params = {{"target", kNumeric}},
                .outputs = {kNumber},
                .traits = kAggregate,
                .fails = Fails::kNever,
                .infer = infer::scalar_double,
                .kernels = {any_form(aggregate<Axis::kAll, Measure::kMean>)},
                .help = "Mean of all cells."});
  for (const std::string_view spelling : {"mean", "avg"}) {
    registry.add({.name = spelling == "mean" ? "mean_weighted" : "avg_weighted",
                  .call = spelling,
                  .params = {{"target", kMatrix}, {"weights", kMatrix}},
                  .outputs = {kNumber},
                  .traits = kAggregate,
                  .infer = infer::scalar_double,
                  .kernels = {dense_only(weighted_mean)},
                  .help = "Mean of a column vector with weights."});
  }
}

}  // namespace

void register_aggregates(OpRegistry& registry) {
  add_measure<Measure::kSum>(registry, {"sum", "sum", "Sum of all cells."}, {"rowSums", "rowSums", "Sum of each row."},
                             {"colSums", "colSums", "Sum of each column."});
  add_measure<Measure::kMean>(registry, {"mean", "mean", "Mean of all cells."},
                              {"rowMeans", "rowMeans", "Mean of each row."},
                              {"colMeans", "colMeans", "Mean of each column."});
  add_measure<Measure::kProduct>(registry, {"prod", "prod", "Product of all cells."},
                                 {"rowProds", "rowProds", "Product of each row."},
                                 {"colProds", "colProds", "Product of each column."});
  add_measure<Measure::kMin>(registry, {"min_cells", "min", "Smallest cell."},
                             {"rowMins", "rowMins", "Smallest cell of each row."},
                             {"colMins", "colMins", "Smallest cell of each column."});
  add_measure<Measure::kMax>(registry, {"max_cells", "max", "Largest cell."},
                             {"rowMaxs", "rowMaxs", "Largest cell of each row."},
                             {"colMaxs", "colMaxs", "Largest cell of each column."});
  add_measure<Measure::kVariance>(registry, {"var", "var", "Unbiased variance of all cells."},
                                  {"rowVars", "rowVars", "Unbiased variance of each row."},
                                  {"colVars", "colVars", "Unbiased variance of each column."});
  add_measure<Measure::kDeviation>(registry, {"sd", "sd", "Standard deviation of all cells."},
                                   {"rowSds", "rowSds", "Standard deviation of each row."},
                                   {"colSds", "colSds", "Standard deviation of each column."});
  add_extras(registry);
}

}  // namespace lineal
