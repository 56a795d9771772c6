// Products with AVX2 and FMA.
#include <bit>
#include <cstdint>
#include <utility>

#include "runtime/kernels/product.h"

#if defined(__x86_64__)

#include <immintrin.h>

// Not a flag of the file: inline functions of headers compiled with it could end up in the whole program.
#pragma GCC push_options
#pragma GCC target("avx2,fma")

#include "runtime/kernels/product_dots_x86.h"
#include "runtime/kernels/product_sparse_loops.h"

namespace lineal::kernels {
namespace {

struct Avx2 {
  static constexpr int kLanes = 4;
  static constexpr int kTileRows = 4;
  static constexpr int kTileVectors = 3;
  static constexpr int kThinVectors = 6;
  static constexpr bool kFreeMasks = false;
  using Vector = __m256d;
  using Mask = __m256i;

  static LINEAL_INLINE Mask mask_of(int64_t count) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
  }
  static LINEAL_INLINE Vector zero() { return _mm256_setzero_pd(); }
  static LINEAL_INLINE Vector load(const double* from) { return _mm256_loadu_pd(from); }
  static LINEAL_INLINE Vector load_some(const double* from, Mask mask) { return _mm256_maskload_pd(from, mask); }
  static LINEAL_INLINE void store(double* to, Vector x) { _mm256_storeu_pd(to, x); }
  static LINEAL_INLINE void store_some(double* to, Vector x, Mask mask) { _mm256_maskstore_pd(to, mask, x); }
  static LINEAL_INLINE Vector broadcast(const double* from) { return _mm256_broadcast_sd(from); }
  static LINEAL_INLINE Vector multiply_add(Vector a, Vector b, Vector c) { return _mm256_fmadd_pd(a, b, c); }
  static LINEAL_INLINE double multiply_add_one(double a, double b, double c) { return __builtin_fma(a, b, c); }
  static LINEAL_INLINE Vector add(Vector a, Vector b) { return _mm256_add_pd(a, b); }
  static LINEAL_INLINE Vector subtract(Vector a, Vector b) { return _mm256_sub_pd(a, b); }
  static LINEAL_INLINE Vector clean(Vector x) {
    const Vector nan = _mm256_castsi256_pd(_mm256_set1_epi64x(0x7ff8000000000000));
    return _mm256_blendv_pd(x, nan, _mm256_cmp_pd(x, x, _CMP_UNORD_Q));
  }
  static LINEAL_INLINE void transpose_4x4(const double* from, int64_t stride, double* to, int64_t to_stride) {
    const Terms terms = terms_of(from, stride);
    for (int64_t t = 0; t < 4; ++t)
      store(to + t * to_stride, terms.term[t]);
  }
};

constexpr ProductKernels kTable = {.tile_rows = Avx2::kTileRows,
                                   .tile_columns = Avx2::kTileVectors * Avx2::kLanes,
                                   .by_rows = product_block<Avx2, true>,
                                   .by_terms = product_block<Avx2, false>,
                                   .pack_chains = pack_chains<Avx2>,
                                   .pack_terms = pack_terms<Avx2>,
                                   .dot_rows = dot_rows<Avx2>,
                                   .dot_blocks = dot_blocks<Avx2>,
                                   .extend_chains = extend_chains<Avx2>,
                                   .store_sums = store_sums<Avx2>,
                                   .sparse_dense = sparse_dense<Avx2>,
                                   .scatter = scatter<Avx2>,
                                   .sparse_row = sparse_row<Avx2>};

}  // namespace

const ProductKernels* const kAvx2Products = &kTable;

}  // namespace lineal::kernels

#pragma GCC pop_options

#else

namespace lineal::kernels {

const ProductKernels* const kAvx2Products = nullptr;

}  // namespace lineal::kernels

#endif
