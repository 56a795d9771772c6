// What all cell-wise kernels share: blocks, buffers to write into, and the runners over cell functions.
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

/// Cells per block for functions as cheap as memory, and for those of many instructions (exp, pow).
inline constexpr int64_t kCheapBlock = 32768;
inline constexpr int64_t kCostlyBlock = 4096;
/// Matrices that no cache holds are cut into larger blocks, whose kernels write past the caches.
inline constexpr int64_t kLargeCells = int64_t{1} << 21;
inline constexpr int64_t kLargeBlock = int64_t{1} << 16;

/// Calls body(begin, end) for ranges that cover [0, cells), in parallel when there is more than one. Checks for Ctrl-C
/// before each.
template <class Body>
void for_cells(KernelContext& context, int64_t cells, int64_t block, const Body& body) {
  if (cells <= 0) return;
  if (cells >= kLargeCells) block = kLargeBlock;
  if (cells <= block) {
    body(int64_t{0}, cells);
    return;
  }
  context.pool.for_each((cells + block - 1) / block, [&](int64_t number) {
    context.interrupt.check();
    const int64_t begin = number * block;
    body(begin, begin + block < cells ? begin + block : cells);
  });
}

/// Cuts the cells [begin, end) of a row-major matrix into pieces within one row: body(row, column, first, count).
template <class Body>
void for_row_pieces(int64_t begin, int64_t end, int64_t columns, const Body& body) {
  int64_t row = begin / columns;
  int64_t column = begin % columns;
  for (int64_t at = begin; at < end;) {
    const int64_t count = columns - column < end - at ? columns - column : end - at;
    body(row, column, at, count);
    at += count;
    column = 0;
    ++row;
  }
}

/// A dense matrix to write the output into: argument `i` itself when it is a dense matrix of this shape that nobody
/// else holds, otherwise null. The argument stays in call.in.
NewMatrix reuse_input(KernelCall& call, size_t i, int64_t rows, int64_t columns);

/// reuse_input of the first argument that fits, otherwise a new matrix.
NewMatrix take_output(KernelCall& call, int64_t rows, int64_t columns);

/// Throws what the scalar path refused: an integer out of range, or operands of the wrong kind.
[[noreturn]] void fail_scalar(const KernelCall& call);
/// Throws that two shapes do not fit a cell-wise operator.
[[noreturn]] void fail_shapes(const OpDef& op, const MatrixBlock& left, const MatrixBlock& right);

/// A cell function of one operand as data.
struct UnaryCell {
  double (*apply)(double);
  void (*loop)(const double* x, double* out, int64_t count);
  int64_t block;
};
/// Runs a cell function over in[0], a dense matrix or (through op.scalar) a number.
void run_unary_dense(KernelCall& call, const UnaryCell& cell);
/// The same over CSR; the result is CSR when f(0) is 0.
void run_unary_sparse(KernelCall& call, const UnaryCell& cell);

/// A cell function of two operands as data. Loops may write over an operand cell by cell.
struct BinaryCell {
  using Loop = void (*)(const double* x, const double* y, double* out, int64_t count);
  double (*apply)(double, double);
  Loop both;           // x[i], y[i]
  Loop right_number;   // x[i], y[0]
  Loop left_number;    // x[0], y[i]
  bool left_absorbs;   // f(0, y) is 0 for nearly all y
  bool right_absorbs;  // f(x, 0) is 0 for nearly all x
  int64_t block;
};
/// Runs a cell function over two operands, each a dense matrix or a number, spread as infer::spread says.
void run_binary_dense(KernelCall& call, const BinaryCell& cell);
/// The same over any mix of forms.
void run_binary_sparse(KernelCall& call, const BinaryCell& cell);

// The parts of register_elementwise.
void register_unary(OpRegistry& registry);
void register_arithmetic(OpRegistry& registry);
void register_comparisons(OpRegistry& registry);
void register_logic(OpRegistry& registry);
void register_extremes(OpRegistry& registry);
void register_bitwise(OpRegistry& registry);
void register_select(OpRegistry& registry);

}  // namespace lineal
