// print(format, values...): the conversions of Java's String.format that scripts use.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "runtime/matrix/value.h"

namespace lineal {

/// Formats scalars: %d %x %X %o %c for ints, %f %e %E %g %G for numbers (rounded half-up on the shortest digits), %b %B
/// %s %S for anything, %% and %n; with flags - + blank 0 , ( #, width, precision and positions (%2$s). Throws
/// Error(kRuntime) for an unknown conversion, a missing value, or a value of the wrong kind.
std::string format_values(std::string_view format, std::span<const Value> values);

}  // namespace lineal
