#include "runtime/ops/products_sparse.h"

#include "runtime/linalg/dense_products.h"
#include "runtime/linalg/sparse_products.h"
#include "runtime/linalg/transpose.h"

namespace lineal {
namespace {

using linalg::Form;

linalg::SparseView view_of(const MatrixBlock& matrix) {
  const SparseRows& entries = matrix.entries();
  return {matrix.rows(), matrix.columns(), entries.offsets.data(), entries.columns.data(), entries.values.data()};
}

Ref<MatrixBlock> block_of(int64_t rows, int64_t columns, linalg::SparseArrays arrays) {
  if (arrays.values.empty()) return MatrixBlock::zero(rows, columns);
  return MatrixBlock::sparse(rows, columns,
                             {std::move(arrays.offsets), std::move(arrays.indices), std::move(arrays.values)});
}

MatrixRef transposed(const MatrixBlock& matrix) {
  if (matrix.is_sparse()) {
    return block_of(matrix.columns(), matrix.rows(), linalg::transpose_sparse(view_of(matrix)));
  }
  const Ref<MatrixBlock> result = MatrixBlock::dense(matrix.columns(), matrix.rows());
  linalg::transpose(matrix.rows(), matrix.columns(), matrix.data(), result->data());
  return result;
}

bool is_without_entries(const MatrixBlock& matrix) {
  return matrix.is_sparse() && matrix.entries().values.empty();
}

}  // namespace

MatrixRef multiply_mixed(ThreadPool& pool, Form left, Form right, MatrixRef a, MatrixRef b) {
  const int64_t rows = left == Form::kPlain ? a->rows() : a->columns();
  const int64_t columns = right == Form::kPlain ? b->columns() : b->rows();
  if (is_without_entries(*a) || is_without_entries(*b)) return MatrixBlock::zero(rows, columns);
  if (right == Form::kTransposed) b = transposed(*b);
  if (left == Form::kTransposed && !(a->is_sparse() && !b->is_sparse())) {
    a = transposed(*a);
    left = Form::kPlain;
  }
  if (a->is_sparse() && b->is_sparse()) {
    const Ref<MatrixBlock> product = block_of(rows, columns, linalg::multiply_sparse(pool, view_of(*a), view_of(*b)));
    constexpr double kMostlyFilled = 0.4;
    const double filled = static_cast<double>(product->entries().values.size());
    const bool dense = filled > kMostlyFilled * static_cast<double>(rows) * static_cast<double>(columns);
    return dense ? to_dense(product) : MatrixRef(product);
  }
  const Ref<MatrixBlock> result = MatrixBlock::dense(rows, columns);
  if (!a->is_sparse()) {
    if (b->is_sparse()) {
      linalg::multiply_dense_sparse(pool, rows, a->data(), view_of(*b), result->data());
    } else {
      linalg::multiply(pool, left, Form::kPlain, rows, columns, b->rows(), a->data(), b->data(), result->data());
    }
  } else if (left == Form::kPlain) {
    linalg::multiply_sparse_dense(pool, view_of(*a), columns, b->data(), result->data());
  } else {
    linalg::multiply_transposed_sparse_dense(pool, view_of(*a), columns, b->data(), result->data());
  }
  return result;
}

}  // namespace lineal
