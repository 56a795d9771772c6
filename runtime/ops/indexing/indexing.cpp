// Right and left indexing of matrices, frames and lists.
#include "runtime/ops/indexing/indexing.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/frames/frame_indexing.h"
#include "runtime/ops/indexing/index_bounds.h"
#include "runtime/ops/indexing/indexing_assign.h"
#include "runtime/ops/indexing/list_parts.h"
#include "runtime/ops/indexing/spell_subscripts.h"

namespace lineal {
namespace {

void take(KernelCall& call, const Rectangle& part) {
  if (call.in[0].is_frame()) {
    call.out[0] =
        frame_slice(call.in[0].as_frame(), part.row_begin + 1, part.row_end, part.column_begin + 1, part.column_end);
    return;
  }
  const MatrixBlock& matrix = call.matrix(0);
  const bool whole = part.rows() == matrix.rows() && part.columns() == matrix.columns();
  call.out[0] = whole ? call.in[0] : Value::matrix(copy_rectangle(matrix, part, call.context.pool));
}

/// The dimensions of the matrix or frame that is indexed.
MatrixShape shape_of(const Value& value) {
  if (value.is_frame()) return {value.as_frame().rows(), value.as_frame().columns()};
  return {value.as_matrix().rows(), value.as_matrix().columns()};
}

void right_index(KernelCall& call) {
  const MatrixShape shape = shape_of(call.in[0]);
  take(call, index_rectangle(call, 1, shape.rows, shape.columns));
}

void right_index_rows(KernelCall& call) {
  if (call.in[0].is_list()) return list_range(call);
  const MatrixShape shape = shape_of(call.in[0]);
  take(call, index_rows(call, 1, shape.rows, shape.columns));
}

void assign(KernelCall& call, const Rectangle& part) {
  if (call.in[0].is_frame()) {
    assign_frame(call, part);
  } else {
    assign_matrix(call, part);
  }
}

void left_index(KernelCall& call) {
  const MatrixShape shape = shape_of(call.in[0]);
  assign(call, index_rectangle(call, 2, shape.rows, shape.columns));
}

void left_index_rows(KernelCall& call) {
  if (call.in[0].is_list()) return list_assign(call);
  const MatrixShape shape = shape_of(call.in[0]);
  assign(call, index_rows(call, 2, shape.rows, shape.columns));
}

// A copy of everything is the matrix itself.
MatrixShape shape_of_part(const Matrix& from, const Rectangle& part) {
  if (part.rows() == from.rows() && part.columns() == from.columns()) return {};
  return {part.rows(), part.columns()};
}

MatrixShape shape_of_rectangle(const KernelCall& call) {
  if (!call.in[0].is_matrix()) return {};
  const Matrix& from = call.in[0].as_matrix();
  return shape_of_part(from, index_rectangle(call, 1, from.rows(), from.columns()));
}

MatrixShape shape_of_rows(const KernelCall& call) {
  if (!call.in[0].is_matrix()) return {};
  const Matrix& from = call.in[0].as_matrix();
  return shape_of_part(from, index_rows(call, 1, from.rows(), from.columns()));
}

Rectangle written_rectangle(const KernelCall& call) {
  const MatrixShape shape = shape_of(call.in[0]);
  return index_rectangle(call, 2, shape.rows, shape.columns);
}

Rectangle written_rows(const KernelCall& call) {
  if (call.in[0].is_list()) return written_positions(call);
  const MatrixShape shape = shape_of(call.in[0]);
  return index_rows(call, 2, shape.rows, shape.columns);
}

void infer_right(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = {.kind = in[0].kind,
            .rows = index_extent(in[1], in[2], in[0].rows),
            .columns = index_extent(in[3], in[4], in[0].columns)};
}

void infer_right_rows(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = {.kind = in[0].kind};
  if (in[0].kind == ValueKind::kNone || in[0].kind == ValueKind::kList) return;
  out[0].rows = index_extent(in[1], in[2], in[0].rows);
  out[0].columns = in[0].columns;
}

void infer_left(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = {.kind = in[0].kind, .rows = in[0].rows, .columns = in[0].columns};
}

constexpr KindMask kBound = kNumber | kText;

}  // namespace

void register_indexing(OpRegistry& registry) {
  registry.add(
      {.name = kRightIndex,
       .call = {},
       .params = {{"target", kMatrix | kFrame}, {"rl", kBound}, {"ru", kBound}, {"cl", kBound}, {"cu", kBound}},
       .style = CallStyle::kInternal,
       .outputs = {kMatrix | kFrame},
       .traits = kDeterministic | kReusable,
       .infer = infer_right,
       .kernels = {any_form(right_index)},
       .shape_of_copy = shape_of_rectangle,
       .spelling = spelled::subscript,
       .law_cases = {"7x5, 2, 4, 1, 3", "300x200, ':', ':', 5, 5", "7x5, 3, 3, ':', ':'", "4x3 frame, 1, 2, 2, 2",
                     "7x5, 1, 1, ':', ':'", "7x5, ':', ':', 1, 1"},
       .help = "X[rl:ru, cl:cu] of a matrix or frame."});
  registry.add({.name = kRightIndexRows,
                .call = {},
                .params = {{"target", kMatrix | kFrame | kList}, {"lower", kBound}, {"upper", kBound}},
                .style = CallStyle::kInternal,
                .outputs = {kMatrix | kFrame | kList},
                .traits = kDeterministic | kReusable,
                .infer = infer_right_rows,
                .kernels = {any_form(right_index_rows)},
                .shape_of_copy = shape_of_rows,
                .spelling = spelled::subscript,
                .law_cases = {"7x5, 2, 4", "300x200, 7, 290", "4x3 frame, 2, 2", "list, 1, 2"},
                .help = "X[lower:upper]: rows of a matrix or frame, elements of a list."});
  registry.add({.name = kLeftIndex,
                .call = {},
                .params = {{"target", kMatrix | kFrame},
                           {"value", kAny},
                           {"rl", kBound},
                           {"ru", kBound},
                           {"cl", kBound},
                           {"cu", kBound}},
                .style = CallStyle::kInternal,
                .outputs = {kMatrix | kFrame},
                .infer = infer_left,
                .kernels = {any_form(left_index)},
                .written_part = written_rectangle,
                .spelling = spelled::written_subscripts,
                .law_cases = {"7x5, 3x2, 2, 4, 1, 2", "300x200, 300x1, ':', ':', 5, 5", "7x5, 9, 2, 2, 3, 3",
                              "4x3 frame, 2x3 frame, 1, 2, ':', ':'"},
                .help = "The matrix or frame with X[rl:ru, cl:cu] replaced."});
  registry.add({.name = kLeftIndexRows,
                .call = {},
                .params = {{"target", kMatrix | kFrame | kList}, {"value", kAny}, {"lower", kBound}, {"upper", kBound}},
                .style = CallStyle::kInternal,
                .outputs = {kMatrix | kFrame | kList},
                .infer = infer_left,
                .kernels = {any_form(left_index_rows)},
                .written_part = written_rows,
                .spelling = spelled::written_subscripts,
                .law_cases = {"7x5, 2x5, 2, 3", "list, 7x5, 1, 1"},
                .help = "The value with X[lower:upper] replaced: rows of a matrix or frame, elements of a list."});
}

}  // namespace lineal
