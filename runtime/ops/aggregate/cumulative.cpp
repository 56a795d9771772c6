// Running sums, products and extremes.
#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_sum.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

struct RunningSum {
  Sum sum;
  double next(double x) {
    sum.add(x);
    return sum.value();
  }
};

struct RunningProduct {
  double product = 1;
  double next(double x) { return product *= x; }
};

/// NaN stays once it came; -0.0 is below +0.0, as in Java.
template <bool smallest>
struct RunningExtreme {
  double best = 0;
  bool any = false;
  double next(double x) {
    const bool first = !any;
    any = true;
    if (first || x != x) return best = best != best ? best : x;
    if (smallest ? x < best : x > best) return best = x;
    if (x == 0 && best == 0) best = smallest ? (__builtin_signbit(x) ? x : best) : (__builtin_signbit(x) ? best : x);
    return best;
  }
};

constexpr int64_t kStripe = 32;

/// Columns are independent of each other: each stripe of them goes down on its own.
template <class Running>
void down(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  NewMatrix result = NewMatrix::dense(matrix.rows(), matrix.columns());
  const int64_t stripes = (matrix.columns() + kStripe - 1) / kStripe;
  call.context.pool.for_each(stripes, [&](int64_t stripe) {
    const int64_t begin = stripe * kStripe;
    const int64_t count = std::min(kStripe, matrix.columns() - begin);
    Running state[kStripe];
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      const double* from = matrix.row(r) + begin;
      double* to = result->row(r) + begin;
      for (int64_t c = 0; c < count; ++c)
        to[c] = state[c].next(from[c]);
    }
  });
  call.out[0] = Value::matrix(std::move(result));
}

void along_rows(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  NewMatrix result = NewMatrix::dense(matrix.rows(), matrix.columns());
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    RunningSum sum;
    for (int64_t c = 0; c < matrix.columns(); ++c)
      result->row(r)[c] = sum.next(matrix.row(r)[c]);
  }
  call.out[0] = Value::matrix(std::move(result));
}

void sum_product(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  if (matrix.columns() != 2) {
    throw Error(ErrorKind::kRuntime,
                cat("cumsumprod: needs a matrix of two columns: ", matrix.rows(), "x", matrix.columns()));
  }
  NewMatrix result = NewMatrix::dense(matrix.rows(), 1);
  double previous = 0;
  for (int64_t r = 0; r < matrix.rows(); ++r)
    result->data()[r] = previous = matrix.row(r)[0] + matrix.row(r)[1] * previous;
  call.out[0] = Value::matrix(std::move(result));
}

void add_running(OpRegistry& registry, std::string_view name, KernelFunction kernel, std::string_view help) {
  registry.add({.name = name,
                .call = name,
                .params = {{"target", kMatrix}},
                .traits = kDeterministic | kReusable,
                .fails = Fails::kNever,
                .infer = infer::same_shape,
                .kernels = {dense_only(kernel)},
                .help = help});
}

}  // namespace

void register_cumulative(OpRegistry& registry) {
  add_running(registry, "cumsum", down<RunningSum>, "Running sum of each column.");
  add_running(registry, "cumprod", down<RunningProduct>, "Running product of each column.");
  add_running(registry, "cummin", down<RunningExtreme<true>>, "Smallest cell so far of each column.");
  add_running(registry, "cummax", down<RunningExtreme<false>>, "Largest cell so far of each column.");
  add_running(registry, "rowcumsum", along_rows, "Running sum of each row.");
  registry.add({.name = "cumsumprod",
                .call = "cumsumprod",
                .params = {{"target", kMatrix}},
                .traits = kDeterministic | kReusable,
                .fails = Fails::kPossibly,
                .infer = infer::column_of_rows,
                .kernels = {dense_only(sum_product)},
                .law_cases = {"7x2", "3000x2"},
                .help = "Linear recurrence y[i] = X[i,1] + X[i,2] * y[i-1] over a matrix of two columns."});
}

}  // namespace lineal
