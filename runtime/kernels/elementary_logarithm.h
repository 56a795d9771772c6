// log and pow, lane by lane.
//
// x = 2^k m, 0.695 <= m < 1.391, ln x = k ln2 - ln c + ln(1 + z), where c is about 1/m and -ln c comes from a table of
// 32 intervals, one of them around 1 with c = 1 (Tang: Table-driven implementation of the logarithm function, 1990). z
// = m c
// - 1 is exact in two doubles, |z| < 2^-5.99. z - z^2 (1/2 - z/3) is kept in two doubles; the tail z^4 (-1/4 + z/5 -
// ...) is below 2^-25.9 and has an error below 4 units of 2^-53 of itself. Other errors are below 2^-85 of the result.
#pragma once

#include "runtime/kernels/elementary_exponential.h"

namespace lineal::kernels::LINEAL_LANES {

struct Log {
  Pair value;
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
  const Bits index = shift_right<47>(from_start) & splat_bits(31);
  const Real inverse = lookup<32>(tables::kInverse, index);
  const Pair scaled = product(m, inverse);
  const Real z = scaled.high - splat(1);

  const Pair square = product(z, z);
  // half = 1/2 - z / 3
  const Real half = fnma(z, splat(tables::kThirdHigh), splat(0.5));
  const Real half_low = fnma(z, splat(tables::kThirdLow), fnma(z, splat(tables::kThirdHigh), splat(0.5) - half));
  const Pair bend = product(square.high, half);
  const Real bend_low = bend.low + fma(square.high, half_low, square.low * half);

  const double* c = tables::kLogSeries;
  const Real low_terms = fma(square.high, fma(z, splat(c[3]), splat(c[2])), fma(z, splat(c[1]), splat(c[0])));
  const Real high_terms = fma(square.high, fma(z, splat(c[7]), splat(c[6])), fma(z, splat(c[5]), splat(c[4])));
  const Real fourth = square.high * square.high;
  Log result;
  result.tail = fourth * fma(fourth, high_terms, low_terms);

  // The derivative 1 / (1 + z) times the rest of z.
  const Real of_rest = fma(-scaled.low, fma(-z, fma(-z, z, z), z), scaled.low);

  const Real base = fma(count, splat(tables::kLn2), lookup<32>(tables::kLogHigh, index));  // exact
  const Real base_low = fma(count, splat(tables::kLn2Low), lookup<32>(tables::kLogLow, index));
  const Pair linear = sum_ordered(base, z);
  const Pair sum = sum_ordered(linear.high, -bend.high);
  const Real low = ((linear.low + sum.low) + (base_low + (of_rest - bend_low))) + result.tail;
  result.value = sum_ordered(sum.high, low);
  return result;
}

LINEAL_LANE Mask is_positive_normal(Real x) {
  return both(less(x, splat(__builtin_inf())), less(splat(0x1.fffffffffffffp-1023), x));
}

struct Logarithm {
  static double exact(double x) { return exact::log(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Log log = logarithm(x);
    const Real error = fma(magnitude(log.tail), splat(0x1p-50), magnitude(log.value.high) * splat(0x1p-84));
    return both(rounds(log.value.high, log.value.low, error, result), is_positive_normal(x));
  }
};

struct Power {
  static double exact(double x, double y) { return exact::pow(x, y); }

  /// x^y = e^(y ln x). The error of the logarithm is below 2^-50 |tail| < 2^-75.9 near 1 and below 2^-84 |ln x| beside
  /// it; together with |y ln x| < 708 the exponent's error is below 2^-75.9 |y| + 2^-74.5, and that of the exponential
  /// follows from there.
  LINEAL_LANE Mask positive(Real x, Real y, Real& result) {
    const Log log = logarithm(x);
    const Real high = y * log.value.high;
    const Real low = fma(y, log.value.low, fma(y, log.value.high, -high));
    const Growth growth = grow<tables::Exponential16>(high, low);
    const Pair mantissa = mantissa_of(growth);
    const Real error = fma(magnitude(y), splat(0x1p-74), splat(0x1p-68));
    const Mask sure = rounds(mantissa.high, mantissa.low, error, result);
    result = scale(result, growth.exponent);
    return both(sure, both(less(magnitude(high), splat(708)), is_positive_normal(x)));
  }

  LINEAL_LANE Mask fast(Real x, Real y, Real& result) {
    const Mask negative = less(x, splat(0));
    if (missing(negative) == (1U << kWidth) - 1) return positive(x, y, result);
    // Powers of negative numbers: whole exponents below 2^51 here, whose parity is the lowest bit of the rounded sum.
    const Real rounded = y + splat(kToInteger);
    const Mask whole = both(equal(rounded - splat(kToInteger), y), less(magnitude(y), splat(0x1p50)));
    const Mask sure = positive(magnitude(x), y, result);
    const Real odd = as_real(shift_left<63>(as_bits(rounded)));
    result = select(negative, with_sign_of(result, odd), result);
    return both(sure, either(whole, less(splat(0), x)));
  }
};

}  // namespace lineal::kernels::LINEAL_LANES
