// Numbers as unevaluated sums of two doubles, lane by lane (Dekker: A floating-point technique for extending the
// available precision, 1971; Muller et al.: Handbook of Floating-Point Arithmetic, 2nd edition, chapter 14).
#pragma once

#include "runtime/kernels/lanes.h"

namespace lineal::kernels::LINEAL_LANES {

struct Pair {
  Real high;
  Real low;
};

/// x + y exactly; x must be 0 or at least as large as y in magnitude.
LINEAL_LANE Pair sum_ordered(Real x, Real y) {
  const Real high = x + y;
  return {high, y - (high - x)};
}

/// x * y exactly, unless the error underflows.
LINEAL_LANE Pair product(Real x, Real y) {
  const Real high = x * y;
  return {high, fma(x, y, -high)};
}

/// x / y with an error of a few units of 2^-104. `reciprocal` is 1 / y.high.
LINEAL_LANE Pair quotient(Pair x, Pair y, Real reciprocal) {
  const Real high = x.high * reciprocal;
  const Real rest = fma(-high, y.low, x.low) + fnma(high, y.high, x.high);
  return {high, rest * reciprocal};
}

LINEAL_LANE Real magnitude(Real x) {
  return as_real(as_bits(x) & splat_bits(0x7fffffffffffffff));
}
LINEAL_LANE Real with_sign_of(Real magnitude_of, Real sign) {
  return as_real(as_bits(magnitude_of) | (as_bits(sign) & splat_bits(0x8000000000000000)));
}

/// Ziv's rounding test (Fast evaluation of elementary mathematical functions with correctly rounded last bit, 1991):
/// the lanes in which every number within `error` of the sum rounds to the same double, which is put into `result`.
LINEAL_LANE Mask rounds(Real high, Real low, Real error, Real& result) {
  result = high + (low - error);
  return equal(result, high + (low + error));
}

/// Adding this leaves the nearest integer in the low bits of the sum.
inline constexpr double kToInteger = 0x1.8p52;

}  // namespace lineal::kernels::LINEAL_LANES
