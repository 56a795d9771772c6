// Twenty-four lanes by AVX-512 F, DQ, BW and VL.
#pragma once

#include <cstdint>

#include <immintrin.h>

#define LINEAL_LANES avx512
#define LINEAL_TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")))
#define LINEAL_AVX512_LANE [[gnu::always_inline]] LINEAL_TARGET static inline

namespace lineal::kernels::avx512 {

// Three registers go side by side: one chain of dependent operations takes longer than a processor can look ahead to
// the next cells.
struct Real {
  __m512d a;
  __m512d b;
  __m512d c;
};
struct Bits {
  __m512i a;
  __m512i b;
  __m512i c;
};
struct Mask {
  __mmask8 a;
  __mmask8 b;
  __mmask8 c;
};
inline constexpr int64_t kPart = 8;
inline constexpr int64_t kWidth = 24;

LINEAL_AVX512_LANE Real operator+(Real x, Real y) {
  return {x.a + y.a, x.b + y.b, x.c + y.c};
}
LINEAL_AVX512_LANE Real operator-(Real x, Real y) {
  return {x.a - y.a, x.b - y.b, x.c - y.c};
}
LINEAL_AVX512_LANE Real operator-(Real x) {
  return {-x.a, -x.b, -x.c};
}
LINEAL_AVX512_LANE Real operator*(Real x, Real y) {
  return {x.a * y.a, x.b * y.b, x.c * y.c};
}
LINEAL_AVX512_LANE Real operator/(Real x, Real y) {
  return {x.a / y.a, x.b / y.b, x.c / y.c};
}
// Not by + of the compiler's vectors, whose integers have signs and may not overflow.
LINEAL_AVX512_LANE Bits operator+(Bits x, Bits y) {
  return {_mm512_add_epi64(x.a, y.a), _mm512_add_epi64(x.b, y.b), _mm512_add_epi64(x.c, y.c)};
}
LINEAL_AVX512_LANE Bits operator-(Bits x, Bits y) {
  return {_mm512_sub_epi64(x.a, y.a), _mm512_sub_epi64(x.b, y.b), _mm512_sub_epi64(x.c, y.c)};
}
LINEAL_AVX512_LANE Bits operator&(Bits x, Bits y) {
  return {x.a & y.a, x.b & y.b, x.c & y.c};
}
LINEAL_AVX512_LANE Bits operator|(Bits x, Bits y) {
  return {x.a | y.a, x.b | y.b, x.c | y.c};
}
LINEAL_AVX512_LANE Real splat(double x) {
  return {_mm512_set1_pd(x), _mm512_set1_pd(x), _mm512_set1_pd(x)};
}
LINEAL_AVX512_LANE Bits splat_bits(uint64_t x) {
  return {_mm512_set1_epi64(static_cast<int64_t>(x)), _mm512_set1_epi64(static_cast<int64_t>(x)),
          _mm512_set1_epi64(static_cast<int64_t>(x))};
}
LINEAL_AVX512_LANE Real fma(Real x, Real y, Real z) {
  return {_mm512_fmadd_pd(x.a, y.a, z.a), _mm512_fmadd_pd(x.b, y.b, z.b), _mm512_fmadd_pd(x.c, y.c, z.c)};
}
LINEAL_AVX512_LANE Real fnma(Real x, Real y, Real z) {
  return {_mm512_fnmadd_pd(x.a, y.a, z.a), _mm512_fnmadd_pd(x.b, y.b, z.b), _mm512_fnmadd_pd(x.c, y.c, z.c)};
}
// The masked forms with all lanes set: GCC warns of the undefined register that the plain ones start from.
LINEAL_AVX512_LANE Real square_root(Real x) {
  return {_mm512_maskz_sqrt_pd(0xff, x.a), _mm512_maskz_sqrt_pd(0xff, x.b), _mm512_maskz_sqrt_pd(0xff, x.c)};
}
LINEAL_AVX512_LANE Real minimum(Real x, Real y) {
  return {_mm512_maskz_min_pd(0xff, x.a, y.a), _mm512_maskz_min_pd(0xff, x.b, y.b),
          _mm512_maskz_min_pd(0xff, x.c, y.c)};
}
LINEAL_AVX512_LANE Real maximum(Real x, Real y) {
  return {_mm512_maskz_max_pd(0xff, x.a, y.a), _mm512_maskz_max_pd(0xff, x.b, y.b),
          _mm512_maskz_max_pd(0xff, x.c, y.c)};
}
LINEAL_AVX512_LANE Bits as_bits(Real x) {
  return {_mm512_castpd_si512(x.a), _mm512_castpd_si512(x.b), _mm512_castpd_si512(x.c)};
}
LINEAL_AVX512_LANE Real as_real(Bits x) {
  return {_mm512_castsi512_pd(x.a), _mm512_castsi512_pd(x.b), _mm512_castsi512_pd(x.c)};
}
template <int Count>
LINEAL_AVX512_LANE Bits shift_left(Bits x) {
  return {_mm512_maskz_slli_epi64(0xff, x.a, Count), _mm512_maskz_slli_epi64(0xff, x.b, Count),
          _mm512_maskz_slli_epi64(0xff, x.c, Count)};
}
template <int Count>
LINEAL_AVX512_LANE Bits shift_right(Bits x) {
  return {_mm512_maskz_srli_epi64(0xff, x.a, Count), _mm512_maskz_srli_epi64(0xff, x.b, Count),
          _mm512_maskz_srli_epi64(0xff, x.c, Count)};
}
/// k of x = 2^k m with 1 <= m < 2, for positive normal x.
LINEAL_AVX512_LANE Real exponent_of(Real x) {
  return {_mm512_maskz_getexp_pd(0xff, x.a), _mm512_maskz_getexp_pd(0xff, x.b), _mm512_maskz_getexp_pd(0xff, x.c)};
}
LINEAL_AVX512_LANE Mask less(Real x, Real y) {
  return {_mm512_cmp_pd_mask(x.a, y.a, _CMP_LT_OQ), _mm512_cmp_pd_mask(x.b, y.b, _CMP_LT_OQ),
          _mm512_cmp_pd_mask(x.c, y.c, _CMP_LT_OQ)};
}
LINEAL_AVX512_LANE Mask equal(Real x, Real y) {
  return {_mm512_cmp_pd_mask(x.a, y.a, _CMP_EQ_OQ), _mm512_cmp_pd_mask(x.b, y.b, _CMP_EQ_OQ),
          _mm512_cmp_pd_mask(x.c, y.c, _CMP_EQ_OQ)};
}
LINEAL_AVX512_LANE Mask both(Mask x, Mask y) {
  return {_kand_mask8(x.a, y.a), _kand_mask8(x.b, y.b), _kand_mask8(x.c, y.c)};
}
LINEAL_AVX512_LANE Mask either(Mask x, Mask y) {
  return {_kor_mask8(x.a, y.a), _kor_mask8(x.b, y.b), _kor_mask8(x.c, y.c)};
}
/// All classes but positive normal numbers, inverted.
LINEAL_AVX512_LANE Mask is_positive_normal(Real x) {
  return {_knot_mask8(_mm512_fpclass_pd_mask(x.a, 0xff)), _knot_mask8(_mm512_fpclass_pd_mask(x.b, 0xff)),
          _knot_mask8(_mm512_fpclass_pd_mask(x.c, 0xff))};
}
LINEAL_AVX512_LANE Real select(Mask mask, Real yes, Real no) {
  return {_mm512_mask_blend_pd(mask.a, no.a, yes.a), _mm512_mask_blend_pd(mask.b, no.b, yes.b),
          _mm512_mask_blend_pd(mask.c, no.c, yes.c)};
}
LINEAL_AVX512_LANE uint32_t missing(Mask mask) {
  return (uint32_t{mask.a} | uint32_t{mask.b} << 8 | uint32_t{mask.c} << 16) ^ 0xffffff;
}
/// Tables of 16 and 32 lie in registers; the permutation looks at the lowest four bits of an index.
template <int64_t Size>
LINEAL_AVX512_LANE __m512d lookup_part(const double* table, __m512i index) {
  static_assert(Size == 16 || Size == 32);
  const __m512d low = _mm512_permutex2var_pd(_mm512_load_pd(table), index, _mm512_load_pd(table + 8));
  if constexpr (Size == 16) return low;
  const __m512d high =
      _mm512_permutex2var_pd(_mm512_load_pd(table + Size - 16), index, _mm512_load_pd(table + Size - 8));
  return _mm512_mask_blend_pd(_mm512_test_epi64_mask(index, _mm512_set1_epi64(16)), low, high);
}
template <int64_t Size>
LINEAL_AVX512_LANE Real lookup(const double* table, Bits index) {
  return {lookup_part<Size>(table, index.a), lookup_part<Size>(table, index.b), lookup_part<Size>(table, index.c)};
}
LINEAL_AVX512_LANE Real gather(const double* table, Bits index) {
  return {_mm512_mask_i64gather_pd(_mm512_setzero_pd(), 0xff, index.a, table, 8),
          _mm512_mask_i64gather_pd(_mm512_setzero_pd(), 0xff, index.b, table, 8),
          _mm512_mask_i64gather_pd(_mm512_setzero_pd(), 0xff, index.c, table, 8)};
}
LINEAL_AVX512_LANE Real load(const double* from) {
  return {_mm512_loadu_pd(from), _mm512_loadu_pd(from + kPart), _mm512_loadu_pd(from + 2 * kPart)};
}
LINEAL_AVX512_LANE void store(double* to, Real x) {
  _mm512_storeu_pd(to, x.a);
  _mm512_storeu_pd(to + kPart, x.b);
  _mm512_storeu_pd(to + 2 * kPart, x.c);
}
/// Stores past the caches; `to` is a multiple of 64.
LINEAL_AVX512_LANE void stream(double* to, Real x) {
  _mm512_stream_pd(to, x.a);
  _mm512_stream_pd(to + kPart, x.b);
  _mm512_stream_pd(to + 2 * kPart, x.c);
}
/// Ends a run of stream().
LINEAL_AVX512_LANE void end_stream() {
  _mm_sfence();
}
LINEAL_AVX512_LANE Mask first(int64_t count) {
  const uint32_t lanes = (1U << count) - 1;
  return {static_cast<__mmask8>(lanes), static_cast<__mmask8>(lanes >> kPart),
          static_cast<__mmask8>(lanes >> 2 * kPart)};
}
LINEAL_AVX512_LANE Real load_part(const double* from, int64_t count) {
  const Mask mask = first(count);
  return {_mm512_maskz_loadu_pd(mask.a, from), _mm512_maskz_loadu_pd(mask.b, from + kPart),
          _mm512_maskz_loadu_pd(mask.c, from + 2 * kPart)};
}
LINEAL_AVX512_LANE void store_part(double* to, Real x, int64_t count) {
  const Mask mask = first(count);
  _mm512_mask_storeu_pd(to, mask.a, x.a);
  _mm512_mask_storeu_pd(to + kPart, mask.b, x.b);
  _mm512_mask_storeu_pd(to + 2 * kPart, mask.c, x.c);
}

}  // namespace lineal::kernels::avx512
