// Variances from sums of values and of squares, both carried with twice the digits.
#include <cmath>
#include <limits>

#include "runtime/ops/aggregate/aggregate_sum.h"

namespace lineal {
namespace {

/// Rows and columns of zeros and of ones of a matrix, cell by cell, for the rare second look at ill-conditioned values.
struct Slice {
  const MatrixBlock& matrix;
  Axis axis;
  int64_t index;

  int64_t size() const {
    return axis == Axis::kAll ? matrix.cells() : axis == Axis::kRows ? matrix.columns() : matrix.rows();
  }
  double at(int64_t i) const {
    if (axis == Axis::kRows) return matrix.at(index, i);
    if (axis == Axis::kColumns) return matrix.at(i, index);
    return matrix.at(i / matrix.columns(), i % matrix.columns());
  }
};

/// Second look: moves the origin to the first value, which makes equal values exactly zero.
double shifted_variance(const Slice& slice) {
  const double origin = slice.at(0);
  Sum values;
  Sum squares;
  for (int64_t i = 0; i < slice.size(); ++i) {
    const double x = slice.at(i) - origin;
    values.add(x);
    squares.add_square(x);
  }
  double variance = 0;
  if (variance_of(values, squares, slice.size(), variance)) return variance;
  const double mean = values.value() / static_cast<double>(slice.size());
  Sum deviations;
  for (int64_t i = 0; i < slice.size(); ++i)
    deviations.add_square(slice.at(i) - origin - mean);
  return deviations.value() / static_cast<double>(slice.size() - 1);
}

}  // namespace

bool variance_of(const Sum& values, const Sum& squares, int64_t n, double& variance) {
  if (n <= 1) {
    variance = n == 1 ? 0 : std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  const double sum = values.value();
  const double square_sum = squares.value();
  if (!std::isfinite(sum)) {
    variance = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  if (square_sum == 0) {
    variance = 0;
    // Squares that underflow need a second look; only true zeros have no values at all.
    return sum == 0;
  }
  const auto count = static_cast<double>(n);
  // mean = sum / n and sum * mean, each with twice the digits.
  const double sum_low = (values.high - sum) + values.low;
  const double mean = sum / count;
  const double mean_low = (std::fma(-mean, count, sum) + sum_low) / count;
  const double product = sum * mean;
  const double product_low = std::fma(sum, mean, -product) + (sum * mean_low + sum_low * mean);
  const double square_low = (squares.high - square_sum) + squares.low;
  const double spread = (square_sum - product) + (square_low - product_low);
  variance = spread / (count - 1);
  return std::isfinite(square_sum) && spread > square_sum * 0x1p-48;
}

std::vector<double> variances(const MatrixBlock& matrix, Axis axis, ThreadPool& pool) {
  const std::vector<Sum> values = sum_cells(matrix, axis, Term::kValue, pool);
  const std::vector<Sum> squares = sum_cells(matrix, axis, Term::kSquare, pool);
  std::vector<double> result(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const Slice slice{matrix, axis, static_cast<int64_t>(i)};
    if (!variance_of(values[i], squares[i], slice.size(), result[i])) result[i] = shifted_variance(slice);
  }
  return result;
}

}  // namespace lineal
