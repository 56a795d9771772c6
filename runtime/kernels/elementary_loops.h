// Loops over the elementary functions of one instruction set. Each file elementary_SET.cpp makes one table of them.
#pragma once

#include "runtime/kernels/elementary_angle.h"
#include "runtime/kernels/elementary_exponential.h"
#include "runtime/kernels/elementary_inverse_angle.h"
#include "runtime/kernels/elementary_power.h"
#include "runtime/kernels/elementary_table.h"

namespace lineal::kernels::LINEAL_LANES {

/// Replaces the open lanes of a result.
template <class F>
[[gnu::noinline, gnu::cold]] LINEAL_TARGET static Real settle(uint32_t open, Real x, Real result) {
  alignas(64) double arguments[kWidth];
  alignas(64) double results[kWidth];
  store(arguments, x);
  store(results, result);
  for (int64_t i = 0; i < kWidth; ++i) {
    if (open >> i & 1) results[i] = F::exact(arguments[i]);
  }
  return load(results);
}
/// The same for two operands, with a second attempt by lanes before.
template <class F>
[[gnu::noinline, gnu::cold]] LINEAL_TARGET static void settle_in(double* results, uint32_t open, const double* left,
                                                                 const double* right) {
  alignas(64) double second[kWidth];
  Real result;
  const uint32_t left_open = open & missing(F::careful(load(left), load(right), result));
  store(second, result);
  for (int64_t i = 0; i < kWidth; ++i) {
    if (left_open >> i & 1) {
      results[i] = F::exact(left[i], right[i]);
    } else if (open >> i & 1) {
      results[i] = second[i];
    }
  }
}
/// Through memory: passed as arguments the numbers would be written there whether or not a lane is open.
template <class F>
LINEAL_LANE Real settle(uint32_t open, Real x, Real y, Real result) {
  alignas(64) double left[kWidth];
  alignas(64) double right[kWidth];
  alignas(64) double results[kWidth];
  store(left, x);
  store(right, y);
  store(results, result);
  settle_in<F>(results, open, left, right);
  return load(results);
}

/// All bits of the lanes before `count`.
LINEAL_LANE uint32_t lanes_before(int64_t count) {
  return (1U << count) - 1;
}

/// Cells ahead of the loop that are fetched from memory. The processor's own prefetching ends at each page, and these
/// loops are too long for it to look far ahead.
inline constexpr int64_t kAhead = 384;

/// Fetches the cells of one step, kAhead from here; addresses beyond the end do no harm.
LINEAL_LANE void fetch(const double* from) {
  for (int64_t i = 0; i + 8 <= kWidth; i += 8)
    __builtin_prefetch(from + kAhead + i, 0);
}
LINEAL_LANE void fetch_to_write(double* to) {
  for (int64_t i = 0; i + 8 <= kWidth; i += 8)
    __builtin_prefetch(to + kAhead + i, 1);
}

/// A run of this many cells is part of a matrix that no cache holds: what is written need not be read first.
inline constexpr int64_t kStreamed = 65536;

inline bool is_streamed(const double* out, int64_t count) {
  return count >= kStreamed && reinterpret_cast<uintptr_t>(out) % 64 == 0;
}

template <bool Streamed>
LINEAL_LANE void put(double* to, Real result) {
  if constexpr (Streamed) {
    stream(to, result);
  } else {
    store(to, result);
  }
}

template <class F, bool Streamed>
LINEAL_LANE void unary_run(const double* x, double* out, int64_t count) {
  int64_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    fetch(x + i);
    if constexpr (!Streamed) fetch_to_write(out + i);
    const Real argument = load(x + i);
    Real result;
    const uint32_t open = missing(F::fast(argument, result));
    if (open != 0) [[unlikely]]
      result = settle<F>(open, argument, result);
    put<Streamed>(out + i, result);
  }
  if constexpr (Streamed) end_stream();
  if (i < count) {
    const Real argument = load_part(x + i, count - i);
    Real result;
    const uint32_t open = missing(F::fast(argument, result)) & lanes_before(count - i);
    if (open != 0) [[unlikely]]
      result = settle<F>(open, argument, result);
    store_part(out + i, result, count - i);
  }
}

template <class F>
LINEAL_TARGET static void unary(const double* x, double* out, int64_t count) {
  if (is_streamed(out, count)) {
    unary_run<F, true>(x, out, count);
  } else {
    unary_run<F, false>(x, out, count);
  }
}

// Powers of one operation. x^1 and x^2 keep a NaN with its sign, so that X and X * X may stand for them.
struct Identity {
  static double exact(double x) { return x; }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    result = x;
    return equal(splat(0), splat(0));
  }
};
struct Square {
  static double exact(double x) { return x * x; }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    result = x * x;
    return equal(splat(0), splat(0));
  }
};
struct Reciprocal {
  static double exact(double) { return __builtin_nan(""); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    result = splat(1) / x;
    return equal(x, x);
  }
};
struct SquareRoot {
  /// As a power the root of -Inf is Inf.
  static double exact(double x) { return x == -__builtin_inf() ? __builtin_inf() : __builtin_nan(""); }
  LINEAL_LANE Mask fast(Real x, Real& result) {
    result = square_root(x) + splat(0);  // that of -0 is 0
    return less(splat(-0x1p-1074), x);
  }
};

/// An operand that moves with the cells, and one that stays.
struct Cells {
  const double* at;
  LINEAL_LANE Real load_whole(const Cells& cells, int64_t i) {
    fetch(cells.at + i);
    return load(cells.at + i);
  }
  LINEAL_LANE Real load_few(const Cells& cells, int64_t i, int64_t count) { return load_part(cells.at + i, count); }
};
struct Number {
  Real value;
  LINEAL_LANE Real load_whole(const Number& number, int64_t) { return number.value; }
  LINEAL_LANE Real load_few(const Number& number, int64_t, int64_t) { return number.value; }
};

template <class F, bool Streamed, class X, class Y>
LINEAL_LANE void binary_run(const X& x, const Y& y, double* out, int64_t count) {
  int64_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    if constexpr (!Streamed) fetch_to_write(out + i);
    const Real left = X::load_whole(x, i);
    const Real right = Y::load_whole(y, i);
    Real result;
    const uint32_t open = missing(F::fast(left, right, result));
    if (open != 0) [[unlikely]]
      result = settle<F>(open, left, right, result);
    put<Streamed>(out + i, result);
  }
  if constexpr (Streamed) end_stream();
  if (i < count) {
    const Real left = X::load_few(x, i, count - i);
    const Real right = Y::load_few(y, i, count - i);
    Real result;
    const uint32_t open = missing(F::fast(left, right, result)) & lanes_before(count - i);
    if (open != 0) [[unlikely]]
      result = settle<F>(open, left, right, result);
    store_part(out + i, result, count - i);
  }
}

template <class F, class X, class Y>
LINEAL_LANE void binary(const X& x, const Y& y, double* out, int64_t count) {
  if (is_streamed(out, count)) {
    binary_run<F, true>(x, y, out, count);
  } else {
    binary_run<F, false>(x, y, out, count);
  }
}

LINEAL_TARGET static void power(const double* x, const double* y, double* out, int64_t count) {
  binary<Power>(Cells{x}, Cells{y}, out, count);
}
LINEAL_TARGET static void power_to_number(const double* x, double y, double* out, int64_t count) {
  if (y < -kLargePower || y > kLargePower) {
    binary<LargePower>(Cells{x}, Number{splat(y)}, out, count);
  } else {
    binary<Power>(Cells{x}, Number{splat(y)}, out, count);
  }
}
LINEAL_TARGET static void power_of_number(double x, const double* y, double* out, int64_t count) {
  binary<Power>(Number{splat(x)}, Cells{y}, out, count);
}

inline constexpr ElementaryTable kTable = {
    .exp = unary<Exponential>,
    .log = unary<Logarithm>,
    .sin = unary<Sine>,
    .cos = unary<Cosine>,
    .tan = unary<Tangent>,
    .asin = unary<ArcSine>,
    .acos = unary<ArcCosine>,
    .atan = unary<ArcTangent>,
    .sinh = unary<HyperbolicSine>,
    .cosh = unary<HyperbolicCosine>,
    .tanh = unary<HyperbolicTangent>,
    .identity = unary<Identity>,
    .square = unary<Square>,
    .reciprocal = unary<Reciprocal>,
    .square_root = unary<SquareRoot>,
    .power = power,
    .power_to_number = power_to_number,
    .power_of_number = power_of_number,
};

}  // namespace lineal::kernels::LINEAL_LANES
