// exp, sinh, cosh and tanh, lane by lane.
//
// e^x = 2^k T (1 + p): k + j/N is x N/ln2 rounded to a multiple of 1/N, T = 2^(j/N) from a table, and p = e^r - 1 where
// |r| is at most ln2 / 2N (Tang: Table-driven implementation of the exponential function, 1989). r = s + e; s + s^2/2
// is kept in two doubles, and only the tail s^3 (1/6 + s/24 + ...) is computed in double precision. Counted in units of
// 2^-53 of the tail its error is 1 for s^2, 1 for s^3, 2.3 for the series and what it leaves out, 1 for their product;
// additions to the low part and its product with T make it 8.3. All else is below 2^-82 of the result (counts reach
// 2^15, and the lower part of a step is below 2^-44).
//   N = 16: the tail is below 2^-19.1, the error of T (1 + p) < 2 below 2^-68.1.
//   N = 32: the tail is below 2^-22.1, the error below 2^-71.
#pragma once

#include "runtime/kernels/double_double.h"
#include "runtime/kernels/elementary_exact.h"
#include "runtime/kernels/elementary_tables.h"

namespace lineal::kernels::LINEAL_LANES {

/// e^x = 2^k table (1 + high + low).
struct Growth {
  Bits exponent;  // k, in the place of a double's exponent
  Pair table;
  Real high;
  Real low;
  Real tail;  // the part of low whose rounding errors count
};

/// p of the reduced argument s + e, |e| below 2^-40.
LINEAL_LANE void grow_reduced(const double* series, Real s, Real e, Growth& growth) {
  const Pair square = product(s, s);
  const Real half = splat(0.5) * square.high;
  growth.high = s + half;
  const Real half_low = half - (growth.high - s);
  // Pairs of coefficients first, so that chains of dependent operations stay short.
  const Real upper =
      fma(square.high, fma(s, splat(series[5]), splat(series[4])), fma(s, splat(series[3]), splat(series[2])));
  const Real sum = fma(square.high, upper, fma(s, splat(series[1]), splat(series[0])));
  growth.tail = square.high * s * sum;
  growth.low = fma(splat(0.5), square.low, fma(e, growth.high, e) + half_low) + growth.tail;
}

/// For |x| below 2^10 and a rest below 2^-40.
template <class Constants>
LINEAL_LANE Growth grow(Real x, Real rest) {
  const Real rounded = fma(x, splat(Constants::kInverse), splat(kToInteger));
  const Real count = rounded - splat(kToInteger);
  // The first difference is exact: 37 bits of the step times 16 of the count.
  const Real near = fnma(count, splat(Constants::kStep), x);
  const Real correction = fnma(count, splat(Constants::kStepLow), rest);
  const Real s = near + correction;
  const Real e = correction + (near - s);
  Growth growth;
  const Bits index = as_bits(rounded);
  growth.table.high = lookup<Constants::kSteps>(Constants::kHigh, index);
  growth.table.low = lookup<Constants::kSteps>(Constants::kLow, index);
  constexpr int kShift = Constants::kSteps == 16 ? 48 : 47;
  growth.exponent = shift_left<kShift>(index) & splat_bits(0xfff0000000000000);
  grow_reduced(Constants::kSeries, s, e, growth);
  return growth;
}

LINEAL_LANE Real scale(Real x, Bits exponent) {
  return as_real(as_bits(x) + exponent);
}

/// 2^-k e^x, between 1/sqrt2 and 2, in two doubles.
LINEAL_LANE Pair mantissa_of(const Growth& growth) {
  const Pair linear = product(growth.table.high, growth.high);
  const Pair sum = sum_ordered(growth.table.high, linear.high);
  const Real low = fma(growth.table.high, growth.low, fma(growth.table.low, growth.high, growth.table.low));
  return {sum.high, low + (linear.low + sum.low)};
}

struct Exponential {
  static double exact(double x) { return exact::exp(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Growth growth = grow<tables::Exponential16>(x, splat(0));
    const Pair mantissa = mantissa_of(growth);
    const Mask sure = rounds(mantissa.high, mantissa.low, splat(0x1p-68), result);
    result = scale(result, growth.exponent);
    return both(sure, less(magnitude(x), splat(708)));  // so far the result is normal
  }
};

/// e^x - 1 for x >= 0, and a bound of its error: 12 units of 2^-53 of the tail, 8.3 of them for this function
/// and the others for what is made of the low part afterwards.
struct Excess {
  Pair value;
  Real error;
};

LINEAL_LANE Excess excess(Real x) {
  const Growth growth = grow<tables::Exponential32>(x, splat(0));
  // With x >= 0 the scaled table entry is at least 1, so that 1 can be taken from it exactly in two doubles; where it
  // is 1 nothing is left of it, and the errors are relative to x.
  const Real table = scale(growth.table.high, growth.exponent);
  const Real power = scale(splat(1), growth.exponent);
  const Real table_low = growth.table.low * power;
  const Real above = table - splat(1);
  const Real above_low = (table - above) - splat(1);
  const Pair linear = product(table, growth.high);
  const Pair sum = sum_ordered(above, linear.high);
  const Real low = fma(table, growth.low, fma(table_low, growth.high, table_low));
  Excess result;
  result.value = sum_ordered(sum.high, low + (linear.low + (sum.low + above_low)));
  result.error = fma(table * magnitude(growth.tail), splat(0x1.8p-50), sum.high * splat(0x1p-81));
  return result;
}

/// |x| below this is its own sine, tangent and so on: the next term is below a quarter of the last bit.
inline constexpr double kOwnValue = 0x1p-28;

struct HyperbolicTangent {
  static double exact(double x) { return exact::tanh(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    // tanh(x) = (e^2x - 1) / (e^2x + 1); from 19.07 on it rounds to 1.
    const Real clamped = minimum(size, splat(20));
    const Excess up = excess(clamped + clamped);
    const Real larger = maximum(up.value.high, splat(2));
    Pair below = sum_ordered(larger, minimum(up.value.high, splat(2)));
    below.low = below.low + up.value.low;
    const Real reciprocal = splat(1) / below.high;
    const Pair ratio = quotient(up.value, below, reciprocal);
    // The derivative of u / (u + 2) is 2 / (u + 2)^2.
    const Real error = fma(up.error, (reciprocal + reciprocal) * reciprocal, ratio.high * splat(0x1p-81));
    const Mask sure = rounds(ratio.high, ratio.low, error, result);
    const Mask tiny = less(size, splat(kOwnValue));
    result = select(tiny, x, with_sign_of(result, x));
    return both(either(sure, tiny), equal(x, x));
  }
};

struct HyperbolicSine {
  static double exact(double x) { return exact::sinh(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    // With u = e^x - 1, sinh(x) = (u + u / (u + 1)) / 2.
    const Excess up = excess(size);
    const Real larger = maximum(up.value.high, splat(1));
    Pair power = sum_ordered(larger, minimum(up.value.high, splat(1)));
    power.low = power.low + up.value.low;
    const Pair ratio = quotient(up.value, power, splat(1) / power.high);
    const Pair sum = sum_ordered(up.value.high, ratio.high);
    const Real low = sum.low + (up.value.low + ratio.low);
    // Twice the result has at most twice the error of u.
    const Real error = fma(splat(2), up.error, sum.high * splat(0x1p-81));
    const Mask sure = rounds(sum.high, low, error, result);
    const Mask tiny = less(size, splat(kOwnValue));
    result = select(tiny, x, with_sign_of(splat(0.5) * result, x));
    return both(either(sure, tiny), less(size, splat(708)));
  }
};

struct HyperbolicCosine {
  static double exact(double x) { return exact::cosh(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    const Growth growth = grow<tables::Exponential32>(size, splat(0));
    const Pair mantissa = mantissa_of(growth);
    const Real power = scale(splat(1), growth.exponent);
    const Pair up = sum_ordered(mantissa.high * power, mantissa.low * power);
    const Pair down = quotient({splat(1), splat(0)}, up, splat(1) / up.high);
    const Pair sum = sum_ordered(up.high, down.high);
    const Real low = sum.low + (up.low + down.low);
    const Mask sure = rounds(sum.high, low, sum.high * splat(0x1p-70), result);
    result = splat(0.5) * result;
    return both(sure, less(size, splat(708)));
  }
};

}  // namespace lineal::kernels::LINEAL_LANES
