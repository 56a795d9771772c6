#include "runtime/ops/products/products_sparse.h"

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

NewMatrix block_of(int64_t rows, int64_t columns, linalg::SparseArrays arrays) {
  if (arrays.values.empty()) return NewMatrix::zero(rows, columns);
  return NewMatrix::sparse(rows, columns,
                           {std::move(arrays.offsets), std::move(arrays.indices), std::move(arrays.values)});
}

bool is_without_entries(const MatrixBlock& matrix) {
  return matrix.is_sparse() && matrix.entries().values.empty();
}

NewMatrix transposed(const MatrixBlock& matrix) {
  if (is_without_entries(matrix)) return NewMatrix::zero(matrix.columns(), matrix.rows());
  if (matrix.is_sparse()) {
    return block_of(matrix.columns(), matrix.rows(), linalg::transpose_sparse(view_of(matrix)));
  }
  NewMatrix result = NewMatrix::dense(matrix.columns(), matrix.rows());
  linalg::transpose(matrix.rows(), matrix.columns(), matrix.data(), result->data());
  return result;
}

/// A matrix that was given, or one made out of it.
class Operand {
 public:
  explicit Operand(const MatrixBlock& given) : block_(&given) {}
  void replace(NewMatrix made) {
    made_ = std::move(made);
    block_ = &*made_;
  }
  const MatrixBlock& operator*() const { return *block_; }
  const MatrixBlock* operator->() const { return block_; }

 private:
  NewMatrix made_;
  const MatrixBlock* block_;
};

bool is_finite(const MatrixBlock& matrix) {
  const std::vector<double>* entries = matrix.is_sparse() ? &matrix.entries().values : nullptr;
  return entries ? linalg::all_finite(entries->data(), static_cast<int64_t>(entries->size()))
                 : linalg::all_finite(matrix.data(), matrix.cells());
}

// Arrays of a CSR matrix; one without entries may have none.
linalg::SparseArrays arrays_of(const MatrixBlock& matrix) {
  const SparseRows& entries = matrix.entries();
  linalg::SparseArrays arrays{entries.offsets, entries.columns, entries.values};
  if (arrays.offsets.empty()) arrays.offsets.assign(static_cast<size_t>(matrix.rows() + 1), 0);
  return arrays;
}

// Where a cell that is not finite meets one that is not stored, the product is no number, as it is for dense operands:
// the form of storage decides no value. Rare, so the kernels do not look for it.
MatrixRef multiply_undefined(ThreadPool& pool, const Operand& a, Operand& b) {
  const int64_t rows = a->rows();
  const int64_t columns = b->columns();
  if (a->is_sparse() && b->is_sparse()) b.replace(dense_copy(*b));
  NewMatrix result = NewMatrix::dense(rows, columns);
  if (a->is_sparse()) {
    const linalg::SparseArrays arrays = arrays_of(*a);
    const linalg::SparseView view = arrays.view(rows, a->columns());
    linalg::multiply_sparse_dense(pool, view, columns, b->data(), result->data());
    linalg::mark_undefined(view, columns, b->data(), result->data());
  } else {
    const linalg::SparseArrays arrays = arrays_of(*b);
    const linalg::SparseView view = arrays.view(b->rows(), columns);
    linalg::multiply_dense_sparse(pool, rows, a->data(), view, result->data());
    linalg::mark_undefined(rows, a->data(), view, result->data());
  }
  return result;
}

}  // namespace

MatrixRef multiply_mixed(ThreadPool& pool, Form left, Form right, const MatrixBlock& x, const MatrixBlock& y) {
  Operand a(x);
  Operand b(y);
  const int64_t rows = left == Form::kPlain ? a->rows() : a->columns();
  const int64_t columns = right == Form::kPlain ? b->columns() : b->rows();
  if ((a->is_sparse() || b->is_sparse()) && !(is_finite(*a) && is_finite(*b))) {
    if (left == Form::kTransposed) a.replace(transposed(*a));
    if (right == Form::kTransposed) b.replace(transposed(*b));
    return multiply_undefined(pool, a, b);
  }
  if (is_without_entries(*a) || is_without_entries(*b)) return NewMatrix::zero(rows, columns);
  if (right == Form::kTransposed) b.replace(transposed(*b));
  if (left == Form::kTransposed && !(a->is_sparse() && !b->is_sparse())) {
    a.replace(transposed(*a));
    left = Form::kPlain;
  }
  if (a->is_sparse() && b->is_sparse()) {
    NewMatrix product = block_of(rows, columns, linalg::multiply_sparse(pool, view_of(*a), view_of(*b)));
    constexpr double kMostlyFilled = 0.4;
    const double filled = static_cast<double>(product->entries().values.size());
    const bool dense = filled > kMostlyFilled * static_cast<double>(rows) * static_cast<double>(columns);
    return dense ? dense_copy(*product) : std::move(product);
  }
  NewMatrix result = NewMatrix::dense(rows, columns);
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
