// Products of dense matrices. A product has one sequence of bits, however it is asked for, whatever the processor and
// the number of threads: docs/numerics.md, "Matrix products".
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"
#include "runtime/linalg/form.h"

namespace lineal::linalg {

/// C (rows x columns) = op(A) op(B), all row-major without gaps; A is stored rows x depth (plain) or depth x rows
/// (transposed), B depth x columns or columns x depth. Every dimension may be 0.
void multiply(ThreadPool& pool, Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth,
              const double* a, const double* b, double* c);

/// C = t(X) X (`form` kTransposed: the left factor is X transposed) or X t(X) (`form` kPlain), X is rows x columns.
/// Computes one triangle and mirrors it; the same bits as multiply.
void multiply_self(ThreadPool& pool, Form form, int64_t rows, int64_t columns, const double* x, double* c);

/// What multiply_add does with the product.
enum class Sign : uint8_t { kPlus, kMinus };

/// C = C + op(A) op(B) or C - op(A) op(B), cell by cell with the cell that multiply gives; strides are those of the
/// stored rows. C overlaps neither operand.
void multiply_add(ThreadPool& pool, Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth,
                  Sign sign, const double* a, int64_t a_stride, const double* b, int64_t b_stride, double* c,
                  int64_t c_stride);

}  // namespace lineal::linalg
