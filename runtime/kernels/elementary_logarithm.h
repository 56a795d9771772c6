// log and pow, lane by lane.
//
// x = 2^k m, 0.695 <= m < 1.391, ln x = k ln2 - ln c + ln(1 + z), where c is about 1/m and -ln c comes from a table of
// 32 intervals, one of them around 1 with c = 1 (Tang: Table-driven implementation of the logarithm function, 1990). z
// = m c
// - 1 is exact in two doubles, |z| < 2^-5.99. z - z^2/2 is kept in two doubles; the tail z^3 (1/3 - z/4 + ...) is below
// 2^-19.5. Counted in units of 2^-53 of the tail its error is 1 for z^2, 1 for z^3, 2.1 for the series and what it
// leaves out, 1 for their product and 1 for its addition: 6.1. All else is below 2^-84 of the result.
#pragma once

#include "runtime/kernels/elementary_exponential.h"

namespace lineal::kernels::LINEAL_LANES {

/// high + low, low not yet carried into high.
struct Log {
  Real high;
  Real low;
  Real tail;
};

/// For positive normal x.
LINEAL_LANE Log logarithm(Real x) {
  constexpr uint64_t kStart = 0x3fe6400000000000;  // 0.6953125
  const Bits bits = as_bits(x);
  // Biased, so that the shift need not know signs.
  const Bits from_start = bits - splat_bits(kStart - 0x4000000000000000);
  const Bits biased = shift_right<52>(from_start);
  const Real count = as_real(biased | splat_bits(0x4330000000000000)) - splat(0x1p52 + 1024);
  const Real m = as_real((from_start & splat_bits(0x000fffffffffffff)) + splat_bits(kStart));
  const Bits index = shift_right<47>(from_start);
  const Real inverse = lookup<32>(tables::kInverse, index);
  const Pair scaled = product(m, inverse);
  const Real z = scaled.high - splat(1);

  const Pair square = product(z, z);
  const double* c = tables::kLogSeries;
  const Real low_terms = fma(square.high, fma(z, splat(c[3]), splat(c[2])), fma(z, splat(c[1]), splat(c[0])));
  const Real high_terms = fma(square.high, fma(z, splat(c[7]), splat(c[6])), fma(z, splat(c[5]), splat(c[4])));
  Log result;
  result.tail = square.high * z * fma(square.high * square.high, high_terms, low_terms);

  // The derivative 1 / (1 + z) = 1 - z + z^2 - ... times the rest of z.
  const Real of_rest = fma(-scaled.low, fma(-z, z, z), scaled.low);

  const Real base = fma(count, splat(tables::kLn2), lookup<32>(tables::kLogHigh, index));  // exact
  const Real base_low = fma(count, splat(tables::kLn2Low), lookup<32>(tables::kLogLow, index));
  const Pair linear = sum_ordered(base, z);
  const Pair sum = sum_ordered(linear.high, splat(-0.5) * square.high);
  const Real exact_low = (linear.low + sum.low) + fma(splat(-0.5), square.low, base_low);
  result.high = sum.high;
  result.low = (exact_low + of_rest) + result.tail;
  return result;
}

struct Logarithm {
  static double exact(double x) { return exact::log(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Log log = logarithm(x);
    const Real error = fma(magnitude(log.tail), splat(0x1.4p-50), magnitude(log.high) * splat(0x1p-84));
    return both(rounds(log.high, log.low, error, result), is_positive_normal(x));
  }
};

struct Power {
  static double exact(double x, double y) { return exact::pow(x, y); }

  /// x^y = e^(y ln x). The error of y ln x is below 11 units of 2^-53 of |y tail| and 708 * 2^-84; the result, below 2
  /// without its exponent, has at most twice that and the error of the exponential. A large y tail, which moves the
  /// argument of the exponential from where it is precise, makes the test fail.
  LINEAL_LANE Mask fast(Real x, Real y, Real& result) {
    const Real size = magnitude(x);
    const Log log = logarithm(size);
    const Real high = y * log.high;
    const Real low = fma(y, log.low, fma(y, log.high, -high));
    const Growth growth = grow<tables::Exponential16>(high, low);
    const Pair mantissa = mantissa_of(growth);
    const Real error = fma(magnitude(y * log.tail), splat(0x1.8p-49), splat(0x1p-68));
    const Mask rounded = both(rounds(mantissa.high, mantissa.low, error, result), less(magnitude(high), splat(708)));
    result = scale(result, growth.exponent);
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

}  // namespace lineal::kernels::LINEAL_LANES
