// Products with AVX-512.
#include <bit>
#include <cstdint>
#include <utility>

#include "runtime/kernels/product.h"

#if defined(__x86_64__)

#include <immintrin.h>

// Not a flag of the file: inline functions of headers compiled with it could end up in the whole program.
#pragma GCC push_options
#pragma GCC target("avx2,fma,avx512f,avx512dq,avx512bw,avx512vl")

#include "runtime/kernels/product_dots_x86.h"
#include "runtime/kernels/product_sparse_loops.h"

namespace lineal::kernels {
namespace {

struct Avx512 {
  static constexpr int kLanes = 8;
  static constexpr int kTileRows = 8;
  static constexpr int kTileVectors = 3;
  static constexpr int kThinVectors = 8;
  static constexpr bool kFreeMasks = true;
  using Vector = __m512d;
  using Mask = __mmask8;

  static LINEAL_INLINE Mask mask_of(int64_t count) { return static_cast<Mask>((1 << count) - 1); }
  static LINEAL_INLINE Vector zero() { return _mm512_setzero_pd(); }
  static LINEAL_INLINE Vector load(const double* from) { return _mm512_loadu_pd(from); }
  static LINEAL_INLINE Vector load_some(const double* from, Mask mask) { return _mm512_maskz_loadu_pd(mask, from); }
  static LINEAL_INLINE void store(double* to, Vector x) { _mm512_storeu_pd(to, x); }
  static LINEAL_INLINE void store_some(double* to, Vector x, Mask mask) { _mm512_mask_storeu_pd(to, mask, x); }
  static LINEAL_INLINE Vector broadcast(const double* from) { return _mm512_set1_pd(*from); }
  static LINEAL_INLINE Vector multiply_add(Vector a, Vector b, Vector c) { return _mm512_fmadd_pd(a, b, c); }
  static LINEAL_INLINE double multiply_add_one(double a, double b, double c) { return __builtin_fma(a, b, c); }
  static LINEAL_INLINE Vector add(Vector a, Vector b) { return _mm512_add_pd(a, b); }
  static LINEAL_INLINE Vector subtract(Vector a, Vector b) { return _mm512_sub_pd(a, b); }
  static LINEAL_INLINE Vector clean(Vector x) {
    const Vector nan = _mm512_castsi512_pd(_mm512_set1_epi64(0x7ff8000000000000));
    return _mm512_mask_mov_pd(x, _mm512_cmp_pd_mask(x, x, _CMP_UNORD_Q), nan);
  }
  static LINEAL_INLINE void transpose_4x4(const double* from, int64_t stride, double* to, int64_t to_stride) {
    const Terms terms = terms_of(from, stride);
    for (int64_t t = 0; t < 4; ++t)
      _mm256_storeu_pd(to + t * to_stride, terms.term[t]);
  }
};

constexpr ProductKernels kTable = {.tile_rows = Avx512::kTileRows,
                                   .tile_columns = Avx512::kTileVectors * Avx512::kLanes,
                                   .by_rows = product_block<Avx512, true>,
                                   .by_terms = product_block<Avx512, false>,
                                   .pack_chains = pack_chains<Avx512>,
                                   .pack_terms = pack_terms<Avx512>,
                                   .dot_rows = dot_rows<Avx512>,
                                   .dot_blocks = dot_blocks<Avx512>,
                                   .extend_chains = extend_chains<Avx512>,
                                   .store_sums = store_sums<Avx512>,
                                   .sparse_dense = sparse_dense<Avx512>,
                                   .scatter = scatter<Avx512>,
                                   .sparse_row = sparse_row<Avx512>};

}  // namespace

const ProductKernels* const kAvx512Products = &kTable;

}  // namespace lineal::kernels

#pragma GCC pop_options

#else

namespace lineal::kernels {

const ProductKernels* const kAvx512Products = nullptr;

}  // namespace lineal::kernels

#endif
