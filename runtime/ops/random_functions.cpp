// Logarithm, sine and cosine for normal numbers.
#include "runtime/ops/random_functions.h"

#include <cmath>

namespace lineal {

double java_log(double x) {
  return std::log(x);
}

JavaSinCos java_sin_cos(double angle) {
  return {.sine = std::sin(angle), .cosine = std::cos(angle)};
}

}  // namespace lineal
