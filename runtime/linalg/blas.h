// The BLAS library: one thread per call, since we schedule the tiles ourselves (contract C4).
#pragma once

#include <cstdint>
#include <string>

namespace lineal::linalg {

/// Says whether an operand is taken as it is stored or transposed.
enum class Form : uint8_t { kPlain, kTransposed };

/// Loads the library if that has not happened, or throws why it cannot be.
void prepare_blas();

/// Names library, version and core type.
std::string blas_description();

/// Kernels of BLAS libraries round the last rows or columns of a product differently when they do not fill a register
/// block. multiply_tile pads to this multiple, so that a cell's bits never depend on where it lies.
inline constexpr int64_t kRegisterBlock = 4;

/// Whether a product replaces what is in C or is added to it.
enum class Sum : uint8_t { kSet, kAdd };

/// C (rows x columns, row stride `c_stride`) = op(A) op(B), single-threaded; all row-major with the given strides in
/// their stored form. A cell depends on its row of op(A) and its column of op(B) alone.
void multiply_tile(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, const double* left,
                   int64_t left_stride, const double* right, int64_t right_stride, Sum sum, double* c,
                   int64_t c_stride);

/// Terms of a product are summed in blocks of this many; the blocks' sums are added in order.
inline constexpr int64_t kDepthBlock = 2048;

/// The upper triangle of C (size x size, row stride `c_stride`) = op(X) t(op(X)) over the first terms of `depth`, at
/// half the work of multiply_tile. Returns how many terms: adding the others by multiply_tile gives the bits that
/// multiply_tile gives for all of them. Returns 0, and leaves C alone, when the library's routines do not allow that,
/// which is tried once.
int64_t multiply_self_tile(Form left_form, int64_t size, int64_t depth, const double* x, int64_t stride, double* c,
                           int64_t c_stride);

}  // namespace lineal::linalg
