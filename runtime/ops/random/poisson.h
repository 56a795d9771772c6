// Poisson numbers as Commons Math draws them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/ops/random/well1024a.h"

namespace lineal {

/// What draws of one mean have in common. Immutable; shared by all threads.
class PoissonLaw {
 public:
  /// `mean` must lie in (0, kLargestMean].
  explicit PoissonLaw(double mean);
  static constexpr double kLargestMean = 2147483647.0;

  double mean() const { return mean_; }
  /// One number, at most 2^31 - 1.
  double draw(Well1024a& random) const;

 private:
  double draw_small(double mean, Well1024a& random) const;
  double draw_large(Well1024a& random) const;

  double mean_;
  // The rest is of the large-mean algorithm only.
  double whole_ = 0;  // the mean without its fraction
  double log_whole_ = 0;
  double log_factorial_whole_ = 0;
  double delta_ = 0;
  double twice_ = 0;
  double first_ = 0;
  double second_ = 0;
};

/// The values of one block.
class PoissonStream {
 public:
  PoissonStream(const PoissonLaw& law, int64_t seed) : law_(law), random_(seed) {}
  double next() { return law_.draw(random_); }

 private:
  const PoissonLaw& law_;
  Well1024a random_;
};

}  // namespace lineal
