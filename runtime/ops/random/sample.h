// Samples of integers, the very numbers that SystemDS 3.4 gives for the same seed.
#pragma once

#include <cstdint>

#include "runtime/core/interrupt.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

struct SampleRequest {
  int64_t population = 0;  // values are 1 ... population
  int64_t size = 0;
  bool replace = false;
  int64_t seed = 0;
};

/// Draws a column of `size` integers. Without replacement in O(population) time (reservoir sampling). Throws
/// Error(kRuntime) when the population is too small, or without replacement larger than 2^31 - 1.
MatrixRef draw_sample(const SampleRequest& request, const Interrupt& interrupt);

}  // namespace lineal
