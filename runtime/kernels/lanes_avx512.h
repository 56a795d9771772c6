// Eight lanes by AVX-512 F, DQ, BW and VL.
#pragma once

#include <immintrin.h>

#include <cstdint>

#define LINEAL_LANES avx512
#define LINEAL_TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")))
#define LINEAL_AVX512_LANE [[gnu::always_inline]] LINEAL_TARGET static inline

namespace lineal::kernels::avx512 {

using Real = __m512d;
using Bits = __m512i;
using Mask = __mmask8;
inline constexpr int64_t kWidth = 8;

LINEAL_AVX512_LANE Real splat(double x) {
  return _mm512_set1_pd(x);
}
LINEAL_AVX512_LANE Bits splat_bits(uint64_t x) {
  return _mm512_set1_epi64(static_cast<int64_t>(x));
}
LINEAL_AVX512_LANE Real fma(Real x, Real y, Real z) {
  return _mm512_fmadd_pd(x, y, z);
}
LINEAL_AVX512_LANE Real fnma(Real x, Real y, Real z) {
  return _mm512_fnmadd_pd(x, y, z);
}
// The masked forms with all lanes set: GCC warns of the undefined register that the plain ones start from.
LINEAL_AVX512_LANE Real square_root(Real x) {
  return _mm512_maskz_sqrt_pd(0xff, x);
}
LINEAL_AVX512_LANE Real minimum(Real x, Real y) {
  return _mm512_maskz_min_pd(0xff, x, y);
}
LINEAL_AVX512_LANE Real maximum(Real x, Real y) {
  return _mm512_maskz_max_pd(0xff, x, y);
}
LINEAL_AVX512_LANE Bits as_bits(Real x) {
  return _mm512_castpd_si512(x);
}
LINEAL_AVX512_LANE Real as_real(Bits x) {
  return _mm512_castsi512_pd(x);
}
template <int Count>
LINEAL_AVX512_LANE Bits shift_left(Bits x) {
  return _mm512_maskz_slli_epi64(0xff, x, Count);
}
template <int Count>
LINEAL_AVX512_LANE Bits shift_right(Bits x) {
  return _mm512_maskz_srli_epi64(0xff, x, Count);
}
LINEAL_AVX512_LANE Mask less(Real x, Real y) {
  return _mm512_cmp_pd_mask(x, y, _CMP_LT_OQ);
}
LINEAL_AVX512_LANE Mask equal(Real x, Real y) {
  return _mm512_cmp_pd_mask(x, y, _CMP_EQ_OQ);
}
LINEAL_AVX512_LANE Mask both(Mask x, Mask y) {
  return _kand_mask8(x, y);
}
LINEAL_AVX512_LANE Mask either(Mask x, Mask y) {
  return _kor_mask8(x, y);
}
LINEAL_AVX512_LANE Real select(Mask mask, Real yes, Real no) {
  return _mm512_mask_blend_pd(mask, no, yes);
}
LINEAL_AVX512_LANE uint32_t missing(Mask mask) {
  return static_cast<uint32_t>(mask) ^ 255;
}
/// Tables of 16 and 32 lie in registers; the permutation looks at the lowest four bits of an index.
template <int64_t Size>
LINEAL_AVX512_LANE Real lookup(const double* table, Bits index) {
  static_assert(Size == 16 || Size == 32);
  const Real low = _mm512_permutex2var_pd(_mm512_load_pd(table), index, _mm512_load_pd(table + 8));
  if constexpr (Size == 16) return low;
  const Real high = _mm512_permutex2var_pd(_mm512_load_pd(table + Size - 16), index, _mm512_load_pd(table + Size - 8));
  return _mm512_mask_blend_pd(_mm512_test_epi64_mask(index, splat_bits(16)), low, high);
}
LINEAL_AVX512_LANE Real gather(const double* table, Bits index) {
  return _mm512_mask_i64gather_pd(_mm512_setzero_pd(), 0xff, index, table, 8);
}
LINEAL_AVX512_LANE Real load(const double* from) {
  return _mm512_loadu_pd(from);
}
LINEAL_AVX512_LANE void store(double* to, Real x) {
  _mm512_storeu_pd(to, x);
}
LINEAL_AVX512_LANE Real load_part(const double* from, int64_t count) {
  return _mm512_maskz_loadu_pd(static_cast<Mask>((1U << count) - 1), from);
}
LINEAL_AVX512_LANE void store_part(double* to, Real x, int64_t count) {
  _mm512_mask_storeu_pd(to, static_cast<Mask>((1U << count) - 1), x);
}

}  // namespace lineal::kernels::avx512
