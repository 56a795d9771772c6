// Steps and outputs of WELL1024a.
#include "runtime/ops/random/well1024a.h"

#include <cmath>
#include <numbers>

#include "runtime/kernels/elementary.h"

namespace lineal {

Well1024a::Well1024a(int64_t seed) : state_{} {
  state_[0] = static_cast<uint32_t>(static_cast<uint64_t>(seed) >> 32);
  state_[1] = static_cast<uint32_t>(static_cast<uint64_t>(seed));
  for (uint32_t i = 2; i < kWords; ++i) {
    // In 64 bits with sign, as there: the words above enter the product as negative numbers.
    const int64_t word = static_cast<int32_t>(state_[i - 2]);
    const auto mixed = static_cast<uint64_t>(word ^ (word >> 30));
    state_[i] = static_cast<uint32_t>(uint64_t{1812433253} * mixed + i);
  }
}

uint32_t Well1024a::next() {
  constexpr uint32_t kLast = kWords - 1;
  const uint32_t before = (index_ + kLast) & kLast;
  const uint32_t m1 = state_[(index_ + 3) & kLast];
  const uint32_t m2 = state_[(index_ + 24) & kLast];
  const uint32_t m3 = state_[(index_ + 10) & kLast];
  const uint32_t z0 = state_[before];
  const uint32_t z1 = state_[index_] ^ (m1 ^ (m1 >> 8));
  const uint32_t z2 = (m2 ^ (m2 << 19)) ^ (m3 ^ (m3 << 14));
  state_[index_] = z1 ^ z2;
  state_[before] = (z0 ^ (z0 << 11)) ^ (z1 ^ (z1 << 7)) ^ (z2 ^ (z2 << 13));
  index_ = before;
  return state_[before];
}

int64_t Well1024a::next_long() {
  const uint64_t high = static_cast<uint64_t>(next()) << 32;
  return static_cast<int64_t>(high | next());
}

double Well1024a::next_double() {
  const uint64_t high = static_cast<uint64_t>(next() >> 6) << 26;
  return static_cast<double>(static_cast<int64_t>(high | (next() >> 6))) * 0x1p-52;
}

double Well1024a::next_gaussian() {
  if (has_second_) {
    has_second_ = false;
    return second_;
  }
  const double angle = 2 * std::numbers::pi * next_double();
  const double radius = std::sqrt(-2 * kernels::log(next_double()));
  second_ = radius * kernels::sin(angle);
  has_second_ = true;
  return radius * kernels::cos(angle);
}

}  // namespace lineal
