// The linear congruential generator of java.util.Random, bit for bit.
#pragma once

#include <cstdint>

namespace lineal {

/// Gives the numbers that java.util.Random gives for the same seed and the same calls (its documentation fixes the
/// algorithm). 48 bits of state; every method is a few instructions.
class JavaRandom {
 public:
  explicit JavaRandom(int64_t seed) : state_((static_cast<uint64_t>(seed) ^ kMultiplier) & kMask) {}

  /// 32 random bits as a signed number.
  int32_t next_int() { return static_cast<int32_t>(bits(32)); }
  /// A number in [0, bound); bound must be positive.
  int32_t next_int(int32_t bound) {
    const auto unsigned_bound = static_cast<uint32_t>(bound);
    uint32_t draw = bits(31);
    if ((unsigned_bound & (unsigned_bound - 1)) == 0) {
      return static_cast<int32_t>((static_cast<uint64_t>(unsigned_bound) * draw) >> 31);
    }
    // Draws beyond the last full multiple of the bound are thrown away, so that all results are equally likely.
    uint32_t result = draw % unsigned_bound;
    while (draw - result + (unsigned_bound - 1) > INT32_MAX) {
      draw = bits(31);
      result = draw % unsigned_bound;
    }
    return static_cast<int32_t>(result);
  }
  int64_t next_long() {
    const uint64_t high = static_cast<uint64_t>(bits(32)) << 32;
    // The low half is added with its sign.
    return static_cast<int64_t>(high + static_cast<uint64_t>(int64_t{next_int()}));
  }
  /// A multiple of 2^-53 in [0, 1).
  double next_double() {
    const uint64_t high = static_cast<uint64_t>(bits(26)) << 27;
    return static_cast<double>(static_cast<int64_t>(high + bits(27))) * 0x1p-53;
  }

 private:
  static constexpr uint64_t kMultiplier = 0x5DEECE66Du;
  static constexpr uint64_t kIncrement = 0xB;
  static constexpr uint64_t kMask = (uint64_t{1} << 48) - 1;

  uint32_t bits(int count) {
    state_ = (state_ * kMultiplier + kIncrement) & kMask;
    return static_cast<uint32_t>(state_ >> (48 - count));
  }

  uint64_t state_;
};

}  // namespace lineal
