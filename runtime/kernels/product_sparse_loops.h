// The loops of product.h for sparse operands; included like product_loops.h.
#pragma once

#include "runtime/kernels/product_loops.h"

namespace lineal::kernels {
namespace {

/// kVectors vectors of cells of one row, the last one masked when kTail.
template <class V, int kVectors, bool kTail>
LINEAL_INLINE void sparse_strip(const int64_t* indices, const double* values, int64_t entry, int64_t end,
                                const double* right, int64_t stride, double* out, typename V::Mask mask) {
  using Vector = typename V::Vector;
  Vector total[kVectors];
  Vector panel[kVectors];
#pragma GCC unroll 8
  for (int n = 0; n < kVectors; ++n)
    total[n] = panel[n] = V::zero();
  while (entry < end) {
    const int64_t number = indices[entry] / kBlockTerms;
    const int64_t block_end = (number + 1) * kBlockTerms;
    Vector sum[kVectors];
#pragma GCC unroll 8
    for (int n = 0; n < kVectors; ++n)
      sum[n] = V::zero();
    do {
      const double* const from = right + indices[entry] * stride;
      const Vector factor = V::broadcast(values + entry);
#pragma GCC unroll 8
      for (int n = 0; n < kVectors; ++n) {
        const Vector b =
            kTail && n == kVectors - 1 ? V::load_some(from + n * V::kLanes, mask) : V::load(from + n * V::kLanes);
        sum[n] = V::multiply_add(factor, b, sum[n]);
      }
    } while (++entry < end && indices[entry] < block_end);
    const bool panel_ends = entry == end || indices[entry] / kPanelTerms != number / kPanelBlocks;
#pragma GCC unroll 8
    for (int n = 0; n < kVectors; ++n) {
      panel[n] = V::add(panel[n], sum[n]);
      if (panel_ends) {
        total[n] = V::add(total[n], panel[n]);
        panel[n] = V::zero();
      }
    }
  }
#pragma GCC unroll 8
  for (int n = 0; n < kVectors; ++n) {
    if (kTail && n == kVectors - 1) {
      V::store_some(out + n * V::kLanes, V::clean(total[n]), mask);
    } else {
      V::store(out + n * V::kLanes, V::clean(total[n]));
    }
  }
}

template <class V>
void sparse_dense(const CompressedRows& a, const double* right, int64_t right_stride, int64_t columns, double* out,
                  int64_t out_stride) {
  constexpr int64_t kStrip = 4 * V::kLanes;
  const auto mask = V::mask_of((columns - 1) % V::kLanes + 1);
  for (int64_t r = 0; r < a.rows; ++r) {
    const int64_t begin = a.offsets[r];
    const int64_t end = a.offsets[r + 1];
    double* const to = out + r * out_stride;
    int64_t j = 0;
    for (; j + kStrip <= columns; j += kStrip)
      sparse_strip<V, 4, false>(a.indices, a.values, begin, end, right + j, right_stride, to + j, mask);
    const int64_t vectors = (columns - j + V::kLanes - 1) / V::kLanes;
    const auto rest = [&]<int kVectors>(std::integral_constant<int, kVectors>) {
      sparse_strip<V, kVectors, true>(a.indices, a.values, begin, end, right + j, right_stride, to + j, mask);
    };
    if (vectors == 1) rest(std::integral_constant<int, 1>());
    if (vectors == 2) rest(std::integral_constant<int, 2>());
    if (vectors == 3) rest(std::integral_constant<int, 3>());
    if (vectors == 4) rest(std::integral_constant<int, 4>());
  }
}

template <class V>
void scatter(const CompressedRows& a, const double* v, double* sums) {
  for (int64_t r = 0; r < a.rows; ++r) {
    const double factor = v[r];
    for (int64_t e = a.offsets[r]; e < a.offsets[r + 1]; ++e) {
      double& sum = sums[a.indices[e]];
      sum = V::multiply_add_one(a.values[e], factor, sum);
    }
  }
}

template <class V>
int64_t sparse_row(const CompressedRows& a, int64_t row, const CompressedRows& b, int64_t stamp, SparseCell* cells,
                   int64_t* touched) {
  constexpr int64_t kAhead = 4;
  const int64_t end = a.offsets[row + 1];
  int64_t count = 0;
  for (int64_t e = a.offsets[row]; e < end; ++e) {
    if (e + kAhead < end) {  // rows of B that lie apart are asked for early
      const int64_t next = b.offsets[a.indices[e + kAhead]];
      __builtin_prefetch(b.indices + next);
      __builtin_prefetch(b.values + next);
    }
    const int64_t k = a.indices[e];
    const int64_t number = k / kBlockTerms;
    const double factor = a.values[e];
    for (int64_t f = b.offsets[k]; f < b.offsets[k + 1]; ++f) {
      SparseCell& cell = cells[b.indices[f]];
      if (cell.stamp != stamp + number) {
        if (cell.stamp < stamp) {
          touched[count++] = b.indices[f];
          cell.panel = cell.total = 0;
        } else {
          cell.panel += cell.block;
          if ((cell.stamp - stamp) / kPanelBlocks != number / kPanelBlocks) {
            cell.total += cell.panel;
            cell.panel = 0;
          }
        }
        cell.block = 0;
        cell.stamp = stamp + number;
      }
      cell.block = V::multiply_add_one(factor, b.values[f], cell.block);
    }
  }
  for (int64_t t = 0; t < count; ++t) {
    SparseCell& cell = cells[touched[t]];
    cell.total = canonical(cell.total + (cell.panel + cell.block));
  }
  return count;
}

}  // namespace
}  // namespace lineal::kernels
