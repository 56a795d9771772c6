// The generator WELL1024a (Panneton, L'Ecuyer, Matsumoto: Improved long-period generators based on linear recurrences
// modulo 2, ACM TOMS 32, 2006), seeded and read as in Commons Math.
#pragma once

#include <array>
#include <cstdint>

namespace lineal {

class Well1024a {
 public:
  static constexpr int kWords = 32;

  /// Takes the state as it is.
  explicit Well1024a(const std::array<uint32_t, kWords>& state) : state_(state) {}
  /// Spreads 64 bits over the state.
  explicit Well1024a(int64_t seed);

  int64_t next_long();
  /// A multiple of 2^-52 in [0, 1).
  double next_double();
  /// A standard normal number, by pairs.
  double next_gaussian();

 private:
  uint32_t next();

  std::array<uint32_t, kWords> state_;
  uint32_t index_ = 0;
  bool has_second_ = false;
  double second_ = 0;
};

}  // namespace lineal
