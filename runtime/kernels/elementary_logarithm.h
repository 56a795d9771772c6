// log, lane by lane.
//
// x = 2^k m, 0.695 <= m < 1.391, ln x = k ln2 - ln c + ln(1 + z), where c is about 1/m and -ln c comes from a table of
// 32 intervals, one of them around 1 with c = 1 (Tang: Table-driven implementation of the logarithm function, 1990).
// The table is right to 2^-77 of ln x, and k ln2 to 2^-84. z = m c - 1 is exact in two doubles, |z| < 2^-5.99.
// z - z^2/2 is kept in two doubles; the tail z^3 (1/3 - z/4 + ...) is below 2^-19.5. Counted in units of 2^-53 of the
// tail its error is 1 for z^2, 1 for z^3, 2.1 for the series and what it leaves out, 1 for their product and 1 for its
// addition: 6.1. All else is below 2^-76.9 of the result.
#pragma once

#include "runtime/kernels/elementary_exponential.h"
#include "runtime/kernels/elementary_lookup.h"

namespace lineal::kernels::LINEAL_LANES {

/// ln x = base + base_low + ln(1 + z + rest).
struct Interval {
  Real z;
  Real rest;  // at most 2^-53
  Real base;
  Real count;  // k
};

/// For positive normal x.
LINEAL_LANE Interval interval_of(Real x) {
  constexpr uint64_t kStart = 0x3fe6400000000000;  // 0.6953125
  const Bits from_start = as_bits(x) + splat_bits(0x3ff0000000000000 - kStart);
  const Real m = as_real((from_start & splat_bits(0x000fffffffffffff)) + splat_bits(kStart));
  const InverseAndLog found = lookup_inverse(shift_right<47>(from_start));
  const Pair scaled = product(m, found.inverse);
  Interval interval;
  interval.count = exponent_of(as_real(from_start));
  interval.z = scaled.high - splat(1);
  interval.rest = scaled.low;
  interval.base = fma(interval.count, splat(tables::kLn2), found.log);  // exact
  return interval;
}

/// high + low, low not yet carried into high.
struct Log {
  Real high;
  Real low;
  Real tail;
};

/// For positive normal x.
LINEAL_LANE Log logarithm(Real x) {
  const Interval interval = interval_of(x);
  const Real z = interval.z;
  const Pair square = product(z, z);
  const double* c = tables::kLogSeries;
  const Real low_terms = fma(square.high, fma(z, splat(c[3]), splat(c[2])), fma(z, splat(c[1]), splat(c[0])));
  const Real high_terms = fma(square.high, fma(z, splat(c[7]), splat(c[6])), fma(z, splat(c[5]), splat(c[4])));
  Log result;
  result.tail = square.high * z * fma(square.high * square.high, high_terms, low_terms);

  // The derivative 1 / (1 + z) = 1 - z + z^2 - ... times the rest of z.
  const Real of_rest = fma(-interval.rest, fma(-z, z, z), interval.rest);

  const Pair linear = sum_ordered(interval.base, z);
  const Pair sum = sum_ordered(linear.high, splat(-0.5) * square.high);
  const Real base_low = interval.count * splat(tables::kLn2Low);
  const Real exact_low = (linear.low + sum.low) + fma(splat(-0.5), square.low, base_low);
  result.high = sum.high;
  result.low = (exact_low + of_rest) + result.tail;
  return result;
}

struct Logarithm {
  static double exact(double x) { return exact::log(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Log log = logarithm(x);
    const Real error = fma(magnitude(log.tail), splat(0x1.4p-50), magnitude(log.high) * splat(0x1p-76));
    return both(rounds(log.high, log.low, error, result), is_positive_normal(x));
  }
};

}  // namespace lineal::kernels::LINEAL_LANES
