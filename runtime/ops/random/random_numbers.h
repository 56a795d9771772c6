// Streams of values for rand(): one object per block, seeded by the block's number.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "runtime/ops/random/java_random.h"
#include "runtime/ops/random/random_functions.h"

namespace lineal {

/// Uniform over [0, 1).
class UniformStream {
 public:
  explicit UniformStream(int64_t seed) : random_(seed) {}
  double next() { return random_.next_double(); }

 private:
  JavaRandom random_;
};

/// Standard normal, by pairs (Box and Muller: A note on the generation of random normal deviates, 1958).
class NormalStream {
 public:
  explicit NormalStream(int64_t seed) : random_(seed) {}
  double next() {
    if (has_second_) {
      has_second_ = false;
      return second_;
    }
    const double radius = std::sqrt(-2.0 * java_log(random_.next_double()));
    const SineCosine at = java_sine_cosine(2 * std::numbers::pi * random_.next_double());
    second_ = radius * at.sine;
    has_second_ = true;
    return radius * at.cosine;
  }

 private:
  JavaRandom random_;
  bool has_second_ = false;
  double second_ = 0;
};

}  // namespace lineal
