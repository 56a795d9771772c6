// How far two values are apart, for the audit.
#pragma once

#include "runtime/matrix/value.h"

namespace lineal {

/// The largest difference of two numbers or of two matrices of one shape: relative to the larger magnitude of the two
/// cells where that exceeds 1, absolute below. NaN equals NaN; everything else that cannot be compared is infinitely
/// far apart. Equal texts have distance 0.
double largest_difference(const Value& a, const Value& b);

}  // namespace lineal
