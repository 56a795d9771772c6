// replace() on frames.
#pragma once

#include "runtime/matrix/frame.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// The frame with every cell that is `pattern` replaced by the text of `replacement`. Text is looked for in all
/// columns, byte by byte; a number in columns that hold numbers, where NaN is found as well. Throws Error(kRuntime)
/// when one is a text and the other is not.
Value replace_in_frame(const Frame& frame, const Value& pattern, const Value& replacement);

}  // namespace lineal
