#include "runtime/linalg/sparse_products.h"

#include <algorithm>
#include <functional>

// Eigen's headers do not meet our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Eigen/SparseCore>
#pragma GCC diagnostic pop

namespace lineal::linalg {
namespace {

constexpr int64_t kRowsPerPart = 256;

void in_row_parts(ThreadPool& pool, int64_t rows, const std::function<void(int64_t, int64_t)>& body) {
  if (rows <= kRowsPerPart) return body(0, rows);
  pool.for_each((rows + kRowsPerPart - 1) / kRowsPerPart,
                [&](int64_t part) { body(part * kRowsPerPart, std::min(rows, (part + 1) * kRowsPerPart)); });
}

}  // namespace

SparseArrays transpose_sparse(const SparseView& a) {
  const int64_t count = a.offsets[a.rows];
  SparseArrays out;
  out.offsets.assign(static_cast<size_t>(a.columns + 1), 0);
  out.indices.resize(static_cast<size_t>(count));
  out.values.resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    ++out.offsets[static_cast<size_t>(a.indices[i] + 1)];
  for (size_t c = 1; c < out.offsets.size(); ++c)
    out.offsets[c] += out.offsets[c - 1];
  std::vector<int64_t> next(out.offsets.begin(), out.offsets.end() - 1);
  for (int64_t r = 0; r < a.rows; ++r) {
    for (int64_t i = a.offsets[r]; i < a.offsets[r + 1]; ++i) {
      const size_t to = static_cast<size_t>(next[static_cast<size_t>(a.indices[i])]++);
      out.indices[to] = r;
      out.values[to] = a.values[i];
    }
  }
  return out;
}

void multiply_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b, double* c) {
  in_row_parts(pool, a.rows, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      double* to = c + r * columns;
      std::fill_n(to, columns, 0.0);
      for (int64_t i = a.offsets[r]; i < a.offsets[r + 1]; ++i) {
        const double* from = b + a.indices[i] * columns;
        const double factor = a.values[i];
        for (int64_t j = 0; j < columns; ++j)
          to[j] += factor * from[j];
      }
    }
  });
}

void multiply_transposed_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b,
                                      double* c) {
  if (columns == 1) {  // scattering adds the terms of a cell in the same order as gathering from t(A)
    std::fill_n(c, a.columns, 0.0);
    for (int64_t r = 0; r < a.rows; ++r) {
      for (int64_t i = a.offsets[r]; i < a.offsets[r + 1]; ++i)
        c[a.indices[i]] += a.values[i] * b[r];
    }
    return;
  }
  const SparseArrays transposed = transpose_sparse(a);
  multiply_sparse_dense(pool, transposed.view(a.columns, a.rows), columns, b, c);
}

void multiply_dense_sparse(ThreadPool& pool, int64_t rows, const double* a, const SparseView& b, double* c) {
  in_row_parts(pool, rows, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      double* to = c + r * b.columns;
      std::fill_n(to, b.columns, 0.0);
      for (int64_t k = 0; k < b.rows; ++k) {
        const double factor = a[r * b.rows + k];
        for (int64_t i = b.offsets[k]; i < b.offsets[k + 1]; ++i)
          to[b.indices[i]] += factor * b.values[i];
      }
    }
  });
}

SparseArrays multiply_sparse(ThreadPool& pool, const SparseView& a, const SparseView& b) {
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor, int64_t>;
  using View = Eigen::Map<const Matrix>;
  const View right(b.rows, b.columns, b.offsets[b.rows], b.offsets, b.indices, b.values);
  // Rows of a product are independent: each part is a product of its own.
  std::vector<Matrix> parts(static_cast<size_t>((a.rows + kRowsPerPart - 1) / kRowsPerPart));
  in_row_parts(pool, a.rows, [&](int64_t begin, int64_t end) {
    if (begin == end) return;
    std::vector<int64_t> offsets(a.offsets + begin, a.offsets + end + 1);
    const int64_t first = offsets[0];
    for (int64_t& offset : offsets)
      offset -= first;
    const View left(end - begin, a.columns, offsets.back(), offsets.data(), a.indices + first, a.values + first);
    parts[static_cast<size_t>(begin / kRowsPerPart)] = left * right;
  });
  SparseArrays out;
  out.offsets.reserve(static_cast<size_t>(a.rows + 1));
  out.offsets.push_back(0);
  for (Matrix& part : parts) {
    part.makeCompressed();
    for (int64_t r = 0; r < part.rows(); ++r) {
      for (Matrix::InnerIterator cell(part, r); cell; ++cell) {
        if (cell.value() == 0) continue;  // cancelled
        out.indices.push_back(cell.col());
        out.values.push_back(cell.value());
      }
      out.offsets.push_back(static_cast<int64_t>(out.indices.size()));
    }
  }
  return out;
}

}  // namespace lineal::linalg
