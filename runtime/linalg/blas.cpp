#include "runtime/linalg/blas.h"

#include <algorithm>
#include <memory>

#include "runtime/core/cat.h"

extern "C" {
// From OpenBLAS, declared by hand: its header drags in complex types and LAPACK.
void cblas_dgemm(int order, int left_form, int right_form, int rows, int columns, int depth, double alpha,
                 const double* left, int left_stride, const double* right, int right_stride, double beta, double* c,
                 int c_stride);
void openblas_set_num_threads(int threads);
char* openblas_get_config();
char* openblas_get_corename();
}

namespace lineal::linalg {

void prepare_blas() {
  static const bool done = (openblas_set_num_threads(1), true);
  static_cast<void>(done);
}

std::string blas_description() {
  return cat(std::string_view(openblas_get_config()), ", core ", std::string_view(openblas_get_corename()));
}

namespace {

struct Padded {
  const double* data;
  int64_t stride;
  std::unique_ptr<double[]> copy;
};

int64_t padded(int64_t count) {
  return (count + kRegisterBlock - 1) / kRegisterBlock * kRegisterBlock;
}

/// The stored array, or a copy with zeros behind its last row and column.
Padded pad(const double* data, int64_t stride, int64_t rows, int64_t columns, int64_t to_rows, int64_t to_columns) {
  if (rows == to_rows && columns == to_columns) return {data, stride, nullptr};
  std::unique_ptr<double[]> copy(new double[static_cast<size_t>(to_rows * to_columns)]);
  for (int64_t r = 0; r < rows; ++r) {
    double* to = copy.get() + r * to_columns;
    std::copy_n(data + r * stride, columns, to);
    std::fill(to + columns, to + to_columns, 0.0);
  }
  std::fill(copy.get() + rows * to_columns, copy.get() + to_rows * to_columns, 0.0);
  const double* start = copy.get();
  return {start, to_columns, std::move(copy)};
}

void call_blas(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, const Padded& left,
               const Padded& right, double* c, int64_t c_stride) {
  constexpr int kRowMajor = 101;
  constexpr int kNoTranspose = 111;
  constexpr int kTranspose = 112;
  cblas_dgemm(kRowMajor, left_form == Form::kPlain ? kNoTranspose : kTranspose,
              right_form == Form::kPlain ? kNoTranspose : kTranspose, static_cast<int>(rows), static_cast<int>(columns),
              static_cast<int>(depth), 1.0, left.data, static_cast<int>(left.stride), right.data,
              static_cast<int>(right.stride), 0.0, c, static_cast<int>(c_stride));
}

}  // namespace

void multiply_tile(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, const double* left,
                   int64_t left_stride, const double* right, int64_t right_stride, double* c, int64_t c_stride) {
  const int64_t tall = padded(rows);
  const int64_t wide = padded(columns);
  const Padded a = left_form == Form::kPlain ? pad(left, left_stride, rows, depth, tall, depth)
                                             : pad(left, left_stride, depth, rows, depth, tall);
  const Padded b = right_form == Form::kPlain ? pad(right, right_stride, depth, columns, depth, wide)
                                              : pad(right, right_stride, columns, depth, wide, depth);
  if (tall == rows && wide == columns) return call_blas(left_form, right_form, rows, columns, depth, a, b, c, c_stride);
  std::unique_ptr<double[]> sum(new double[static_cast<size_t>(tall * wide)]);
  call_blas(left_form, right_form, tall, wide, depth, a, b, sum.get(), wide);
  for (int64_t r = 0; r < rows; ++r)
    std::copy_n(sum.get() + r * wide, columns, c + r * c_stride);
}

}  // namespace lineal::linalg
