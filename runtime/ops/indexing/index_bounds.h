// Bounds of subscripts: literals and numbers into checked ranges.
#pragma once

#include <string_view>

#include "runtime/matrix/list.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {

/// What the compiler passes for a bound that the script leaves out. X[, j] has it for both bounds of the rows; X[i] may
/// have it for the upper bound, or i again. A text, so that no number (X[0, j]) can be mistaken for it.
inline constexpr std::string_view kNoBound = ":";

/// Turns the four bounds in[first] to in[first + 3] (rows, then columns; from 1, both ends included) into a rectangle
/// of a rows x columns matrix or frame. Throws when it is outside, inverted or not numeric.
Rectangle index_rectangle(const KernelCall& call, size_t first, int64_t rows, int64_t columns);

/// The same for the two bounds of a single subscript, which chooses rows.
Rectangle index_rows(const KernelCall& call, size_t first, int64_t rows, int64_t columns);

/// Positions [begin, end) of a list, from 0, that the bounds in[first] and in[first + 1], numbers or names, choose.
struct Positions {
  int64_t begin = 0;
  int64_t end = 0;
};
Positions index_list(const KernelCall& call, size_t first, const List& list);

/// The number of positions between two bounds of a matrix dimension, -1 where not known.
int64_t index_extent(const ValueInfo& lower, const ValueInfo& upper, int64_t dimension);

}  // namespace lineal
