// Loops over cell functions, for the processor at hand. Internal to the cell-wise families.
#pragma once

#include "runtime/ops/elementwise.h"

namespace lineal {

// Each loop is compiled for the baseline and for AVX2. Both give the same bits: no contraction, no reassociation. ivdep
// is right although `out` may be an operand: every cell is read before it is written, and by the same step.
#if defined(__clang__)
#define LINEAL_IVDEP _Pragma("clang loop vectorize(assume_safety)")
#else
#define LINEAL_IVDEP _Pragma("GCC ivdep")
#endif
#if defined(__x86_64__)
#define LINEAL_AVX2 __attribute__((target("avx2")))
#else
#define LINEAL_AVX2
#endif

#define LINEAL_UNARY_LOOP(name, target)                           \
  template <class F>                                              \
  target void name(const double* x, double* out, int64_t count) { \
    LINEAL_IVDEP                                                  \
    for (int64_t i = 0; i < count; ++i)                           \
      out[i] = F::apply(x[i]);                                    \
  }
LINEAL_UNARY_LOOP(unary_loop, )
LINEAL_UNARY_LOOP(unary_loop_avx2, LINEAL_AVX2)
#undef LINEAL_UNARY_LOOP

#define LINEAL_BINARY_LOOP(name, target, left, right)                              \
  template <class F>                                                               \
  target void name(const double* x, const double* y, double* out, int64_t count) { \
    [[maybe_unused]] const double x0 = x[0];                                       \
    [[maybe_unused]] const double y0 = y[0];                                       \
    LINEAL_IVDEP                                                                   \
    for (int64_t i = 0; i < count; ++i)                                            \
      out[i] = F::apply(left, right);                                              \
  }
LINEAL_BINARY_LOOP(both_loop, , x[i], y[i])
LINEAL_BINARY_LOOP(both_loop_avx2, LINEAL_AVX2, x[i], y[i])
LINEAL_BINARY_LOOP(right_number_loop, , x[i], y0)
LINEAL_BINARY_LOOP(right_number_loop_avx2, LINEAL_AVX2, x[i], y0)
LINEAL_BINARY_LOOP(left_number_loop, , x0, y[i])
LINEAL_BINARY_LOOP(left_number_loop_avx2, LINEAL_AVX2, x0, y[i])
#undef LINEAL_BINARY_LOOP

/// The cell function of F as data.
template <class F, int64_t Block = kCheapBlock>
const UnaryCell& unary_cell() {
  static const UnaryCell cell = {
      .apply = [](double x) { return F::apply(x); },
      .loop = has_avx2() ? unary_loop_avx2<F> : unary_loop<F>,
      .block = Block,
  };
  return cell;
}

enum class Absorbs : uint8_t { kNone, kLeft, kBoth };

template <class F, Absorbs Zero = Absorbs::kNone, int64_t Block = kCheapBlock>
const BinaryCell& binary_cell() {
  static const BinaryCell cell = {
      .apply = [](double x, double y) { return F::apply(x, y); },
      .both = has_avx2() ? both_loop_avx2<F> : both_loop<F>,
      .right_number = has_avx2() ? right_number_loop_avx2<F> : right_number_loop<F>,
      .left_number = has_avx2() ? left_number_loop_avx2<F> : left_number_loop<F>,
      .left_absorbs = Zero != Absorbs::kNone,
      .right_absorbs = Zero == Absorbs::kBoth,
      .block = Block,
  };
  return cell;
}

}  // namespace lineal
