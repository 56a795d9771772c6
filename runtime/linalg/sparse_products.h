// Products with compressed sparse rows. They skip the terms of cells that are not stored and have the bits of dense
// products otherwise: docs/numerics.md, "Matrix products".
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/core/thread_pool.h"

namespace lineal::linalg {

/// A read-only view of CSR arrays: entries of row i are [offsets[i], offsets[i + 1]), columns ascending.
struct SparseView {
  int64_t rows = 0;
  int64_t columns = 0;
  const int64_t* offsets = nullptr;  // rows + 1 numbers
  const int64_t* indices = nullptr;
  const double* values = nullptr;
};

/// CSR arrays that own their memory.
struct SparseArrays {
  std::vector<int64_t> offsets;
  std::vector<int64_t> indices;
  std::vector<double> values;
  SparseView view(int64_t rows, int64_t columns) const {
    return {rows, columns, offsets.data(), indices.data(), values.data()};
  }
};

/// t(A), entries in order of columns; linear in entries, rows and columns.
SparseArrays transpose_sparse(const SparseView& a);

/// c (a.rows x columns) = A B for row-major dense B (a.columns x columns).
void multiply_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b, double* c);

/// c (a.columns x columns) = t(A) B for row-major dense B (a.rows x columns).
void multiply_transposed_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b,
                                      double* c);

/// c (rows x b.columns) = A B for row-major dense A (rows x b.rows).
void multiply_dense_sparse(ThreadPool& pool, int64_t rows, const double* a, const SparseView& b, double* c);

/// A B as CSR without stored zeros.
SparseArrays multiply_sparse(ThreadPool& pool, const SparseView& a, const SparseView& b);

/// Whether every one of the cells is a finite number.
bool all_finite(const double* cells, int64_t count);

/// Sets those cells of c = A B (a.rows x columns, row-major) to NaN where an infinite cell or NaN of dense B meets a
/// cell of A that is not stored: zero times that is no number. Leaves the others alone.
void mark_undefined(const SparseView& a, int64_t columns, const double* b, double* c);

/// The same for c = A B (rows x b.columns) of dense A and sparse B.
void mark_undefined(int64_t rows, const double* a, const SparseView& b, double* c);

}  // namespace lineal::linalg
