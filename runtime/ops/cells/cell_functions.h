// The cell functions: one definition of each for dense loops, sparse loops, scalars and fused kernels, so that all
// agree in every bit.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "runtime/kernels/elementary.h"

/// Cell functions are inlined into loops compiled for other instruction sets, which plain `inline` does not promise.
#define LINEAL_CELL [[gnu::always_inline]] static inline

namespace lineal::cell {

/// Converts as Java's (long): towards zero, saturating, NaN is 0.
inline int64_t to_long(double v) {
  if (!(v == v)) return 0;
  if (v >= 0x1p63) return INT64_MAX;
  if (v <= -0x1p63) return INT64_MIN;
  return static_cast<int64_t>(v);
}

// ---- one operand

struct Absolute {
  LINEAL_CELL double apply(double x) { return std::fabs(x); }
};
/// -1. Defined elsewhere: compilers turn x * -1.0 into a change of sign, which NaN does not survive unchanged.
extern const double kMinusOne;
/// x * -1, so that 0 becomes -0 and a NaN keeps its sign.
struct Negate {
  LINEAL_CELL double apply(double x) { return x * kMinusOne; }
};
struct Sign {
  LINEAL_CELL double apply(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x; }
};
struct SquareRoot {
  LINEAL_CELL double apply(double x) { return std::sqrt(x); }
};
struct Floor {
  LINEAL_CELL double apply(double x) { return std::floor(x); }
};
struct Ceiling {
  LINEAL_CELL double apply(double x) { return std::ceil(x); }
};
/// Java's Math.round: the exact x + 1/2 rounded down, as a 64-bit integer; NaN is 0.
struct Round {
  LINEAL_CELL double apply(double x) {
    const double low = std::floor(x);
    double rounded = low + (x - low >= 0.5 ? 1.0 : 0.0);
    rounded = rounded >= 0x1p63 ? 0x1p63 : rounded;
    rounded = rounded <= -0x1p63 ? -0x1p63 : rounded;
    return x == x ? rounded : 0.0;
  }
};
// The elementary functions are rounded correctly, each by itself (docs/numerics.md); their loops are kernels.

struct Exponential {
  LINEAL_CELL double apply(double x) { return kernels::exp(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::exp(x, out, count); }
};
struct Logarithm {
  LINEAL_CELL double apply(double x) { return kernels::log(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::log(x, out, count); }
};
struct Sine {
  LINEAL_CELL double apply(double x) { return kernels::sin(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::sin(x, out, count); }
};
struct Cosine {
  LINEAL_CELL double apply(double x) { return kernels::cos(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::cos(x, out, count); }
};
struct Tangent {
  LINEAL_CELL double apply(double x) { return kernels::tan(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::tan(x, out, count); }
};
struct ArcSine {
  LINEAL_CELL double apply(double x) { return kernels::asin(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::asin(x, out, count); }
};
struct ArcCosine {
  LINEAL_CELL double apply(double x) { return kernels::acos(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::acos(x, out, count); }
};
struct ArcTangent {
  LINEAL_CELL double apply(double x) { return kernels::atan(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::atan(x, out, count); }
};
struct HyperbolicSine {
  LINEAL_CELL double apply(double x) { return kernels::sinh(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::sinh(x, out, count); }
};
struct HyperbolicCosine {
  LINEAL_CELL double apply(double x) { return kernels::cosh(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::cosh(x, out, count); }
};
struct HyperbolicTangent {
  LINEAL_CELL double apply(double x) { return kernels::tanh(x); }
  static void loop(const double* x, double* out, int64_t count) { kernels::tanh(x, out, count); }
};
struct IsNan {
  LINEAL_CELL double apply(double x) { return x != x ? 1.0 : 0.0; }
};
struct IsInfinite {
  LINEAL_CELL double apply(double x) { return std::fabs(x) == HUGE_VAL ? 1.0 : 0.0; }
};
struct Not {
  LINEAL_CELL double apply(double x) { return x == 0 ? 1.0 : 0.0; }
};

// ---- two operands

struct Plus {
  LINEAL_CELL double apply(double x, double y) { return x + y; }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) { return !__builtin_add_overflow(x, y, &z); }
};
struct Minus {
  LINEAL_CELL double apply(double x, double y) { return x - y; }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) { return !__builtin_sub_overflow(x, y, &z); }
};
struct Times {
  LINEAL_CELL double apply(double x, double y) { return x * y; }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) { return !__builtin_mul_overflow(x, y, &z); }
};
struct Divide {
  LINEAL_CELL double apply(double x, double y) { return x / y; }
};
/// IEEE 754's pow, rounded correctly.
struct Power {
  LINEAL_CELL double apply(double x, double y) { return kernels::pow(x, y); }
  static void both(const double* x, const double* y, double* out, int64_t count) { kernels::pow(x, y, out, count); }
  static void right_number(const double* x, const double* y, double* out, int64_t count) {
    kernels::pow(x, *y, out, count);
  }
  static void left_number(const double* x, const double* y, double* out, int64_t count) {
    kernels::pow(*x, y, out, count);
  }
};
/// Truncates x / y towards zero after adding 2^-53 to its magnitude.
struct IntegerDivide {
  LINEAL_CELL double apply(double x, double y) {
    const double quotient = x / y;
    return std::copysign(std::floor(std::fabs(quotient) + 0x1p-53), quotient) + 0.0;
  }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    if (y == 0 || (x == INT64_MIN && y == -1)) return false;
    z = x / y;
    return true;
  }
};
/// The remainder with the sign of the dividend; NaN by 0, but the integer remainder by 0 is 0.
struct Modulo {
  LINEAL_CELL double apply(double x, double y) { return x - IntegerDivide::apply(x, y) * y; }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = y == 0 || y == -1 ? 0 : x % y;
    return true;
  }
};
/// ln x / ln base, each rounded.
struct LogarithmToBase {
  LINEAL_CELL double apply(double x, double base) { return kernels::log_to_base(x, base); }
  static void both(const double* x, const double* base, double* out, int64_t count) {
    kernels::log_to_base(x, base, out, count);
  }
  static void right_number(const double* x, const double* base, double* out, int64_t count) {
    kernels::log_to_base(x, *base, out, count);
  }
  static void left_number(const double* x, const double* base, double* out, int64_t count) {
    kernels::log_to_base(*x, base, out, count);
  }
};

/// Java's Math.min: NaN wins, -0 is less than 0.
struct Minimum {
  LINEAL_CELL double apply(double x, double y) {
    const double equal = std::bit_cast<double>(std::bit_cast<uint64_t>(x) | std::bit_cast<uint64_t>(y));
    const double ordered = x < y ? x : y;
    return x != x || y != y ? x + y : x == y ? equal : ordered;
  }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x < y ? x : y;
    return true;
  }
};
struct Maximum {
  LINEAL_CELL double apply(double x, double y) {
    const double equal = std::bit_cast<double>(std::bit_cast<uint64_t>(x) & std::bit_cast<uint64_t>(y));
    const double ordered = x > y ? x : y;
    return x != x || y != y ? x + y : x == y ? equal : ordered;
  }
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x > y ? x : y;
    return true;
  }
};

struct Equal {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x == y;
  }
  LINEAL_CELL double apply(double x, double y) { return x == y ? 1.0 : 0.0; }
};
struct NotEqual {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x != y;
  }
  LINEAL_CELL double apply(double x, double y) { return x != y ? 1.0 : 0.0; }
};
struct Less {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x < y;
  }
  LINEAL_CELL double apply(double x, double y) { return x < y ? 1.0 : 0.0; }
};
struct LessEqual {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x <= y;
  }
  LINEAL_CELL double apply(double x, double y) { return x <= y ? 1.0 : 0.0; }
};
struct Greater {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x > y;
  }
  LINEAL_CELL double apply(double x, double y) { return x > y ? 1.0 : 0.0; }
};
struct GreaterEqual {
  template <class T>
  LINEAL_CELL bool test(const T& x, const T& y) {
    return x >= y;
  }
  LINEAL_CELL double apply(double x, double y) { return x >= y ? 1.0 : 0.0; }
};

/// Logic takes every number but 0 for true, NaN too.
struct And {
  LINEAL_CELL bool test(bool x, bool y) { return x && y; }
  LINEAL_CELL double apply(double x, double y) { return (x != 0) & (y != 0) ? 1.0 : 0.0; }
};
struct Or {
  LINEAL_CELL bool test(bool x, bool y) { return x || y; }
  LINEAL_CELL double apply(double x, double y) { return (x != 0) | (y != 0) ? 1.0 : 0.0; }
};
struct ExclusiveOr {
  LINEAL_CELL bool test(bool x, bool y) { return x != y; }
  LINEAL_CELL double apply(double x, double y) { return (x != 0) != (y != 0) ? 1.0 : 0.0; }
};

/// Bits of the operands as 64-bit integers.
struct BitAnd {
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x & y;
    return true;
  }
  LINEAL_CELL double apply(double x, double y) { return static_cast<double>(to_long(x) & to_long(y)); }
};
struct BitOr {
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x | y;
    return true;
  }
  LINEAL_CELL double apply(double x, double y) { return static_cast<double>(to_long(x) | to_long(y)); }
};
struct BitExclusiveOr {
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x ^ y;
    return true;
  }
  LINEAL_CELL double apply(double x, double y) { return static_cast<double>(to_long(x) ^ to_long(y)); }
};
/// Shifts take the lower six bits of the distance, as Java does.
struct ShiftLeft {
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = static_cast<int64_t>(static_cast<uint64_t>(x) << (static_cast<uint64_t>(y) & 63));
    return true;
  }
  LINEAL_CELL double apply(double x, double y) {
    int64_t z = 0;
    integers(to_long(x), to_long(y), z);
    return static_cast<double>(z);
  }
};
struct ShiftRight {
  LINEAL_CELL bool integers(int64_t x, int64_t y, int64_t& z) {
    z = x >> (static_cast<uint64_t>(y) & 63);
    return true;
  }
  LINEAL_CELL double apply(double x, double y) {
    int64_t z = 0;
    integers(to_long(x), to_long(y), z);
    return static_cast<double>(z);
  }
};

}  // namespace lineal::cell
