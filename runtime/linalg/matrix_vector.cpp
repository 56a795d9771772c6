#include "runtime/linalg/matrix_vector.h"

#include <algorithm>
#include <vector>

// Wider vectors change no bit here: lanes are fixed and nothing is contracted.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LINEAL_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define LINEAL_VECTOR_CLONES
#endif

namespace lineal::linalg {
namespace {

constexpr int64_t kLanes = 8;
constexpr int64_t kStripe = 256;  // columns whose lanes fit the first-level cache: 8 * 256 * 8 bytes
using Lanes = double __attribute__((vector_size(32)));

double combine_lanes(const double* lane, int64_t stride) {
  const auto at = [&](int64_t i) { return lane[i * stride]; };
  return ((at(0) + at(4)) + (at(2) + at(6))) + ((at(1) + at(5)) + (at(3) + at(7)));
}

/// The dot product of one block.
LINEAL_VECTOR_CLONES double dot_block(const double* x, const double* v, int64_t count) {
  Lanes low = {0, 0, 0, 0};
  Lanes high = {0, 0, 0, 0};
  int64_t k = 0;
  for (; k + kLanes <= count; k += kLanes) {
    Lanes a, b, c, d;
    __builtin_memcpy(&a, x + k, sizeof a);
    __builtin_memcpy(&b, v + k, sizeof b);
    __builtin_memcpy(&c, x + k + 4, sizeof c);
    __builtin_memcpy(&d, v + k + 4, sizeof d);
    low += a * b;
    high += c * d;
  }
  double lane[kLanes];
  __builtin_memcpy(lane, &low, sizeof low);
  __builtin_memcpy(lane + 4, &high, sizeof high);
  for (int64_t l = 0; k + l < count; ++l)
    lane[l] += x[k + l] * v[k + l];
  return combine_lanes(lane, 1);
}

/// The dot products of one block of rows with a stripe of columns.
LINEAL_VECTOR_CLONES void dot_stripe(const double* __restrict x, int64_t stride, const double* __restrict v,
                                     int64_t count, int64_t columns, double* __restrict out) {
  alignas(64) double lanes[kLanes * kStripe];
  std::fill_n(lanes, kLanes * columns, 0.0);
  for (int64_t k = 0; k < count; ++k) {
    double* __restrict lane = lanes + (k % kLanes) * columns;
    const double* __restrict row = x + k * stride;
    const double factor = v[k];
    for (int64_t c = 0; c < columns; ++c)
      lane[c] += row[c] * factor;
  }
  for (int64_t c = 0; c < columns; ++c) {
    const double* lane = lanes + c;
    const auto at = [&](int64_t i) { return lane[i * columns]; };
    out[c] = ((at(0) + at(4)) + (at(2) + at(6))) + ((at(1) + at(5)) + (at(3) + at(7)));
  }
}

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// Adds the blocks' results, blocks x columns, in order.
void add_blocks(const std::vector<double>& partial, int64_t blocks, int64_t columns, double* out) {
  std::fill_n(out, columns, 0.0);
  for (int64_t b = 0; b < blocks; ++b) {
    for (int64_t c = 0; c < columns; ++c)
      out[c] += partial[static_cast<size_t>(b * columns + c)];
  }
}

}  // namespace

void multiply_rows(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out) {
  const int64_t blocks = parts_of(columns, kDotBlock);
  const auto block_dot = [&](int64_t r, int64_t b) {
    const int64_t begin = b * kDotBlock;
    return dot_block(x + r * columns + begin, v + begin, std::min(kDotBlock, columns - begin));
  };
  if (rows < 16 && blocks > 16) {  // few long rows: blocks are the parallel parts
    constexpr int64_t kGroup = 16;
    std::vector<double> partial(static_cast<size_t>(blocks * rows));
    pool.for_each(parts_of(blocks, kGroup), [&](int64_t group) {
      for (int64_t b = group * kGroup; b < std::min(blocks, (group + 1) * kGroup); ++b) {
        for (int64_t r = 0; r < rows; ++r)
          partial[static_cast<size_t>(b * rows + r)] = block_dot(r, b);
      }
    });
    add_blocks(partial, blocks, rows, out);
    return;
  }
  const auto run = [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      double sum = 0;
      for (int64_t b = 0; b < blocks; ++b)
        sum += block_dot(r, b);
      out[r] = sum;
    }
  };
  const int64_t chunk = std::max<int64_t>(1, 32768 / std::max<int64_t>(1, columns));
  if (rows <= chunk) return run(0, rows);
  pool.for_each(parts_of(rows, chunk), [&](int64_t part) { run(part * chunk, std::min(rows, (part + 1) * chunk)); });
}

void multiply_columns(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out) {
  if (columns == 1) return multiply_rows(pool, 1, rows, x, v, out);
  const int64_t blocks = parts_of(rows, kDotBlock);
  const int64_t stripes = parts_of(columns, kStripe);
  std::vector<double> partial(static_cast<size_t>(blocks * columns));
  const auto run = [&](int64_t part) {
    const int64_t first_row = part / stripes * kDotBlock;
    const int64_t first_column = part % stripes * kStripe;
    dot_stripe(x + first_row * columns + first_column, columns, v + first_row, std::min(kDotBlock, rows - first_row),
               std::min(kStripe, columns - first_column), partial.data() + part / stripes * columns + first_column);
  };
  if (blocks * stripes == 1) {
    run(0);
  } else {
    pool.for_each(blocks * stripes, run);
  }
  add_blocks(partial, blocks, columns, out);
}

}  // namespace lineal::linalg
