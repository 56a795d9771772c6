// Ordered samples with counts, for quantiles, medians and trimmed means.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/matrix/matrix.h"

namespace lineal {

/// Values in ascending order, each standing for a number of equal observations.
class WeightedSample {
 public:
  /// Weights must be whole numbers of at least 0; null means 1 each. `what` names the operator in errors.
  WeightedSample(const MatrixBlock& values, const MatrixBlock* weights, std::string_view what);

  /// Observations, weights counted.
  int64_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  /// The observation at a position from 1; positions outside are moved to the nearest.
  double at(int64_t position) const;
  /// Position ceil(p * size), averaged with its successor when the size is even.
  double quantile(double p) const;
  /// Mean of the observations between the first and the third quartile, those on the border by their fraction.
  double interquartile_mean() const;

 private:
  std::vector<double> values_;
  std::vector<int64_t> ends_;  // running sums of the counts
};

/// Reads a column or row vector of either form into an array. Throws, naming the operator, when it is neither.
std::vector<double> vector_cells(const MatrixBlock& vector, std::string_view what);

}  // namespace lineal
