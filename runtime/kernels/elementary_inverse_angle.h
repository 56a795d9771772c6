// atan, asin and acos, lane by lane, all by the angle of a point (x, y) in the first quadrant.
//
// With t = y/x <= 1 and c = j/64 next to t, atan t = atan c + atan z, z = (y - c x) / (x + c y), |z| <= 2^-6.99 (Gal
// and Bachelis: An accurate elementary mathematical library for the IEEE floating point standard, 1991). z is kept in
// two doubles; the tail z^3 (-1/3 + z^2/5 - ...) is below 2^-22.5. For y > x the angle is pi/2 less that of (y, x).
#pragma once

#include "runtime/kernels/double_double.h"
#include "runtime/kernels/elementary_angle.h"
#include "runtime/kernels/elementary_exact.h"
#include "runtime/kernels/elementary_tables.h"

namespace lineal::kernels::LINEAL_LANES {

/// The angle of (x, y), both at least 0 and not both 0. Between 0 and pi/2.
LINEAL_LANE Open angle_of(Pair y, Pair x) {
  const Mask steep = less(x.high, y.high);
  const Pair n = {select(steep, x.high, y.high), select(steep, x.low, y.low)};
  const Pair d = {select(steep, y.high, x.high), select(steep, y.low, x.low)};
  // What is outside of the domain, NaN too, becomes 1 here, so that it stays inside the table; no lane trusts the
  // result.
  const Real rounded = fma(minimum(n.high / d.high, splat(1)), splat(64), splat(kToInteger));
  const Real c = (rounded - splat(kToInteger)) * splat(0x1p-6);
  const Pair part = product(c, d.high);
  const Real above_high = n.high - part.high;  // exact
  const Pair above = {above_high, fma(-c, d.low, n.low - part.low)};
  const Pair other = product(c, n.high);
  Pair below = sum_ordered(d.high, other.high);
  below.low = below.low + (other.low + fma(c, n.low, d.low));
  const Pair z = quotient(above, below, splat(1) / below.high);

  const Real square = z.high * z.high;
  const Real series =
      fma(square * square, fma(square, splat(1.0 / 9), splat(-1.0 / 7)), fma(square, splat(1.0 / 5), splat(-1.0 / 3)));
  const Real tail = square * z.high * series;
  const Bits index = as_bits(rounded) & splat_bits(127);
  const Pair sum = sum_ordered(gather(tables::kArcTangentHigh, index), z.high);
  // The derivative 1 - z^2 times the low part of z.
  const Real low = sum.low + (gather(tables::kArcTangentLow, index) + fma(-square, z.low, z.low)) + tail;
  Pair angle = sum_ordered(sum.high, low);
  const Pair rest = sum_ordered(splat(tables::kHalfPiHigh), -angle.high);
  const Real rest_low = rest.low + (splat(tables::kHalfPiLow) - angle.low);
  angle.high = select(steep, rest.high, angle.high);
  angle.low = select(steep, rest_low, angle.low);
  // 8 units of 2^-53 of the tail; all else is a matter of 2^-100.
  return {angle, fma(magnitude(tail), splat(0x1p-50), angle.high * splat(0x1p-95))};
}

struct ArcTangent {
  static double exact(double x) { return exact::atan(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    const Open angle = angle_of({minimum(size, splat(0x1p60)), splat(0)}, {splat(1), splat(0)});
    const Mask sure = rounds(angle.value.high, angle.value.low, angle.error, result);
    const Mask tiny = less(size, splat(kOwnValue));
    result = select(tiny, x, with_sign_of(result, x));
    return either(both(sure, less(size, splat(0x1p60))), tiny);
  }
};

/// sqrt(1 - x^2) for |x| <= 1; 1 - x^2 is exact but for 2^-107.
LINEAL_LANE Pair other_leg(Real x) {
  const Pair square = product(x, x);
  const Real high = splat(1) - square.high;
  const Real low = ((splat(1) - high) - square.high) - square.low;
  const Pair rest = sum_ordered(high, low);
  const Real root = square_root(rest.high);
  const Real remainder = fnma(root, root, rest.high) + rest.low;
  return {root, splat(0.5) * remainder / maximum(root, splat(0x1p-100))};
}

struct ArcSine {
  static double exact(double x) { return exact::asin(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    const Open angle = angle_of({size, splat(0)}, other_leg(size));
    const Mask sure = rounds(angle.value.high, angle.value.low, angle.error, result);
    const Mask tiny = less(size, splat(kOwnValue));
    result = select(tiny, x, with_sign_of(result, x));
    return either(both(sure, less(size, splat(0x1.0000000000001p0))), tiny);
  }
};

struct ArcCosine {
  static double exact(double x) { return exact::acos(x); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    const Real size = magnitude(x);
    Open angle = angle_of(other_leg(size), {size, splat(0)});
    // acos(-x) = pi - acos(x)
    const Mask left = less(x, splat(0));
    const Pair turned = sum_ordered(splat(tables::kPiHigh), -angle.value.high);
    const Real turned_low = turned.low + (splat(tables::kPiLow) - angle.value.low);
    const Real high = select(left, turned.high, angle.value.high);
    const Real low = select(left, turned_low, angle.value.low);
    const Mask sure = rounds(high, low, fma(high, splat(0x1p-95), angle.error), result);
    return both(sure, less(size, splat(0x1.0000000000001p0)));
  }
};

}  // namespace lineal::kernels::LINEAL_LANES
