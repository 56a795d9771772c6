// x^y = e^(y ln x), lane by lane, in two attempts: a quick one, which leaves about one lane in 3000 open where
// exponents are small, and a careful one for all lanes of a step in which one is open, which leaves one in 100 000.
// MPFR takes a thousand times as long as a lane, so that one call in 2^14 would be a tenth of the whole.
//
// The quick attempt, with u = 2^-53 and Z = z^2 of the logarithm. What is not kept in two doubles are the terms from
// z^2 on; the error of ln x, in u Z, is 0.51 for z^2, 0.52 for the series that z^2 is multiplied by, 0.51 for adding
// the product, 0.02 for the rest of z and 0.07 for what the series leaves out: 1.63. It is also 2^-76.9 of ln x as for
// log. Both parts are carried before y multiplies them, which adds nothing that counts.
//
// e^x = 2^k factor e^s, |s| < 2^-9.52; s + s^2 (1/2 + s/6 + ...) keeps only s in two doubles. The error in u s^2 is 1
// for s in s^2 and half of one for s^2, the series, its product with s^2, the product with the factor and the error's
// addition to it: 3.5, below 2^-70.2. The series leaves out 2^-68.6, and all else is below 2^-74.
//
// With |y ln x| < 708 and a factor e^s below 2 the error of the result without its exponent is below
// 2 (1.63 u Z |y| + 708 * 2^-76.9 + 2^-68.6 + 2^-70.2 + 2^-74) < 3.3125 u Z |y| + 1.25 * 2^-66.
#pragma once

#include "runtime/kernels/elementary_logarithm.h"

namespace lineal::kernels::LINEAL_LANES {

/// high + low, carried.
LINEAL_LANE Pair quick_logarithm(const Interval& interval, Real square) {
  const Real z = interval.z;
  const double* c = tables::kQuickLogSeries;
  const Real upper =
      fma(square, fma(square, splat(c[6]), fma(z, splat(c[5]), splat(c[4]))), fma(z, splat(c[3]), splat(c[2])));
  const Real series = fma(square, upper, fma(z, splat(c[1]), splat(c[0])));
  const Real of_rest = fma(-interval.rest, fma(-z, z, z), interval.rest);
  const Pair linear = sum_ordered(interval.base, z);
  const Real exact_low = fma(interval.count, splat(tables::kLn2Low), linear.low) + of_rest;
  const Real low = fma(square, fma(z, series, splat(-0.5)), exact_low);
  return sum_ordered(linear.high, low);
}

/// e^x = 2^k factor e^(near + rest).
struct Steps {
  Bits exponent;  // k, in the place of a double's exponent
  Real factor;
  Real near;
  Real rest;
};

/// For |x| < 2^10 and a low part below 2^-40 of its size or so; |near| < 2^-9.52, |rest| < 2^-24.4. The error of rest
/// is below 2^-76 beside that of x + low.
LINEAL_LANE Steps steps_of(Real x, Real low) {
  using Constants = tables::Exponential256;
  const Real rounded = fma(x, splat(Constants::kInverse), splat(kToInteger));
  const Real count = rounded - splat(kToInteger);
  const FactorAndRest found = lookup_factor(as_bits(rounded));
  Steps steps;
  steps.near = fnma(count, splat(Constants::kStep), x);  // exact
  steps.rest = fnma(count, splat(Constants::kStepLow), low) + found.rest;
  steps.factor = found.factor;
  steps.exponent = shift_left<44>(as_bits(rounded)) & splat_bits(0xfff0000000000000);
  return steps;
}

struct Power {
  static double exact(double x, double y) { return exact::pow(x, y); }

  LINEAL_LANE Mask fast(Real x, Real y, Real& result) {
    const Real size = magnitude(x);
    const Interval interval = interval_of(size);
    const Real square = interval.z * interval.z;
    const Pair log = quick_logarithm(interval, square);
    const Real high = y * log.high;
    const Steps steps = steps_of(high, fma(y, log.low, fma(y, log.high, -high)));

    const Real s = steps.near + steps.rest;
    const double* c = tables::Exponential256::kQuickSeries;
    const Real square_s = s * s;
    const Real series = fma(square_s, fma(s, splat(c[2]), splat(c[1])), fma(s, splat(c[0]), splat(0.5)));
    const Real growth_low = fma(square_s, series, steps.rest);
    // factor + factor * near in two doubles: the difference is exact.
    const Real mantissa = fma(steps.factor, steps.near, steps.factor);
    const Real mantissa_rest = fma(steps.factor, steps.near, steps.factor - mantissa);

    const Real error = fma(square, magnitude(y) * splat(0x1.a8p-52), splat(0x1.4p-66));
    const Real mantissa_low = fma(steps.factor, growth_low, mantissa_rest);
    const Mask rounded = both(rounds(mantissa, mantissa_low, error, result), less(magnitude(high), splat(708)));
    result = scale(result, steps.exponent);
    return with_signs(x, y, size, rounded, result);
  }

  /// The error of y ln x is below 11 units of 2^-53 of |y tail| and 2^-76.9 of itself; it is carried before its
  /// exponential is taken, whose error is below 2^-75.5, with that of carrying a rest which is larger than what is
  /// near. The result without its exponent, below 2, has at most twice all that.
  LINEAL_LANE Mask careful(Real x, Real y, Real& result) {
    const Real size = magnitude(x);
    const Log log = logarithm(size);
    const Real high = y * log.high;
    const Real low = fma(y, log.low, fma(y, log.high, -high));
    const Pair sum = sum_ordered(high, low);
    const Steps steps = steps_of(sum.high, sum.low);
    const Pair reduced = sum_ordered(steps.near, steps.rest);
    Growth growth;
    growth.exponent = steps.exponent;
    growth.table = {steps.factor, splat(0)};
    grow_reduced(tables::Exponential256::kSeries, reduced.high, reduced.low, growth);
    const Pair mantissa = mantissa_of(growth);
    const Real error =
        fma(magnitude(y * log.tail), splat(0x1.8p-49), fma(magnitude(high), splat(0x1p-75), splat(0x1p-74)));
    const Mask rounded = both(rounds(mantissa.high, mantissa.low, error, result), less(magnitude(high), splat(708)));
    result = scale(result, steps.exponent);
    return with_signs(x, y, size, rounded, result);
  }

 private:
  LINEAL_LANE Mask with_signs(Real x, Real y, Real size, Mask rounded, Real& result) {
    const Mask sure = both(rounded, is_positive_normal(x));
    if (missing(sure) == 0) [[likely]]
      return sure;
    // Powers of negative numbers: whole exponents below 2^50, whose parity is the lowest bit of the sum.
    const Real shifted = y + splat(kToInteger);
    const Mask whole = both(equal(shifted - splat(kToInteger), y), less(magnitude(y), splat(0x1p50)));
    const Mask negative = both(both(less(x, splat(0)), whole), both(rounded, is_positive_normal(size)));
    result = select(negative, with_sign_of(result, as_real(shift_left<63>(as_bits(shifted)))), result);
    return either(sure, negative);
  }
};

/// From this exponent on so many lanes stay open that most steps would need the second attempt.
inline constexpr double kLargePower = 2048.0 / kWidth;

struct LargePower : Power {
  LINEAL_LANE Mask fast(Real x, Real y, Real& result) { return careful(x, y, result); }
};

}  // namespace lineal::kernels::LINEAL_LANES
