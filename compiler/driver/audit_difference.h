// How far two values are apart, for the audit.
#pragma once

#include "runtime/matrix/value.h"

namespace lineal {

/// The largest difference of two numbers or of two matrices of one shape: relative to the larger magnitude of the two
/// cells where that exceeds 1, absolute below. NaN equals NaN; everything else that cannot be compared is infinitely
/// far apart. Equal texts have distance 0.
double largest_difference(const Value& a, const Value& b);

/// The largest difference of two results of one computation in different rounding: relative to the largest magnitude
/// anywhere in `a`, so that cells that cancel to almost nothing do not count more than the others.
double rounding_difference(const Value& a, const Value& b);

/// The largest difference of two cells relative to the larger magnitude of the two.
double relative_difference(const Value& a, const Value& b);

/// The same relative to the cells of `scale`, which has the shape of both. Infinite where a cell of it is not finite.
double difference_beside(const Value& a, const Value& b, const Value& scale);

}  // namespace lineal
