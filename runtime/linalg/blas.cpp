#include "runtime/linalg/blas.h"

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

void multiply_tile(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, const double* left,
                   int64_t left_stride, const double* right, int64_t right_stride, double* c, int64_t c_stride) {
  constexpr int kRowMajor = 101;
  constexpr int kNoTranspose = 111;
  constexpr int kTranspose = 112;
  cblas_dgemm(kRowMajor, left_form == Form::kPlain ? kNoTranspose : kTranspose,
              right_form == Form::kPlain ? kNoTranspose : kTranspose, static_cast<int>(rows), static_cast<int>(columns),
              static_cast<int>(depth), 1.0, left, static_cast<int>(left_stride), right, static_cast<int>(right_stride),
              0.0, c, static_cast<int>(c_stride));
}

}  // namespace lineal::linalg
