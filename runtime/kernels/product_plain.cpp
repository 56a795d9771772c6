// Products in portable C++: the reference of the other variants.
#include <cmath>
#include <cstdint>
#include <utility>

#include "runtime/kernels/product.h"
#include "runtime/kernels/product_sparse_loops.h"

namespace lineal::kernels {
namespace {

/// "Vectors" of one cell.
struct Plain {
  static constexpr int kLanes = 1;
  static constexpr int kTileRows = 4;
  static constexpr int kTileVectors = 4;
  static constexpr int kThinVectors = 4;
  static constexpr bool kFreeMasks = false;
  using Vector = double;
  struct Mask {};

  static Mask mask_of(int64_t) { return {}; }
  static double zero() { return 0; }
  static double load(const double* from) { return *from; }
  static double load_some(const double* from, Mask) { return *from; }
  static void store(double* to, double x) { *to = x; }
  static void store_some(double* to, double x, Mask) { *to = x; }
  static double broadcast(const double* from) { return *from; }
  static double multiply_add(double a, double b, double c) { return std::fma(a, b, c); }
  static double multiply_add_one(double a, double b, double c) { return std::fma(a, b, c); }
  static double add(double a, double b) { return a + b; }
  static double subtract(double a, double b) { return a - b; }
  static double clean(double x) { return canonical(x); }
  static void transpose_4x4(const double* from, int64_t stride, double* to, int64_t to_stride) {
    for (int64_t r = 0; r < 4; ++r) {
      for (int64_t k = 0; k < 4; ++k)
        to[k * to_stride + r] = from[r * stride + k];
    }
  }
};

double dot(int64_t depth, const double* x, const double* v) {
  double sum = 0;
  for (int64_t k = 0; k < depth; ++k)
    sum = std::fma(x[k], v[k], sum);
  return sum;
}

void dot_rows(int64_t rows, int64_t depth, const double* x, int64_t stride, const double* v, double* sums) {
  for (int64_t r = 0; r < rows; ++r) {
    double panel = 0;
    for (int64_t k = 0; k < depth; k += kBlockTerms)
      panel += dot(smaller(kBlockTerms, depth - k), x + r * stride + k, v + k);
    sums[r] = canonical(panel);
  }
}

void dot_blocks(int64_t blocks, const double* x, const double* v, double* sums) {
  for (int64_t b = 0; b < blocks; ++b)
    sums[b] = stored<Plain>(dot(kBlockTerms, x + b * kBlockTerms, v + b * kBlockTerms), 0, Store::kSet);
}

constexpr ProductKernels kTable = {.tile_rows = Plain::kTileRows,
                                   .tile_columns = Plain::kTileVectors * Plain::kLanes,
                                   .by_rows = product_block<Plain, true>,
                                   .by_terms = product_block<Plain, false>,
                                   .pack_chains = pack_chains<Plain>,
                                   .pack_terms = pack_terms<Plain>,
                                   .dot_rows = dot_rows,
                                   .dot_blocks = dot_blocks,
                                   .extend_chains = extend_chains<Plain>,
                                   .store_sums = store_sums<Plain>,
                                   .sparse_dense = sparse_dense<Plain>,
                                   .scatter = scatter<Plain>,
                                   .sparse_row = sparse_row<Plain>};

}  // namespace

const ProductKernels* const kPlainProducts = &kTable;

}  // namespace lineal::kernels
