// Random choices that are the same on every machine.
#pragma once

#include <cstdint>

namespace lineal {

/// splitmix64.
class RandomChoices {
 public:
  explicit RandomChoices(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x632BE59BD9B4E019ull) {}

  uint64_t next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  /// From 0 up to, and without, `bound`.
  int64_t below(int64_t bound) { return static_cast<int64_t>(next() % static_cast<uint64_t>(bound)); }
  bool chance(int64_t percent) { return below(100) < percent; }

 private:
  uint64_t state_;
};

}  // namespace lineal
