// Poisson numbers by multiplication of uniforms for small means and by rejection for large ones (Devroye: The computer
// generation of Poisson random variables, Computing 26, 1981, algorithm PTRD as Commons Math has it).
#include "runtime/ops/random/poisson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "runtime/kernels/elementary.h"

namespace lineal {
namespace {

constexpr double kSmallMean = 40;

/// Sums of (ln 2)^i / i!, until they reach 1 (Ahrens and Dieter: Computer methods for sampling from the exponential and
/// normal distributions, 1972, algorithm SA).
class ExponentialTable {
 public:
  ExponentialTable() {
    double sum = 0;
    double factorial = 1;
    for (int i = 1; i < static_cast<int>(sums_.size()) + 1; ++i) {
      factorial *= i;
      sum += kernels::pow(std::numbers::ln2, i) / factorial;
      sums_[static_cast<size_t>(i - 1)] = sum;
    }
  }
  double operator[](size_t i) const { return sums_[std::min(i, sums_.size() - 1)]; }

 private:
  std::array<double, 16> sums_{};
};

double draw_exponential(Well1024a& random) {
  static const ExponentialTable sums;
  double base = 0;
  double u = random.next_double();
  while (u < 0.5 && u > 0) {
    base += sums[0];
    u *= 2;
  }
  u += u - 1;
  if (u <= sums[0]) return base + u;
  size_t i = 0;
  double least = random.next_double();
  do {
    ++i;
    least = std::min(least, random.next_double());
  } while (u > sums[i] && i < 16);
  return base + least * sums[0];
}

/// ln n! for whole n, to about one unit in the last place: of the exact factorial, or by Stirling's series (Abramowitz
/// and Stegun: Handbook of Mathematical Functions, 6.1.41), whose first omitted term is below 1e-15 here.
double log_factorial(double n) {
  if (n < 21) {
    double factorial = 1;
    for (double factor = 2; factor <= n; factor += 1)
      factorial *= factor;
    return kernels::log(factorial);
  }
  constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;
  const double z = n + 1;
  const double square = 1 / (z * z);
  const double series = 1.0 / 12 + square * (-1.0 / 360 + square * (1.0 / 1260 + square * (-1.0 / 1680)));
  return (z - 0.5) * kernels::log(z) - z + (kHalfLogTwoPi + series / z);
}

}  // namespace

PoissonLaw::PoissonLaw(double mean) : mean_(mean) {
  if (mean < kSmallMean) return;
  whole_ = std::floor(mean);
  log_whole_ = kernels::log(whole_);
  log_factorial_whole_ = log_factorial(whole_);
  delta_ = std::sqrt(whole_ * kernels::log(32 * whole_ / std::numbers::pi + 1));
  twice_ = 2 * whole_ + delta_;
  const double a1 = std::sqrt(std::numbers::pi * twice_) * kernels::exp(1 / (8 * whole_));
  const double a2 = (twice_ / delta_) * kernels::exp(-delta_ * (1 + delta_) / twice_);
  first_ = a1 / (a1 + a2 + 1);
  second_ = a2 / (a1 + a2 + 1);
}

double PoissonLaw::draw(Well1024a& random) const {
  const double count = mean_ < kSmallMean ? draw_small(mean_, random) : draw_large(random);
  return std::min(count, 2147483647.0);
}

double PoissonLaw::draw_small(double mean, Well1024a& random) const {
  const double least = kernels::exp(-mean);
  double product = 1;
  double count = 0;
  while (count < 1000 * mean) {
    product *= random.next_double();
    if (product < least) break;
    count += 1;
  }
  return count;
}

double PoissonLaw::draw_large(Well1024a& random) const {
  const double fraction = mean_ - whole_;
  const double of_fraction = fraction < 4.9e-324 ? 0 : draw_small(fraction, random);
  const double half = delta_ / 2;
  const double eighth = 1 / (8 * whole_);
  while (true) {
    double x = 0;  // a real candidate, relative to the mean
    double y = 0;  // the same as an integer
    double v = 0;  // minus the logarithm of the level under the curve
    const double u = random.next_double();
    if (u <= first_) {
      const double n = random.next_gaussian();
      x = n * std::sqrt(whole_ + half) - 0.5;
      if (x > delta_ || x < -whole_) continue;
      y = x < 0 ? std::floor(x) : std::ceil(x);
      v = -draw_exponential(random) - n * n / 2 + eighth;
    } else if (u > first_ + second_) {
      return of_fraction + whole_;
    } else {
      x = delta_ + (twice_ / delta_) * draw_exponential(random);
      y = std::ceil(x);
      v = -draw_exponential(random) - delta_ * (x + 1) / twice_;
    }
    const double left = x < 0 ? 1 : 0;
    const double t = y * (y + 1) / (2 * whole_);
    if (v < -t && left == 0) return of_fraction + (whole_ + y);
    const double upper = t * ((2 * y + 1) / (6 * whole_) - 1);
    const double lower = upper - t * t / (3 * (whole_ + left * (y + 1)));
    if (v < lower) return of_fraction + (whole_ + y);
    if (v > upper) continue;
    if (v < y * log_whole_ - log_factorial(y + whole_) + log_factorial_whole_) return of_fraction + (whole_ + y);
  }
}

}  // namespace lineal
