#include "runtime/linalg/blas.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "runtime/linalg/openblas.h"

namespace lineal::linalg {

void prepare_blas() {
  openblas_routine("openblas_set_num_threads");
}

std::string blas_description() {
  return openblas_description();
}

namespace {

using Gemm = void (*)(int order, int left_form, int right_form, int rows, int columns, int depth, double alpha,
                      const double* left, int left_stride, const double* right, int right_stride, double beta,
                      double* c, int c_stride);
using Syrk = void (*)(int order, int triangle, int form, int size, int depth, double alpha, const double* x,
                      int x_stride, double beta, double* c, int c_stride);

struct Stored {
  const double* data;
  int64_t stride;
};

int64_t padded(int64_t count) {
  return (count + kRegisterBlock - 1) / kRegisterBlock * kRegisterBlock;
}

/// A stored array and the size that it shall have, with zeros behind its last row and column.
struct Padding {
  Stored from;
  int64_t rows, columns, to_rows, to_columns;

  int64_t cells() const { return rows == to_rows && columns == to_columns ? 0 : to_rows * to_columns; }

  /// The array itself if it fits, otherwise a copy in `space`, which has room for cells().
  Stored apply(double* space) const {
    if (cells() == 0) return from;
    for (int64_t r = 0; r < rows; ++r) {
      double* to = space + r * to_columns;
      std::copy_n(from.data + r * from.stride, columns, to);
      std::fill(to + columns, to + to_columns, 0.0);
    }
    std::fill(space + rows * to_columns, space + to_rows * to_columns, 0.0);
    return {space, to_columns};
  }
};

/// One piece of memory for all that a call needs: malloc gives several large pieces back to the system every time.
std::unique_ptr<double[]> room_for(int64_t cells) {
  return std::unique_ptr<double[]>(new double[static_cast<size_t>(cells)]);
}

constexpr int kRowMajor = 101;
constexpr int kNoTranspose = 111;
constexpr int kTranspose = 112;
constexpr int kUpper = 121;

void call_general(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, Stored left,
                  Stored right, Sum sum, double* c, int64_t c_stride) {
  static const auto gemm = reinterpret_cast<Gemm>(openblas_routine("cblas_dgemm"));
  gemm(kRowMajor, left_form == Form::kPlain ? kNoTranspose : kTranspose,
       right_form == Form::kPlain ? kNoTranspose : kTranspose, static_cast<int>(rows), static_cast<int>(columns),
       static_cast<int>(depth), 1.0, left.data, static_cast<int>(left.stride), right.data,
       static_cast<int>(right.stride), sum == Sum::kAdd ? 1.0 : 0.0, c, static_cast<int>(c_stride));
}

void call_self(Form left_form, int64_t size, int64_t depth, Stored x, double* c, int64_t c_stride) {
  static const auto syrk = reinterpret_cast<Syrk>(openblas_routine("cblas_dsyrk"));
  syrk(kRowMajor, kUpper, left_form == Form::kPlain ? kNoTranspose : kTranspose, static_cast<int>(size),
       static_cast<int>(depth), 1.0, x.data, static_cast<int>(x.stride), 0.0, c, static_cast<int>(c_stride));
}

/// The terms at the start of `depth` that the library's dsyrk sums as its dgemm does. Both cut the terms into parts of
/// 256 as long as 512 are left and then halve the rest, which dgemm rounds up to its register block.
int64_t common_terms(int64_t depth) {
  constexpr int64_t kPart = 256;
  if (depth <= kPart || depth % 8 == 0) return depth;
  return std::max<int64_t>(0, depth / kPart - 1) * kPart;
}

/// Says whether common_terms tells the truth about this library, by a product whose cells use all bits of the mantissa.
bool self_agrees(Form left_form, int64_t depth) {
  constexpr int64_t kSize = 20;
  std::vector<double> cells(static_cast<size_t>(kSize * depth));
  uint64_t state = 1;
  for (double& cell : cells) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    cell = static_cast<double>(static_cast<int64_t>(state) >> 11);
  }
  const bool plain = left_form == Form::kPlain;
  const Form right_form = plain ? Form::kTransposed : Form::kPlain;
  const int64_t stride = plain ? depth : kSize;
  std::vector<double> whole(static_cast<size_t>(kSize * kSize));
  std::vector<double> parts(whole.size());
  const int64_t common = common_terms(depth);
  const Stored x{cells.data(), stride};
  const Stored rest{cells.data() + common * (plain ? 1 : stride), stride};
  call_general(left_form, right_form, kSize, kSize, depth, x, x, Sum::kSet, whole.data(), kSize);
  call_self(left_form, kSize, common, x, parts.data(), kSize);
  if (common < depth)
    call_general(left_form, right_form, kSize, kSize, depth - common, rest, rest, Sum::kAdd, parts.data(), kSize);
  for (int64_t r = 0; r < kSize; ++r) {
    const int64_t at = r * kSize + r;
    if (std::memcmp(whole.data() + at, parts.data() + at, static_cast<size_t>(kSize - r) * sizeof(double)) != 0)
      return false;
  }
  return true;
}

bool self_agrees(Form left_form) {
  return self_agrees(left_form, kDepthBlock) && self_agrees(left_form, 1000) && self_agrees(left_form, 1001);
}

}  // namespace

void multiply_tile(Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth, const double* left,
                   int64_t left_stride, const double* right, int64_t right_stride, Sum sum, double* c,
                   int64_t c_stride) {
  const int64_t tall = padded(rows);
  const int64_t wide = padded(columns);
  const Padding a = left_form == Form::kPlain ? Padding{{left, left_stride}, rows, depth, tall, depth}
                                              : Padding{{left, left_stride}, depth, rows, depth, tall};
  const Padding b = right_form == Form::kPlain ? Padding{{right, right_stride}, depth, columns, depth, wide}
                                               : Padding{{right, right_stride}, columns, depth, wide, depth};
  if (tall == rows && wide == columns)
    return call_general(left_form, right_form, rows, columns, depth, a.from, b.from, sum, c, c_stride);
  const auto room = room_for(tall * wide + a.cells() + b.cells());
  double* const result = room.get();
  if (sum == Sum::kAdd) {
    for (int64_t r = 0; r < rows; ++r)
      std::copy_n(c + r * c_stride, columns, result + r * wide);
  }
  const Stored padded_left = a.apply(result + tall * wide);
  const Stored padded_right = b.apply(result + tall * wide + a.cells());
  call_general(left_form, right_form, tall, wide, depth, padded_left, padded_right, sum, result, wide);
  for (int64_t r = 0; r < rows; ++r)
    std::copy_n(result + r * wide, columns, c + r * c_stride);
}

int64_t multiply_self_tile(Form left_form, int64_t size, int64_t depth, const double* x, int64_t stride, double* c,
                           int64_t c_stride) {
  static const bool plain_agrees = self_agrees(Form::kPlain);
  static const bool transposed_agrees = self_agrees(Form::kTransposed);
  const bool plain = left_form == Form::kPlain;
  const int64_t common = (plain ? plain_agrees : transposed_agrees) ? common_terms(depth) : 0;
  if (common == 0) return 0;
  const int64_t wide = padded(size);
  const Padding a =
      plain ? Padding{{x, stride}, size, common, wide, common} : Padding{{x, stride}, common, size, common, wide};
  if (wide == size) {
    call_self(left_form, size, common, a.from, c, c_stride);
    return common;
  }
  const auto room = room_for(wide * wide + a.cells());
  const Stored padded_x = a.apply(room.get() + wide * wide);
  call_self(left_form, wide, common, padded_x, room.get(), wide);
  for (int64_t r = 0; r < size; ++r)
    std::copy(room.get() + r * wide + r, room.get() + r * wide + size, c + r * c_stride + r);
  return common;
}

}  // namespace lineal::linalg
