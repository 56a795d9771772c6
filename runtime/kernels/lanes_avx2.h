// Eight lanes by AVX2 and FMA.
#pragma once

#include <cstdint>

#include <immintrin.h>

#define LINEAL_LANES avx2
#define LINEAL_TARGET __attribute__((target("avx2,fma")))
#define LINEAL_AVX2_LANE [[gnu::always_inline]] LINEAL_TARGET static inline

namespace lineal::kernels::avx2 {

// Two registers go side by side: one chain of dependent operations takes longer than a processor can look ahead to the
// next cells.
struct Real {
  __m256d a;
  __m256d b;
};
struct Bits {
  __m256i a;
  __m256i b;
};
struct Mask {
  __m256d a;
  __m256d b;
};
inline constexpr int64_t kHalf = 4;
inline constexpr int64_t kWidth = 8;

LINEAL_AVX2_LANE Real operator+(Real x, Real y) {
  return {x.a + y.a, x.b + y.b};
}
LINEAL_AVX2_LANE Real operator-(Real x, Real y) {
  return {x.a - y.a, x.b - y.b};
}
LINEAL_AVX2_LANE Real operator-(Real x) {
  return {-x.a, -x.b};
}
LINEAL_AVX2_LANE Real operator*(Real x, Real y) {
  return {x.a * y.a, x.b * y.b};
}
LINEAL_AVX2_LANE Real operator/(Real x, Real y) {
  return {x.a / y.a, x.b / y.b};
}
// Not by + of the compiler's vectors, whose integers have signs and may not overflow.
LINEAL_AVX2_LANE Bits operator+(Bits x, Bits y) {
  return {_mm256_add_epi64(x.a, y.a), _mm256_add_epi64(x.b, y.b)};
}
LINEAL_AVX2_LANE Bits operator-(Bits x, Bits y) {
  return {_mm256_sub_epi64(x.a, y.a), _mm256_sub_epi64(x.b, y.b)};
}
LINEAL_AVX2_LANE Bits operator&(Bits x, Bits y) {
  return {x.a & y.a, x.b & y.b};
}
LINEAL_AVX2_LANE Bits operator|(Bits x, Bits y) {
  return {x.a | y.a, x.b | y.b};
}
LINEAL_AVX2_LANE Real splat(double x) {
  return {_mm256_set1_pd(x), _mm256_set1_pd(x)};
}
LINEAL_AVX2_LANE Bits splat_bits(uint64_t x) {
  return {_mm256_set1_epi64x(static_cast<int64_t>(x)), _mm256_set1_epi64x(static_cast<int64_t>(x))};
}
LINEAL_AVX2_LANE Real fma(Real x, Real y, Real z) {
  return {_mm256_fmadd_pd(x.a, y.a, z.a), _mm256_fmadd_pd(x.b, y.b, z.b)};
}
LINEAL_AVX2_LANE Real fnma(Real x, Real y, Real z) {
  return {_mm256_fnmadd_pd(x.a, y.a, z.a), _mm256_fnmadd_pd(x.b, y.b, z.b)};
}
LINEAL_AVX2_LANE Real square_root(Real x) {
  return {_mm256_sqrt_pd(x.a), _mm256_sqrt_pd(x.b)};
}
LINEAL_AVX2_LANE Real minimum(Real x, Real y) {
  return {_mm256_min_pd(x.a, y.a), _mm256_min_pd(x.b, y.b)};
}
LINEAL_AVX2_LANE Real maximum(Real x, Real y) {
  return {_mm256_max_pd(x.a, y.a), _mm256_max_pd(x.b, y.b)};
}
LINEAL_AVX2_LANE Bits as_bits(Real x) {
  return {_mm256_castpd_si256(x.a), _mm256_castpd_si256(x.b)};
}
LINEAL_AVX2_LANE Real as_real(Bits x) {
  return {_mm256_castsi256_pd(x.a), _mm256_castsi256_pd(x.b)};
}
template <int Count>
LINEAL_AVX2_LANE Bits shift_left(Bits x) {
  return {_mm256_slli_epi64(x.a, Count), _mm256_slli_epi64(x.b, Count)};
}
template <int Count>
LINEAL_AVX2_LANE Bits shift_right(Bits x) {
  return {_mm256_srli_epi64(x.a, Count), _mm256_srli_epi64(x.b, Count)};
}
/// k of x = 2^k m with 1 <= m < 2, for positive normal x.
LINEAL_AVX2_LANE Real exponent_of(Real x) {
  return as_real(shift_right<52>(as_bits(x)) | splat_bits(0x4330000000000000)) - splat(0x1p52 + 1023);
}
LINEAL_AVX2_LANE Mask less(Real x, Real y) {
  return {_mm256_cmp_pd(x.a, y.a, _CMP_LT_OQ), _mm256_cmp_pd(x.b, y.b, _CMP_LT_OQ)};
}
LINEAL_AVX2_LANE Mask equal(Real x, Real y) {
  return {_mm256_cmp_pd(x.a, y.a, _CMP_EQ_OQ), _mm256_cmp_pd(x.b, y.b, _CMP_EQ_OQ)};
}
LINEAL_AVX2_LANE Mask both(Mask x, Mask y) {
  return {_mm256_and_pd(x.a, y.a), _mm256_and_pd(x.b, y.b)};
}
LINEAL_AVX2_LANE Mask either(Mask x, Mask y) {
  return {_mm256_or_pd(x.a, y.a), _mm256_or_pd(x.b, y.b)};
}
LINEAL_AVX2_LANE __m256d is_positive_normal_half(__m256d x) {
  // As integers these are the patterns from 2^52 on; adding one moves the next beyond them to the negative ones.
  const __m256i bits = _mm256_castpd_si256(x);
  const __m256i moved = _mm256_add_epi64(bits, _mm256_set1_epi64x(0x0010000000000000));
  return _mm256_castsi256_pd(_mm256_cmpgt_epi64(moved, _mm256_set1_epi64x(0x001fffffffffffff)));
}
LINEAL_AVX2_LANE Mask is_positive_normal(Real x) {
  return {is_positive_normal_half(x.a), is_positive_normal_half(x.b)};
}
LINEAL_AVX2_LANE Real select(Mask mask, Real yes, Real no) {
  return {_mm256_blendv_pd(no.a, yes.a, mask.a), _mm256_blendv_pd(no.b, yes.b, mask.b)};
}
LINEAL_AVX2_LANE uint32_t missing(Mask mask) {
  return static_cast<uint32_t>(_mm256_movemask_pd(mask.a) | _mm256_movemask_pd(mask.b) << kHalf) ^ 0xff;
}
LINEAL_AVX2_LANE __m256d gather_half(const double* table, __m256i index) {
  // Four loads instead of a gather, which is no faster on many processors and which QEMU 7.2 gets wrong.
  const __m128i low = _mm256_castsi256_si128(index);
  const __m128i high = _mm256_extracti128_si256(index, 1);
  return _mm256_set_pd(table[_mm_extract_epi64(high, 1)], table[_mm_cvtsi128_si64(high)],
                       table[_mm_extract_epi64(low, 1)], table[_mm_cvtsi128_si64(low)]);
}
LINEAL_AVX2_LANE Real gather(const double* table, Bits index) {
  return {gather_half(table, index.a), gather_half(table, index.b)};
}
template <int64_t Size>
LINEAL_AVX2_LANE Real lookup(const double* table, Bits index) {
  return gather(table, index & splat_bits(Size - 1));
}
/// pairs[index modulo Size]: its parts lie side by side, so that one load brings both.
LINEAL_AVX2_LANE void gather_pairs_half(const double (*pairs)[2], __m256i index, __m256d& first, __m256d& second) {
  const __m128i low = _mm256_castsi256_si128(index);
  const __m128i high = _mm256_extracti128_si256(index, 1);
  const __m256d even =
      _mm256_set_m128d(_mm_load_pd(pairs[_mm_cvtsi128_si64(high)]), _mm_load_pd(pairs[_mm_cvtsi128_si64(low)]));
  const __m256d odd =
      _mm256_set_m128d(_mm_load_pd(pairs[_mm_extract_epi64(high, 1)]), _mm_load_pd(pairs[_mm_extract_epi64(low, 1)]));
  first = _mm256_unpacklo_pd(even, odd);
  second = _mm256_unpackhi_pd(even, odd);
}
template <int64_t Size>
LINEAL_AVX2_LANE void lookup_pair(const double (*pairs)[2], Bits index, Real& first, Real& second) {
  const Bits inside = index & splat_bits(Size - 1);
  gather_pairs_half(pairs, inside.a, first.a, second.a);
  gather_pairs_half(pairs, inside.b, first.b, second.b);
}
LINEAL_AVX2_LANE Real load(const double* from) {
  return {_mm256_loadu_pd(from), _mm256_loadu_pd(from + kHalf)};
}
LINEAL_AVX2_LANE void store(double* to, Real x) {
  _mm256_storeu_pd(to, x.a);
  _mm256_storeu_pd(to + kHalf, x.b);
}
/// Stores past the caches; `to` is a multiple of 64.
LINEAL_AVX2_LANE void stream(double* to, Real x) {
  _mm256_stream_pd(to, x.a);
  _mm256_stream_pd(to + kHalf, x.b);
}
/// Ends a run of stream().
LINEAL_AVX2_LANE void end_stream() {
  _mm_sfence();
}
LINEAL_AVX2_LANE Bits first(int64_t count) {
  const __m256i all = _mm256_set1_epi64x(count);
  return {_mm256_cmpgt_epi64(all, _mm256_setr_epi64x(0, 1, 2, 3)),
          _mm256_cmpgt_epi64(all, _mm256_setr_epi64x(4, 5, 6, 7))};
}
LINEAL_AVX2_LANE Real load_part(const double* from, int64_t count) {
  const Bits mask = first(count);
  return {_mm256_maskload_pd(from, mask.a), _mm256_maskload_pd(from + kHalf, mask.b)};
}
LINEAL_AVX2_LANE void store_part(double* to, Real x, int64_t count) {
  const Bits mask = first(count);
  _mm256_maskstore_pd(to, mask.a, x.a);
  _mm256_maskstore_pd(to + kHalf, mask.b, x.b);
}

}  // namespace lineal::kernels::avx2
