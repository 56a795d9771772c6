// Logarithm, sine and cosine in the steps of Intel's libm, which HotSpot uses for Math.* on x86-64. The algorithms are
// described at the head of e_log.S and s_sin.S in Bionic's libm; the tables are computed from their definitions.
// Neither the processor nor the C library has a say in the results.
#include "runtime/ops/random/random_functions.h"

#include <bit>
#include <cstdint>
#include <limits>

#include "runtime/ops/random/random_tables.h"

namespace lineal {
namespace {

constexpr double kInverseStep = 0x1.45f306dc9c883p+3;  // 32 / pi

/// What sine and cosine of one angle have in common. angle = count * pi/32 + r + c, |r| about pi/64 at most.
struct Reduced {
  int count;
  double r;
  double minus_c;
  double sine_part;    // (sin(r) - r) / r^3
  double cosine_part;  // (cos(r) - 1) / r^2
  double square;
};

Reduced reduce(double angle) {
  Reduced result{};
  result.count = static_cast<int>(angle * kInverseStep + 0.5);
  const double count = result.count;
  // The products with the first two parts are exact.
  const double near = angle - count * kStep[0];
  const double middle = count * kStep[1];
  const double r = near - middle;
  const double rest = (near - r) - middle;
  result.r = r;
  result.minus_c = count * kStep[2] - rest;
  result.square = r * r;
  // The power series, in the order of the original: the last term takes one factor from before the second reduction.
  const double fourth = result.square * result.square;
  result.sine_part = (-1.0 / 6 + 1.0 / 120 * result.square) + (-1.0 / 5040 + 1.0 / 362880 * near * r) * fourth;
  result.cosine_part = (-0.5 + 1.0 / 24 * result.square) + (-1.0 / 720 + 1.0 / 40320 * near * r) * fourth;
  return result;
}

/// sin(count * pi/32 + r + c). The large parts power * r and sine are added with their rounding errors kept.
double sine_at(int count, const Reduced& x) {
  const SinePoint& point = kSines[count & 63];
  const double cosine = point.cosine_rest + point.power;
  const double correction = x.minus_c * (point.sine * x.r - cosine) + point.sine_rest;
  const double of_sine = x.sine_part * (cosine * x.r * x.square);
  const double of_cosine = x.cosine_part * (point.sine * x.square);

  const double linear = point.power * x.r;
  const double partial = linear + point.sine;
  const double partial_error = (point.sine - partial) + linear;
  const double medium = point.cosine_rest * x.r;
  const double high = medium + partial;
  const double high_error = (partial - high) + medium;
  return high + ((((correction + partial_error) + high_error) + of_sine) + of_cosine);
}

}  // namespace

double java_log(double x) {
  if (x == 0) return -std::numeric_limits<double>::infinity();
  const auto bits = std::bit_cast<uint64_t>(x);
  const double exponent = static_cast<double>(static_cast<int64_t>(bits >> 52) - 1023);
  const uint64_t one = uint64_t{1023} << 52;
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  const double mantissa = std::bit_cast<double>(fraction | one);
  // b is 1 / mantissa to eight bits, so that r = b * mantissa - 1 is small; in two parts the product is exact. The
  // original rounds an estimate of the reciprocal that differs between processors, which hardly ever shows.
  const auto b_index = static_cast<int>(256 / mantissa + 0.5);
  const double b = b_index * 0x1p-8;
  const double upper = std::bit_cast<double>((fraction | one) & ~((uint64_t{1} << 45) - 1));
  const double r = (upper * b - 1) + (mantissa - upper) * b;

  const LogPoint& point = kLogs[b_index - 128];
  const double base = exponent * kLogs[0].high + point.high;
  const double high = base + r;
  const double low = ((base - high) + r) + (exponent * kLogs[0].low + point.low);
  // The series of ln(1 + r) - r; its sixth coefficient makes up for the terms that are left out.
  const double square = r * r;
  const double early = (-0.5 + 1.0 / 3 * r) + -0.25 * square;
  const double late = (0.2 + -0x1.5555e3d6fb175p-3 * r) * r + 0x1.2492492492492p-3 * r * square;
  return high + ((low + late * (square * square)) + early * square);
}

SineCosine java_sine_cosine(double angle) {
  const Reduced x = reduce(angle);
  return {.sine = sine_at(x.count, x), .cosine = sine_at(x.count + 16, x)};
}

}  // namespace lineal
