// One thread's part of a dense product: packs operands, runs the kernels over blocks and panels of the depth.
#pragma once

#include <cstdint>

#include "runtime/kernels/product.h"
#include "runtime/linalg/form.h"

namespace lineal::linalg {

/// Cells of a result: `rows` x `columns` of them from `c` on, `stride` from row to row.
struct Target {
  double* c = nullptr;
  int64_t stride = 0;
  int64_t rows = 0;
  int64_t columns = 0;
};

/// Stores op(A) op(B), which begin at the target's first row and column, over `depth` terms.
void multiply_tile(const Operand& left, const Operand& right, int64_t depth, kernels::Store store,
                   const Target& target);

/// The cells on and above the diagonal of op(X) t(op(X)), likewise, at half the work; cells below it may be written.
void multiply_self_tile(const Operand& left, int64_t depth, const Target& target);

/// Adds `sums`, row-major without gaps, to the target, or as `store` says; all cells or those from the diagonal on.
void store_tile(const double* sums, kernels::Store store, const Target& target);

}  // namespace lineal::linalg
