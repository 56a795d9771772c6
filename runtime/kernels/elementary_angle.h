// sin, cos and tan, lane by lane.
//
// x = n pi/256 + u + v, |u| <= pi/512, in the manner of Cody and Waite: pi/256 in two parts of 32 bits and one of 53,
// so that for |n| < 2^21 u + v has an error below 2^-101. With a = n pi/256 from a table in two doubles, sin x = sin a
// + cos a u - sin a u^2/2 is kept in two doubles, the rest is below 2^-24.6 and computed in double precision. Larger
// arguments are left to the exact path.
#pragma once

#include "runtime/kernels/double_double.h"
#include "runtime/kernels/elementary_exact.h"
#include "runtime/kernels/elementary_exponential.h"
#include "runtime/kernels/elementary_tables.h"

namespace lineal::kernels::LINEAL_LANES {

struct Angle {
  Bits index;
  Pair u;
  Pair half_square;  // u^2 / 2
  Real sine_tail;    // sin u - u
  Real cosine_tail;  // cos u - 1 + u^2 / 2
};

LINEAL_LANE Angle reduce(Real x) {
  const Real rounded = fma(x, splat(tables::kStepsPerRadian), splat(kToInteger));
  const Real count = rounded - splat(kToInteger);
  const Real first = fnma(count, splat(tables::kAngle), x);  // exact
  const Real second = fnma(count, splat(tables::kAngleMiddle), first);
  const Real second_low = fnma(count, splat(tables::kAngleMiddle), first - second);  // exact too
  const Real rest = fnma(count, splat(tables::kAngleLow), second_low);
  const Real u = second + rest;
  Angle angle;
  angle.index = as_bits(rounded) & splat_bits(511);
  angle.u = {u, rest + (second - u)};
  angle.half_square = product(splat(0.5) * u, u);
  const Real square = u * u;
  const Real sine = fma(square, fma(square, splat(-1.0 / 5040), splat(1.0 / 120)), splat(-1.0 / 6));
  const Real cosine = fma(square, fma(square, splat(1.0 / 40320), splat(-1.0 / 720)), splat(1.0 / 24));
  angle.sine_tail = square * u * sine;
  angle.cosine_tail = square * square * cosine - u * angle.u.low;
  return angle;
}

/// An unrounded result with a bound of its error.
struct Open {
  Pair value;
  Real error;
};

/// sin(a + u + v) for sin a = s and cos a = c.
LINEAL_LANE Open turn(Pair s, Pair c, const Angle& angle) {
  const Pair linear = product(c.high, angle.u.high);
  const Pair bend = product(s.high, angle.half_square.high);
  const Pair first = sum_ordered(s.high, linear.high);  // sin a is 0 or at least twice as large as u
  const Pair second = sum_ordered(first.high, -bend.high);
  const Real exact_low = (linear.low - bend.low) + (first.low + second.low);
  const Real of_table = fma(c.low, angle.u.high, fma(-s.low, angle.half_square.high, s.low));
  const Real of_rest = fma(c.high, angle.u.low, fma(s.high, angle.cosine_tail - angle.half_square.low, of_table));
  const Real low = fma(c.high, angle.sine_tail, exact_low + of_rest);
  // In units of 2^-53 of the sine's tail: 1 for u^2, 1 for u^3, 1.6 for the series, 1 for the product, 1 for the
  // addition, 1.5 for v u^2 / 2, which is left out. Then what belongs to the cosine's tail, below 2^-34, and the error
  // of u.
  const Real error =
      fma(magnitude(angle.sine_tail), splat(0x1.4p-50), fma(magnitude(s.high), splat(0x1p-82), splat(0x1p-100)));
  return {sum_ordered(second.high, low), error};
}

LINEAL_LANE Pair sine_at(Bits index) {
  return {gather(tables::kSineHigh, index), gather(tables::kSineLow, index)};
}
LINEAL_LANE Pair negative(Pair x) {
  return {-x.high, -x.low};
}
/// The arguments for which `reduce` is precise: n stays below 2^21.
LINEAL_LANE Mask is_moderate(Real x) {
  return less(magnitude(x), splat(25000));
}

struct Sine {
  static double exact(double x) { return exact::sin(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Angle angle = reduce(x);
    const Open open = turn(sine_at(angle.index), sine_at(angle.index + splat_bits(128)), angle);
    const Mask sure = both(rounds(open.value.high, open.value.low, open.error, result), is_moderate(x));
    const Mask tiny = less(magnitude(x), splat(kOwnValue));
    result = select(tiny, x, result);
    return either(sure, tiny);
  }
};

struct Cosine {
  static double exact(double x) { return exact::cos(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    // cos x = sin(x + pi/2)
    const Angle angle = reduce(x);
    const Open open = turn(sine_at(angle.index + splat_bits(128)), negative(sine_at(angle.index)), angle);
    return both(rounds(open.value.high, open.value.low, open.error, result), is_moderate(x));
  }
};

struct Tangent {
  static double exact(double x) { return exact::tan(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Angle angle = reduce(x);
    const Pair sine = sine_at(angle.index);
    const Pair cosine = sine_at(angle.index + splat_bits(128));
    const Open above = turn(sine, cosine, angle);
    const Open below = turn(cosine, negative(sine), angle);
    const Real reciprocal = splat(1) / below.value.high;
    const Pair ratio = quotient(above.value, below.value, reciprocal);
    const Real size = magnitude(ratio.high);
    const Real error = fma(fma(size, below.error, above.error), magnitude(reciprocal), size * splat(0x1p-95));
    const Mask sure = both(rounds(ratio.high, ratio.low, error, result), is_moderate(x));
    const Mask tiny = less(magnitude(x), splat(kOwnValue));
    result = select(tiny, x, result);
    return either(sure, tiny);
  }
};

}  // namespace lineal::kernels::LINEAL_LANES
