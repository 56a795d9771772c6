// Quantiles of samples with counts.
#include "runtime/ops/statistics/statistics_weighted.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_sum.h"
#include "runtime/ops/order/sorting_keys.h"

namespace lineal {

std::vector<double> vector_cells(const MatrixBlock& vector, std::string_view what) {
  if (vector.columns() != 1 && vector.rows() != 1) {
    throw Error(ErrorKind::kRuntime, cat(what, ": needs a vector: ", vector.rows(), "x", vector.columns()));
  }
  std::vector<double> cells(static_cast<size_t>(vector.cells()));
  for (int64_t i = 0; i < vector.cells(); ++i)
    cells[static_cast<size_t>(i)] = vector.columns() == 1 ? vector.at(i, 0) : vector.at(0, i);
  return cells;
}

WeightedSample::WeightedSample(const MatrixBlock& values, const MatrixBlock* weights, std::string_view what) {
  const std::vector<double> cells = vector_cells(values, what);
  if (weights == nullptr) {
    values_ = sorted(cells);
    ends_.resize(cells.size());
    std::iota(ends_.begin(), ends_.end(), 1);
    return;
  }
  const std::vector<double> counts = vector_cells(*weights, what);
  if (counts.size() != cells.size()) {
    throw Error(ErrorKind::kRuntime,
                cat(what, ": values and weights differ in length: ", cells.size(), " and ", counts.size()));
  }
  std::vector<uint64_t> keys(cells.size());
  std::vector<int64_t> places(cells.size());
  std::iota(places.begin(), places.end(), 0);
  std::transform(cells.begin(), cells.end(), keys.begin(), sort_key);
  sort_by_keys(keys, places);
  int64_t end = 0;
  for (const int64_t place : places) {
    const double count = counts[static_cast<size_t>(place)];
    if (!(count >= 0) || count != std::floor(count) || count > 0x1p52) {
      throw Error(ErrorKind::kRuntime, cat(what, ": weights must be whole numbers of at least 0: ", count));
    }
    if (count == 0) continue;
    end += static_cast<int64_t>(count);
    values_.push_back(cells[static_cast<size_t>(place)]);
    ends_.push_back(end);
  }
}

double WeightedSample::at(int64_t position) const {
  if (values_.empty()) return std::numeric_limits<double>::quiet_NaN();
  const int64_t inside = std::clamp<int64_t>(position, 1, size());
  const auto found = std::lower_bound(ends_.begin(), ends_.end(), inside);
  return values_[static_cast<size_t>(found - ends_.begin())];
}

double WeightedSample::quantile(double p) const {
  const auto position = static_cast<int64_t>(std::ceil(p * static_cast<double>(size())));
  if (size() % 2 != 0) return at(position);
  return (at(position) + at(position + 1)) / 2;
}

double WeightedSample::interquartile_mean() const {
  const auto n = static_cast<double>(size());
  const double low = 0.25 * n;
  const double high = 0.75 * n;
  Sum sum;
  int64_t begin = 0;
  for (size_t i = 0; i < values_.size(); ++i) {
    const double overlap = std::min(static_cast<double>(ends_[i]), high) - std::max(static_cast<double>(begin), low);
    if (overlap > 0) sum.add(overlap * values_[i]);
    begin = ends_[i];
  }
  return sum.value() / (0.5 * n);
}

}  // namespace lineal
