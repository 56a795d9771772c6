// map(F, "x -> expression"): functions written in a subset of Java, applied to the cells of a frame.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/matrix/frame.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// Applies `function` to every cell that is not missing and gives a frame of strings. `margin` must be 0 (cells).
/// Throws Error(kRuntime) for a function outside of the subset, with the position in its text, and for a cell on which
/// it fails.
///
/// The subset: one parameter; string, int, double and boolean literals; + - * / % (concatenation with strings),
/// comparisons,
/// && || !, ?:, parentheses, indexing of arrays; the methods length, isEmpty, toLowerCase, toUpperCase, trim, equals,
/// equalsIgnoreCase, contains, startsWith, endsWith, indexOf, lastIndexOf, charAt, substring, concat, replace,
/// replaceAll, replaceFirst, matches, split of strings; Integer.valueOf, Integer.parseInt, Double.valueOf,
/// Double.parseDouble, String.valueOf.
Value map_frame(const Frame& frame, std::string_view function, int64_t margin);

}  // namespace lineal
