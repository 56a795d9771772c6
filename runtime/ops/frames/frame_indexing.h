// Slices, assignments, concatenations and comparisons of frames.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/matrix/frame.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// Rows r1..r2 and columns c1..c2, counted from 1 and inclusive; the caller has checked the bounds. Names and types of
/// the columns are kept.
Value frame_slice(const Frame& frame, int64_t r1, int64_t r2, int64_t c1, int64_t c2);

/// A copy of `frame` with rows r1..r2 and columns c1..c2 replaced by `rhs`: a frame or matrix of that shape, or a
/// scalar for a single cell. The caller has checked the bounds; a shape or a cell that does not fit is an error. Names
/// and types of `frame` are kept.
Value frame_assign(const Value& frame, const Value& rhs, int64_t r1, int64_t r2, int64_t c1, int64_t c2);

/// Frames below each other: names of the first, types kept where all agree, otherwise STRING. Matrices among the parts
/// count as FP64 frames. Parts without columns are skipped.
Value frame_bind_rows(std::span<const Value> parts);

/// Frames beside each other. Matrices and scalars among the parts count as FP64 frames and STRING cells. A name that
/// occurred before, and every default name, is replaced by the default name of its position.
Value frame_bind_columns(std::span<const Value> parts);

}  // namespace lineal
