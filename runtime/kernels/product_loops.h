// The loops of product.h over a policy of vectors. Each variant's source includes this inside its target region, so
// that every variant has its own copy (nothing here may have external linkage).
#pragma once

#include <cstdint>

#include "runtime/kernels/product.h"

#define LINEAL_INLINE inline __attribute__((always_inline))

namespace lineal::kernels {
namespace {

template <class V>
LINEAL_INLINE typename V::Vector stored(typename V::Vector sum, typename V::Vector old, Store store) {
  const typename V::Vector cell = V::add(sum, V::zero());  // a chain may end in -0, a cell is never -0
  switch (store) {
    case Store::kSet:
      return V::clean(cell);
    case Store::kAdd:
      return V::clean(V::add(old, cell));
    case Store::kSubtract:
      return V::clean(V::subtract(old, cell));
  }
  return cell;
}

/// One register tile: kRows rows, kVectors vectors of columns, the last one masked when kTail.
template <class V, int kRows, int kVectors, bool kByRows, bool kTail>
void product_tile(const ProductBlock& block, const double* left, const double* right, double* c,
                  typename V::Mask mask) {
  using Vector = typename V::Vector;
  const int64_t left_stride = block.left_stride;
  const int64_t right_stride = block.right_stride;
  const int64_t c_stride = block.c_stride;
  Vector sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (int n = 0; n < kVectors; ++n)
      sum[r][n] = V::zero();
    __builtin_prefetch(c + r * c_stride, 1);
    __builtin_prefetch(c + r * c_stride + kVectors * V::kLanes - 1, 1);
  }
  for (int64_t k = 0; k < block.depth; ++k) {
    Vector b[kVectors];
#pragma GCC unroll 8
    for (int n = 0; n < kVectors; ++n) {
      if (kTail && n == kVectors - 1) {
        b[n] = V::load_some(right + n * V::kLanes, mask);
      } else {
        b[n] = V::load(right + n * V::kLanes);
      }
    }
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const Vector a = V::broadcast(kByRows ? left + r * left_stride : left + r);
#pragma GCC unroll 8
      for (int n = 0; n < kVectors; ++n)
        sum[r][n] = V::multiply_add(a, b[n], sum[r][n]);
    }
    left += kByRows ? 1 : left_stride;
    right += right_stride;
  }
  const Store store = block.store;
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (int n = 0; n < kVectors; ++n) {
      double* const to = c + r * c_stride + n * V::kLanes;
      if (kTail && n == kVectors - 1) {
        const Vector old = store == Store::kSet ? V::zero() : V::load_some(to, mask);
        V::store_some(to, stored<V>(sum[r][n], old, store), mask);
      } else {
        const Vector old = store == Store::kSet ? V::zero() : V::load(to);
        V::store(to, stored<V>(sum[r][n], old, store));
      }
    }
  }
}

template <class V>
using TileLoop = void (*)(const ProductBlock&, const double*, const double*, double*, typename V::Mask);

/// The tile loops of one height, by rows - 1.
template <class V, int kVectors, bool kByRows, bool kTail, int... kRow>
constexpr TileLoop<V> tile_loop(int64_t rows, std::integer_sequence<int, kRow...>) {
  constexpr TileLoop<V> kLoops[] = {product_tile<V, kRow + 1, kVectors, kByRows, kTail>...};
  return kLoops[rows - 1];
}

template <class V, bool kByRows, bool kTail>
TileLoop<V> tile_loop(int64_t rows, int64_t vectors) {
  constexpr std::make_integer_sequence<int, V::kTileRows> kRows;
  static_assert(V::kTileVectors <= 4);
  if (vectors == 1) return tile_loop<V, 1, kByRows, kTail>(rows, kRows);
  if constexpr (V::kTileVectors >= 3) {
    if (vectors == 2) return tile_loop<V, 2, kByRows, kTail>(rows, kRows);
  }
  if constexpr (V::kTileVectors >= 4) {
    if (vectors == 3) return tile_loop<V, 3, kByRows, kTail>(rows, kRows);
  }
  return tile_loop<V, V::kTileVectors, kByRows, kTail>(rows, kRows);
}

constexpr int64_t smaller(int64_t a, int64_t b) {
  return a < b ? a : b;
}

/// One or two rows leave most registers of a tile free, and chains too few to keep the processor busy: wider tiles.
/// Returns how many columns are done.
template <class V, bool kByRows>
int64_t thin_block(const ProductBlock& block) {
  constexpr int64_t kColumns = V::kLanes * V::kThinVectors;
  const auto mask = V::mask_of(V::kLanes);
  int64_t j = 0;
  for (; j + kColumns <= block.columns; j += kColumns) {
    if (block.rows == 1) {
      product_tile<V, 1, V::kThinVectors, kByRows, false>(block, block.left, block.right + j, block.c + j, mask);
    } else {
      product_tile<V, 2, V::kThinVectors, kByRows, false>(block, block.left, block.right + j, block.c + j, mask);
    }
  }
  return j;
}

template <class V, bool kByRows>
void product_block(const ProductBlock& block) {
  constexpr int64_t kLanes = V::kLanes;
  constexpr int64_t kColumns = kLanes * V::kTileVectors;
  const bool thin = block.rows <= 2 && block.right_step == kColumns && block.first_diagonal == -kAllCells;
  int64_t j = thin ? thin_block<V, kByRows>(block) : 0;
  const double* right = block.right + j;
  for (; j < block.columns; j += kColumns, right += block.right_step) {
    const int64_t width = smaller(kColumns, block.columns - j);
    const int64_t vectors = (width + kLanes - 1) / kLanes;
    const auto mask = V::mask_of(width - (vectors - 1) * kLanes);
    const bool tail = V::kFreeMasks || width % kLanes != 0;
    const double* left = block.left;
    for (int64_t i = 0; i < block.rows; i += V::kTileRows, left += block.left_step) {
      const int64_t below = i + block.first_diagonal - j;  // columns of the tile that nobody wants
      if (below >= width) break;
      const int64_t skipped = below > 0 ? below / kLanes : 0;
      const int64_t rows = smaller(V::kTileRows, block.rows - i);
      const TileLoop<V> loop = tail ? tile_loop<V, kByRows, true>(rows, vectors - skipped)
                                    : tile_loop<V, kByRows, V::kFreeMasks>(rows, vectors - skipped);
      const int64_t first = skipped * kLanes;
      loop(block, left, right + first, block.c + i * block.c_stride + j + first, mask);
    }
  }
}

/// Terms of a chain far apart, chains side by side.
template <class V>
void pack_terms(const PackedPart& part, int64_t width, double* to) {
  // Few terms at a time, so that reads follow a row for a while and writes stay near each other. The processor does not
  // foresee that pattern, so later terms are asked for.
  constexpr int64_t kTogether = 4;
  constexpr int64_t kAheadCells = 1024;
  const int64_t terms_ahead = kAheadCells / part.stride > kTogether ? kAheadCells / part.stride : kTogether;
  const int64_t ahead = terms_ahead * part.stride;
  for (int64_t k = 0; k < part.depth; k += kTogether) {
    const int64_t k_end = smaller(k + kTogether, part.depth);
    for (int64_t i = 0; i < part.count; i += width) {
      const int64_t count = smaller(width, part.count - i);
      for (int64_t t = k; t < k_end; ++t) {
        const double* from = part.from + t * part.stride + i;
        double* const out = to + i * part.depth + t * width;
        int64_t w = 0;
        for (; w + V::kLanes <= count; w += V::kLanes) {
          if (w % 8 == 0) __builtin_prefetch(from + ahead + w);
          V::store(out + w, V::load(from + w));
        }
        for (; w < count; ++w)
          out[w] = from[w];
      }
    }
  }
}

/// Terms of a chain side by side.
template <class V>
void pack_chains(const PackedPart& part, int64_t width, double* to) {
  for (int64_t i = 0; i < part.count; i += width) {
    const int64_t count = smaller(width, part.count - i);
    const double* const from = part.from + i * part.stride;
    double* const out = to + i * part.depth;
    const int64_t whole = count / 4 * 4;
    int64_t k = 0;
    for (; k + 4 <= part.depth; k += 4) {
      for (int64_t r = 0; r < whole; r += 4)
        V::transpose_4x4(from + r * part.stride + k, part.stride, out + k * width + r, width);
      for (int64_t r = whole; r < count; ++r) {
        for (int64_t t = 0; t < 4; ++t)
          out[(k + t) * width + r] = from[r * part.stride + k + t];
      }
    }
    for (; k < part.depth; ++k) {
      for (int64_t r = 0; r < count; ++r)
        out[k * width + r] = from[r * part.stride + k];
    }
  }
}

template <class V, int kTerms>
LINEAL_INLINE void extend_by(int64_t columns, const double* x, int64_t stride, const double* v, double* chains) {
  typename V::Vector factor[kTerms];
#pragma GCC unroll 8
  for (int t = 0; t < kTerms; ++t)
    factor[t] = V::broadcast(v + t);
  int64_t j = 0;
  for (; j + V::kLanes <= columns; j += V::kLanes) {
    typename V::Vector chain = V::load(chains + j);
#pragma GCC unroll 8
    for (int t = 0; t < kTerms; ++t)
      chain = V::multiply_add(V::load(x + t * stride + j), factor[t], chain);
    V::store(chains + j, chain);
  }
  if (j == columns) return;
  const auto mask = V::mask_of(columns - j);
  typename V::Vector chain = V::load_some(chains + j, mask);
#pragma GCC unroll 8
  for (int t = 0; t < kTerms; ++t)
    chain = V::multiply_add(V::load_some(x + t * stride + j, mask), factor[t], chain);
  V::store_some(chains + j, chain, mask);
}

template <class V>
void extend_chains(int64_t columns, int64_t depth, const double* x, int64_t stride, const double* v, double* chains) {
  int64_t k = 0;
  for (; k + 8 <= depth; k += 8)
    extend_by<V, 8>(columns, x + k * stride, stride, v + k, chains);
  for (; k < depth; ++k)
    extend_by<V, 1>(columns, x + k * stride, stride, v + k, chains);
}

template <class V>
void store_sums(int64_t count, const double* sums, Store store, double* out) {
  int64_t j = 0;
  for (; j + V::kLanes <= count; j += V::kLanes)
    V::store(out + j, stored<V>(V::load(sums + j), V::load(out + j), store));
  if (j == count) return;
  const auto mask = V::mask_of(count - j);
  V::store_some(out + j, stored<V>(V::load_some(sums + j, mask), V::load_some(out + j, mask), store), mask);
}

}  // namespace
}  // namespace lineal::kernels
