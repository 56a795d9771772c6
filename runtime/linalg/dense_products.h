// Products of dense matrices. One product has one sequence of bits, however it is asked for and however many threads
// run.
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"
#include "runtime/linalg/blas.h"

namespace lineal::linalg {

/// C (rows x columns) = op(A) op(B), all row-major without gaps; A is stored rows x depth (plain) or depth x rows
/// (transposed), B depth x columns or columns x depth. The bits depend on the logical product alone: flags, explicit
/// transposition and multiply_self agree. Every dimension may be 0; at most 2^31 - 1 each, otherwise Error(kResource).
void multiply(ThreadPool& pool, Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth,
              const double* a, const double* b, double* c);

/// C = t(X) X (`form` kTransposed: the left factor is X transposed) or X t(X) (`form` kPlain), X is rows x columns.
/// Computes one triangle and mirrors it; the same bits as multiply.
void multiply_self(ThreadPool& pool, Form form, int64_t rows, int64_t columns, const double* x, double* c);

}  // namespace lineal::linalg
