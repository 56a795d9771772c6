// Quantiles, moments and covariance of vectors.
#include <cmath>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_sum.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/statistics/statistics_groups.h"
#include "runtime/ops/statistics/statistics_weighted.h"

namespace lineal {
namespace {

/// An optional argument that was left out is an empty text.
bool is_given(const Value& value) {
  return !value.is_string();
}

const MatrixBlock* optional_matrix(const KernelCall& call, size_t i) {
  if (!is_given(call.in[i])) return nullptr;
  if (!call.in[i].is_matrix()) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": weights must be a vector: ", describe(call.in[i])));
  }
  return &call.matrix(i);
}

double probability(const KernelCall& call, double p) {
  if (p >= 0 && p <= 1) return p;
  throw Error(ErrorKind::kRuntime, cat(call.op.call, ": a probability must lie between 0 and 1: ", p));
}

void quantile(KernelCall& call) {
  const bool weighted = is_given(call.in[2]);
  const WeightedSample sample(call.matrix(0), weighted ? optional_matrix(call, 1) : nullptr, "quantile");
  const Value& p = call.in[weighted ? 2 : 1];
  if (p.is_number()) {
    call.out[0] = Value::real(sample.quantile(probability(call, p.number())));
    return;
  }
  // Unlike the scalar form, the matrix form never averages two observations.
  const MatrixBlock& points = call.matrix(weighted ? 2 : 1);
  NewMatrix result = NewMatrix::dense(points.rows(), points.columns());
  for (int64_t r = 0; r < points.rows(); ++r) {
    for (int64_t c = 0; c < points.columns(); ++c) {
      const double position = std::ceil(probability(call, points.at(r, c)) * static_cast<double>(sample.size()));
      result->row(r)[c] = sample.at(static_cast<int64_t>(position));
    }
  }
  call.out[0] = Value::matrix(std::move(result));
}

void median(KernelCall& call) {
  const WeightedSample sample(call.matrix(0), optional_matrix(call, 1), "median");
  call.out[0] = Value::real(sample.quantile(0.5));
}

void interquartile_mean(KernelCall& call) {
  const WeightedSample sample(call.matrix(0), optional_matrix(call, 1), "interQuartileMean");
  call.out[0] = Value::real(sample.interquartile_mean());
}

/// Values and weights of equal length; weights are 1 where not given.
struct Weighted {
  std::vector<double> values;
  std::vector<double> weights;
  Sum total;

  Weighted(const MatrixBlock& x, const MatrixBlock* w, std::string_view what) : values(vector_cells(x, what)) {
    weights = w ? vector_cells(*w, what) : std::vector<double>(values.size(), 1.0);
    if (weights.size() != values.size()) {
      throw Error(ErrorKind::kRuntime,
                  cat(what, ": values and weights differ in length: ", values.size(), " and ", weights.size()));
    }
    for (const double weight : weights)
      total.add(weight);
  }
  double mean(const std::vector<double>& of) const {
    Sum sum;
    for (size_t i = 0; i < of.size(); ++i)
      sum.add(weights[i] * of[i]);
    return sum.value() / total.value();
  }
};

void moment(KernelCall& call) {
  const bool weighted = is_given(call.in[2]);
  const Weighted sample(call.matrix(0), weighted ? optional_matrix(call, 1) : nullptr, "moment");
  const Value& order_value = call.in[weighted ? 2 : 1];
  if (!order_value.is_number()) {
    throw Error(ErrorKind::kRuntime, cat("moment: the order must be a number: ", describe(order_value)));
  }
  const int64_t order = double_to_int(order_value.number());
  if (order != 0 && (order < 2 || order > 4)) {
    throw Error(ErrorKind::kRuntime, cat("moment: the order must be 0, 2, 3 or 4: ", order));
  }
  const double mean = sample.mean(sample.values);
  if (order == 0) {
    call.out[0] = Value::real(mean);
    return;
  }
  Sum sum;
  for (size_t i = 0; i < sample.values.size(); ++i) {
    const double d = sample.values[i] - mean;
    const double power = order == 2 ? d * d : order == 3 ? d * d * d : (d * d) * (d * d);
    sum.add(sample.weights[i] * power);
  }
  call.out[0] = Value::real(sum.value() / sample.total.value());
}

void covariance(KernelCall& call) {
  const Weighted x(call.matrix(0), optional_matrix(call, 2), "cov");
  const std::vector<double> y = vector_cells(call.matrix(1), "cov");
  if (y.size() != x.values.size()) {
    throw Error(ErrorKind::kRuntime, cat("cov: the vectors differ in length: ", x.values.size(), " and ", y.size()));
  }
  if (x.values.size() == 1) {
    call.out[0] = Value::real(0);
    return;
  }
  const double mean_x = x.mean(x.values);
  const double mean_y = x.mean(y);
  Sum sum;
  for (size_t i = 0; i < y.size(); ++i)
    sum.add(x.weights[i] * ((x.values[i] - mean_x) * (y[i] - mean_y)));
  call.out[0] = Value::real(sum.value() / (x.total.value() - 1));
}

void infer_quantile(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const ValueInfo& p = in[2].kind == ValueKind::kString ? in[1] : in[2];
  out[0] = p.is_matrix()   ? ValueInfo::matrix(p.rows, p.columns)
           : p.is_number() ? ValueInfo::scalar(ValueKind::kDouble)
                           : ValueInfo::unknown();
}

constexpr KindMask kOptionalMatrix = kMatrix | kText;
constexpr KindMask kOptionalNumeric = kNumeric | kText;

void add_scalar(OpRegistry& registry, std::string_view name, std::vector<Param> params, KernelFunction kernel,
                std::vector<std::string_view> law_cases, std::string_view help) {
  registry.add({.name = name,
                .call = name,
                .params = std::move(params),
                .outputs = {kNumber},
                .traits = kDeterministic | kReusable,
                .infer = infer::scalar_double,
                .kernels = {any_form(kernel)},
                .law_cases = std::move(law_cases),
                .help = help});
}

}  // namespace

void register_statistics(OpRegistry& registry) {
  registry.add({.name = "quantile",
                .call = "quantile",
                .params = {{"X", kMatrix}, {"W", kNumeric}, {"p", kOptionalNumeric, ""}},
                .outputs = {kNumeric},
                .traits = kDeterministic | kReusable,
                .infer = infer_quantile,
                .kernels = {any_form(quantile)},
                .law_cases = {"41x1, 0.25, _", "40x1, 40x1 whole, 0.5", "41x1, 5x1 flags, _"},
                .help = "Observations at given fractions of the sorted vector: quantile(X[, W], p)."});
  add_scalar(registry, "median", {{"X", kMatrix}, {"W", kOptionalMatrix, ""}}, median, {"41x1, _", "40x1, 40x1 whole"},
             "Middle value of a vector, the mean of the two middle ones if their number is even.");
  add_scalar(registry, "interQuartileMean", {{"X", kMatrix}, {"W", kOptionalMatrix, ""}}, interquartile_mean,
             {"41x1, _", "40x1, 40x1 whole"}, "Mean of the middle half of a vector.");
  for (const std::string_view name : {"moment", "centralMoment"}) {
    add_scalar(registry, name, {{"X", kMatrix}, {"W", kNumeric}, {"k", kNumber | kText, ""}}, moment,
               {"40x1, 2, _", "40x1 full, 40x1 whole, 3"},
               "Central moment of order 2, 3 or 4, divided by n: moment(X[, W], k).");
  }
  add_scalar(registry, "cov", {{"X", kMatrix}, {"Y", kMatrix}, {"W", kOptionalMatrix, ""}}, covariance,
             {"40x1, 40x1, _", "40x1, 40x1, 40x1 whole"}, "Unbiased covariance of two vectors.");
  register_groups(registry);
}

}  // namespace lineal
