// One lane in portable C++: the reference that the other widths must equal. With LINEAL_LANES_FMA the same for
// processors whose fma is an instruction: for single numbers it is faster than wide lanes.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#ifdef LINEAL_LANES_FMA
#define LINEAL_LANES single
#define LINEAL_TARGET __attribute__((target("avx2,fma")))
#else
#define LINEAL_LANES plain
#define LINEAL_TARGET
#endif

namespace lineal::kernels::LINEAL_LANES {

using Real = double;
using Bits = uint64_t;
using Mask = bool;
inline constexpr int64_t kWidth = 1;

[[maybe_unused, gnu::always_inline]] static inline Real splat(double x) {
  return x;
}
[[maybe_unused, gnu::always_inline]] static inline Bits splat_bits(uint64_t x) {
  return x;
}
/// x * y + z, rounded once. By the C library where the processor has no such instruction; the result is the same.
[[maybe_unused, gnu::always_inline]] static inline Real fma(Real x, Real y, Real z) {
  return std::fma(x, y, z);
}
/// z - x * y, rounded once.
[[maybe_unused, gnu::always_inline]] static inline Real fnma(Real x, Real y, Real z) {
  return std::fma(-x, y, z);
}
[[maybe_unused, gnu::always_inline]] static inline Real square_root(Real x) {
  return std::sqrt(x);
}
[[maybe_unused, gnu::always_inline]] static inline Real minimum(Real x, Real y) {
  return x < y ? x : y;
}
[[maybe_unused, gnu::always_inline]] static inline Real maximum(Real x, Real y) {
  return x > y ? x : y;
}
[[maybe_unused, gnu::always_inline]] static inline Bits as_bits(Real x) {
  return std::bit_cast<Bits>(x);
}
[[maybe_unused, gnu::always_inline]] static inline Real as_real(Bits x) {
  return std::bit_cast<Real>(x);
}
template <int Count>
[[maybe_unused, gnu::always_inline]] static inline Bits shift_left(Bits x) {
  return x << Count;
}
template <int Count>
[[maybe_unused, gnu::always_inline]] static inline Bits shift_right(Bits x) {
  return x >> Count;
}
/// k of x = 2^k m with 1 <= m < 2, for positive normal x.
[[maybe_unused, gnu::always_inline]] static inline Real exponent_of(Real x) {
  return as_real((as_bits(x) >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
}
[[maybe_unused, gnu::always_inline]] static inline Mask less(Real x, Real y) {
  return x < y;
}
[[maybe_unused, gnu::always_inline]] static inline Mask equal(Real x, Real y) {
  return x == y;
}
/// Positive, finite and not subnormal.
[[maybe_unused, gnu::always_inline]] static inline Mask is_positive_normal(Real x) {
  return x >= 0x1p-1022 && x < __builtin_inf();
}
[[maybe_unused, gnu::always_inline]] static inline Mask both(Mask x, Mask y) {
  return x && y;
}
[[maybe_unused, gnu::always_inline]] static inline Mask either(Mask x, Mask y) {
  return x || y;
}
[[maybe_unused, gnu::always_inline]] static inline Real select(Mask mask, Real yes, Real no) {
  return mask ? yes : no;
}
/// A bit for each lane that is not set.
[[maybe_unused, gnu::always_inline]] static inline uint32_t missing(Mask mask) {
  return mask ? 0 : 1;
}
/// table[index modulo Size].
template <int64_t Size>
[[maybe_unused, gnu::always_inline]] static inline Real lookup(const double* table, Bits index) {
  return table[index & (Size - 1)];
}
/// table[index].
[[maybe_unused, gnu::always_inline]] static inline Real gather(const double* table, Bits index) {
  return table[index];
}
/// pairs[index modulo Size].
template <int64_t Size>
[[maybe_unused, gnu::always_inline]] static inline void lookup_pair(const double (*pairs)[2], Bits index, Real& first,
                                                                    Real& second) {
  first = pairs[index & (Size - 1)][0];
  second = pairs[index & (Size - 1)][1];
}
[[maybe_unused, gnu::always_inline]] static inline Real load(const double* from) {
  return *from;
}
[[maybe_unused, gnu::always_inline]] static inline void store(double* to, Real x) {
  *to = x;
}
[[maybe_unused, gnu::always_inline]] static inline Real load_part(const double* from, int64_t) {
  return *from;
}
/// The same: there are no stores past the caches.
[[maybe_unused, gnu::always_inline]] static inline void stream(double* to, Real x) {
  store(to, x);
}
[[maybe_unused, gnu::always_inline]] static inline void end_stream() {}
[[maybe_unused, gnu::always_inline]] static inline void store_part(double* to, Real x, int64_t) {
  *to = x;
}

}  // namespace lineal::kernels::LINEAL_LANES
