// Dot products with 256-bit vectors: chains of several rows or blocks side by side, which are transposed on the way
// from memory. Included like product_loops.h; wider vectors gain nothing, since loads are the limit.
#pragma once

#include <immintrin.h>

#include "runtime/kernels/product_loops.h"

namespace lineal::kernels {
namespace {

/// Terms k to k + 3 of four chains, one vector for each term.
struct Terms {
  __m256d term[4];
};

LINEAL_INLINE Terms terms_of(const double* x, int64_t stride) {
  const auto pair = [&](int64_t row, int64_t k) {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(x + row * stride + k)),
                                _mm_loadu_pd(x + (row + 2) * stride + k), 1);
  };
  const __m256d a = pair(0, 0);
  const __m256d b = pair(1, 0);
  const __m256d c = pair(0, 2);
  const __m256d d = pair(1, 2);
  return {{_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b), _mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d)}};
}

/// Where the cells lie that a step should ask for: `distance` further on, and from `last` terms before the end of the
/// rows on, `jump` further still.
struct Ahead {
  int64_t distance;
  int64_t last;
  int64_t jump;
};

/// One block's chains of kGroups times four rows, whose first term is `first` of the rows.
template <int kGroups>
LINEAL_INLINE void dot_groups(int64_t first, int64_t depth, const double* x, int64_t stride, const Ahead& ahead,
                              const double* v, __m256d (&sum)[kGroups]) {
#pragma GCC unroll 8
  for (int g = 0; g < kGroups; ++g)
    sum[g] = _mm256_setzero_pd();
  int64_t k = 0;
  for (; k + 4 <= depth; k += 4) {
    // Two steps of four terms fill a cache line of each row, so each step asks for those of half of the rows.
    const double* const next =
        x + k + ahead.distance + (first + k < ahead.last ? 0 : ahead.jump) + (k % 8 == 0 ? 0 : 2 * kGroups * stride);
    __m256d factor[4];
#pragma GCC unroll 4
    for (int t = 0; t < 4; ++t)
      factor[t] = _mm256_broadcast_sd(v + k + t);
#pragma GCC unroll 8
    for (int g = 0; g < kGroups; ++g) {
      __builtin_prefetch(next + 2 * g * stride);
      __builtin_prefetch(next + (2 * g + 1) * stride);
      const Terms terms = terms_of(x + g * 4 * stride + k, stride);
#pragma GCC unroll 4
      for (int t = 0; t < 4; ++t)
        sum[g] = _mm256_fmadd_pd(terms.term[t], factor[t], sum[g]);
    }
  }
  for (; k < depth; ++k) {
#pragma GCC unroll 8
    for (int g = 0; g < kGroups; ++g) {
      const double* const from = x + g * 4 * stride + k;
      const __m256d term = _mm256_setr_pd(from[0], from[stride], from[2 * stride], from[3 * stride]);
      sum[g] = _mm256_fmadd_pd(term, _mm256_broadcast_sd(v + k), sum[g]);
    }
  }
}

/// The panel's sums of kGroups times four rows.
template <int kGroups>
LINEAL_INLINE void dot_panels(int64_t depth, const double* x, int64_t stride, const Ahead& ahead, const double* v,
                              double* sums) {
  __m256d panel[kGroups];
#pragma GCC unroll 8
  for (int g = 0; g < kGroups; ++g)
    panel[g] = _mm256_setzero_pd();
  for (int64_t k = 0; k < depth; k += kBlockTerms) {
    __m256d sum[kGroups];
    dot_groups<kGroups>(k, smaller(kBlockTerms, depth - k), x + k, stride, ahead, v + k, sum);
#pragma GCC unroll 8
    for (int g = 0; g < kGroups; ++g)
      panel[g] = _mm256_add_pd(panel[g], sum[g]);
  }
#pragma GCC unroll 8
  for (int g = 0; g < kGroups; ++g)
    _mm256_storeu_pd(sums + 4 * g, panel[g]);
}

/// The panel's sums of one to three rows.
inline void dot_rest(int64_t rows, int64_t depth, const double* x, int64_t stride, const double* v, double* sums) {
  const double* const row[] = {x, rows > 1 ? x + stride : x, rows > 2 ? x + 2 * stride : x};
  double panel[3] = {0, 0, 0};
  for (int64_t k = 0; k < depth;) {
    const int64_t end = smaller(depth, k + kBlockTerms);
    double sum[3] = {0, 0, 0};
    for (; k < end; ++k) {
#pragma GCC unroll 3
      for (int r = 0; r < 3; ++r)
        sum[r] = __builtin_fma(row[r][k], v[k], sum[r]);
    }
    for (int r = 0; r < 3; ++r)
      panel[r] += sum[r];
  }
  for (int64_t r = 0; r < rows; ++r)
    sums[r] = panel[r];
}

template <class V>
void dot_rows(int64_t rows, int64_t depth, const double* x, int64_t stride, const double* v, double* sums) {
  constexpr int64_t kTogether = 8;
  constexpr int64_t kCachedCells = 16384;
  // Rows that adjoin are one stream, though the processor sees many short ones: so the next rows are asked for, and few
  // at a time unless they are near already. Long rows are streams by themselves until they end.
  const bool adjoin = stride == depth && depth <= kBlockTerms;
  constexpr int64_t kDistance = 256;
  const Ahead ahead =
      adjoin ? Ahead{16 * stride, depth, 0} : Ahead{kDistance, depth - kDistance, kTogether * stride - depth};
  const bool far = adjoin && rows * depth > kCachedCells;
  int64_t r = 0;
  if (!far) {
    for (; r + kTogether <= rows; r += kTogether)
      dot_panels<2>(depth, x + r * stride, stride, ahead, v, sums + r);
  }
  for (; r + 4 <= rows; r += 4)
    dot_panels<1>(depth, x + r * stride, stride, ahead, v, sums + r);
  if (r < rows) dot_rest(rows - r, depth, x + r * stride, stride, v, sums + r);
  store_sums<V>(rows, sums, Store::kSet, sums);
}

/// The sums of kGroups times four blocks of kBlockTerms.
template <int kGroups>
LINEAL_INLINE void dot_block_groups(const double* x, const double* v, double* sums) {
  __m256d sum[kGroups];
#pragma GCC unroll 4
  for (int g = 0; g < kGroups; ++g)
    sum[g] = _mm256_setzero_pd();
  for (int64_t k = 0; k < kBlockTerms; k += 4) {
#pragma GCC unroll 4
    for (int g = 0; g < kGroups; ++g) {
      const Terms left = terms_of(x + g * 4 * kBlockTerms + k, kBlockTerms);
      const Terms right = terms_of(v + g * 4 * kBlockTerms + k, kBlockTerms);
#pragma GCC unroll 4
      for (int t = 0; t < 4; ++t)
        sum[g] = _mm256_fmadd_pd(left.term[t], right.term[t], sum[g]);
    }
  }
  for (int g = 0; g < kGroups; ++g)
    _mm256_storeu_pd(sums + 4 * g, sum[g]);
}

template <class V>
void dot_blocks(int64_t blocks, const double* x, const double* v, double* sums) {
  int64_t b = 0;
  for (; b + 8 <= blocks; b += 8)
    dot_block_groups<2>(x + b * kBlockTerms, v + b * kBlockTerms, sums + b);
  for (; b + 4 <= blocks; b += 4)
    dot_block_groups<1>(x + b * kBlockTerms, v + b * kBlockTerms, sums + b);
  for (; b < blocks; ++b) {
    double sum = 0;
    for (int64_t k = 0; k < kBlockTerms; ++k)
      sum = __builtin_fma(x[b * kBlockTerms + k], v[b * kBlockTerms + k], sum);
    sums[b] = sum;
  }
  store_sums<V>(blocks, sums, Store::kSet, sums);
}

}  // namespace
}  // namespace lineal::kernels
