// Loops over cell functions, for the processor at hand. Internal to the cell-wise families.
#pragma once

#include "runtime/kernels/wide_loops.h"
#include "runtime/ops/cells/elementwise.h"

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

// The variants by the instruction set that is in use when a block is run. A wider one than AVX2 gains nothing: these
// loops wait for memory.
template <class F>
void run_unary_loop(const double* x, double* out, int64_t count) {
  return kernels::uses_avx2() ? unary_loop_avx2<F>(x, out, count) : unary_loop<F>(x, out, count);
}
template <class F>
void run_both_loop(const double* x, const double* y, double* out, int64_t count) {
  return kernels::uses_avx2() ? both_loop_avx2<F>(x, y, out, count) : both_loop<F>(x, y, out, count);
}
template <class F>
void run_right_number_loop(const double* x, const double* y, double* out, int64_t count) {
  return kernels::uses_avx2() ? right_number_loop_avx2<F>(x, y, out, count) : right_number_loop<F>(x, y, out, count);
}
template <class F>
void run_left_number_loop(const double* x, const double* y, double* out, int64_t count) {
  return kernels::uses_avx2() ? left_number_loop_avx2<F>(x, y, out, count) : left_number_loop<F>(x, y, out, count);
}

/// The cell function of F as data. Loops that F brings itself are taken.
template <class F, int64_t Block = kCheapBlock>
const UnaryCell& unary_cell() {
  static constexpr auto loop = [] {
    if constexpr (requires { &F::loop; }) {
      return &F::loop;
    } else {
      return &run_unary_loop<F>;
    }
  }();
  static constexpr UnaryCell cell = {.apply = [](double x) { return F::apply(x); }, .loop = loop, .block = Block};
  return cell;
}

enum class Absorbs : uint8_t { kNone, kLeft, kBoth };

template <class F, Absorbs Zero = Absorbs::kNone, int64_t Block = kCheapBlock>
const BinaryCell& binary_cell() {
  static constexpr BinaryCell cell = [] {
    BinaryCell made = {
        .apply = [](double x, double y) { return F::apply(x, y); },
        .both = nullptr,
        .right_number = nullptr,
        .left_number = nullptr,
        .left_absorbs = Zero != Absorbs::kNone,
        .right_absorbs = Zero == Absorbs::kBoth,
        .block = Block,
    };
    if constexpr (requires { &F::both; }) {
      made.both = &F::both;
      made.right_number = &F::right_number;
      made.left_number = &F::left_number;
    } else {
      made.both = &run_both_loop<F>;
      made.right_number = &run_right_number_loop<F>;
      made.left_number = &run_left_number_loop<F>;
    }
    return made;
  }();
  return cell;
}

}  // namespace lineal
