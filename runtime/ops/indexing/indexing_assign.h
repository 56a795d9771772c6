// Left indexing: writing a rectangle of a matrix or frame, in place where that is allowed.
#pragma once

#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {

/// Sets out[0] to the matrix in[0] with the rectangle replaced by in[1], a matrix of its shape or, for one cell, a
/// number. Writes in place, and counts it, when this call holds the only handle.
void assign_matrix(KernelCall& call, const Rectangle& part);

/// The same for frames; a matrix or frame on the right fills from the top left corner of the rectangle.
void assign_frame(KernelCall& call, const Rectangle& part);

}  // namespace lineal
