// Four lanes by AVX2 and FMA.
#pragma once

#include <immintrin.h>

#include <cstdint>

#define LINEAL_LANES avx2
#define LINEAL_TARGET __attribute__((target("avx2,fma")))
#define LINEAL_AVX2_LANE [[gnu::always_inline]] LINEAL_TARGET static inline

namespace lineal::kernels::avx2 {

using Real = __m256d;
using Bits = __m256i;
using Mask = __m256d;
inline constexpr int64_t kWidth = 4;

LINEAL_AVX2_LANE Real splat(double x) {
  return _mm256_set1_pd(x);
}
LINEAL_AVX2_LANE Bits splat_bits(uint64_t x) {
  return _mm256_set1_epi64x(static_cast<int64_t>(x));
}
LINEAL_AVX2_LANE Real fma(Real x, Real y, Real z) {
  return _mm256_fmadd_pd(x, y, z);
}
LINEAL_AVX2_LANE Real fnma(Real x, Real y, Real z) {
  return _mm256_fnmadd_pd(x, y, z);
}
LINEAL_AVX2_LANE Real square_root(Real x) {
  return _mm256_sqrt_pd(x);
}
LINEAL_AVX2_LANE Real minimum(Real x, Real y) {
  return _mm256_min_pd(x, y);
}
LINEAL_AVX2_LANE Real maximum(Real x, Real y) {
  return _mm256_max_pd(x, y);
}
LINEAL_AVX2_LANE Bits as_bits(Real x) {
  return _mm256_castpd_si256(x);
}
LINEAL_AVX2_LANE Real as_real(Bits x) {
  return _mm256_castsi256_pd(x);
}
template <int Count>
LINEAL_AVX2_LANE Bits shift_left(Bits x) {
  return _mm256_slli_epi64(x, Count);
}
template <int Count>
LINEAL_AVX2_LANE Bits shift_right(Bits x) {
  return _mm256_srli_epi64(x, Count);
}
LINEAL_AVX2_LANE Mask less(Real x, Real y) {
  return _mm256_cmp_pd(x, y, _CMP_LT_OQ);
}
LINEAL_AVX2_LANE Mask equal(Real x, Real y) {
  return _mm256_cmp_pd(x, y, _CMP_EQ_OQ);
}
LINEAL_AVX2_LANE Mask both(Mask x, Mask y) {
  return _mm256_and_pd(x, y);
}
LINEAL_AVX2_LANE Mask either(Mask x, Mask y) {
  return _mm256_or_pd(x, y);
}
LINEAL_AVX2_LANE Real select(Mask mask, Real yes, Real no) {
  return _mm256_blendv_pd(no, yes, mask);
}
LINEAL_AVX2_LANE uint32_t missing(Mask mask) {
  return static_cast<uint32_t>(_mm256_movemask_pd(mask)) ^ 15;
}
LINEAL_AVX2_LANE Real gather(const double* table, Bits index) {
  // The form without a mask reads an uninitialised register, of which GCC warns.
  return _mm256_mask_i64gather_pd(_mm256_setzero_pd(), table, index, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)), 8);
}
template <int64_t Size>
LINEAL_AVX2_LANE Real lookup(const double* table, Bits index) {
  return gather(table, _mm256_and_si256(index, splat_bits(Size - 1)));
}
LINEAL_AVX2_LANE Real load(const double* from) {
  return _mm256_loadu_pd(from);
}
LINEAL_AVX2_LANE void store(double* to, Real x) {
  _mm256_storeu_pd(to, x);
}
LINEAL_AVX2_LANE __m256i first(int64_t count) {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
}
LINEAL_AVX2_LANE Real load_part(const double* from, int64_t count) {
  return _mm256_maskload_pd(from, first(count));
}
LINEAL_AVX2_LANE void store_part(double* to, Real x, int64_t count) {
  _mm256_maskstore_pd(to, first(count), x);
}

}  // namespace lineal::kernels::avx2
