// Inference of kinds, shapes and non-zeros, for OpDef::infer of every family.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/value_info.h"

namespace lineal::infer {

/// a * b and a + b of dimensions, -1 where a part is unknown or the result does not fit.
int64_t times(int64_t a, int64_t b);
int64_t plus(int64_t a, int64_t b);
/// rows * columns of a matrix or frame, -1 where unknown.
int64_t cells(const ValueInfo& info);
/// The upper bound of non-zeros: `nonzeros` where known, otherwise the number of cells.
int64_t nonzeros_bound(const ValueInfo& info);
/// The value of a known number as a dimension or position (truncated as DML does); -1 where unknown or negative.
int64_t dimension(const ValueInfo& info);
/// The value of a known number as a flag; `unknown` where not known.
bool flag(const ValueInfo& info, bool unknown);

/// Says how the right operand of a cell-wise operator is spread over the left one.
enum class Spread : uint8_t { kSame, kColumn, kRow, kOuter, kMisfit };
/// Decides by dimensions, in DML's order: same shape, right column vector, right row vector, column by row. The left
/// operand is never spread, except in the outer form.
Spread spread(int64_t left_rows, int64_t left_columns, int64_t right_rows, int64_t right_columns);

/// The shape of a cell-wise operator over two operands, each a matrix or a number; nonzeros unknown. Where one shape is
/// unknown only what is certain is filled in.
ValueInfo broadcast(const ValueInfo& left, const ValueInfo& right);

// The following have the type Infer and are used directly in declarations. Several outputs all get the same.

/// Scalars.
void scalar_int(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void scalar_double(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void scalar_boolean(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void scalar_string(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);

/// A matrix, frame or list of which nothing else is known.
void any_matrix(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void any_frame(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void any_list(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);

/// Kind and dimensions of the first argument, non-zeros unknown.
void same_shape(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
/// Everything of the first argument except a known number: reordering, zero-preserving functions of one matrix.
void same_as_first(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
/// One column with the rows of the first argument; one row with its columns.
void column_of_rows(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void row_of_columns(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);

/// nrow, ncol, length: an int, known when the dimensions are.
void row_count(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void column_count(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
void cell_count(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);

/// Cell-wise operators of any number of operands, and of one operand: a matrix when any operand is one. Numbers whose
/// values are known are propagated through OpDef::scalar.
void cellwise(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);

/// Runs the scalar path of `op` on known numbers; unknown when one is not a known number or the operator refuses.
ValueInfo propagate_numbers(const OpDef& op, std::span<const ValueInfo> in);

}  // namespace lineal::infer
