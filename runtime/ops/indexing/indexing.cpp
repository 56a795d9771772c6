// Right and left indexing of matrices, frames and lists.
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
struct Shape {
  int64_t rows = 0;
  int64_t columns = 0;
};

Shape shape_of(const Value& value) {
  if (value.is_frame()) return {value.as_frame().rows(), value.as_frame().columns()};
  return {value.as_matrix().rows(), value.as_matrix().columns()};
}

void right_index(KernelCall& call) {
  const Shape shape = shape_of(call.in[0]);
  take(call, index_rectangle(call, 1, shape.rows, shape.columns));
}

void right_index_rows(KernelCall& call) {
  if (call.in[0].is_list()) return list_range(call);
  const Shape shape = shape_of(call.in[0]);
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
  const Shape shape = shape_of(call.in[0]);
  assign(call, index_rectangle(call, 2, shape.rows, shape.columns));
}

void left_index_rows(KernelCall& call) {
  if (call.in[0].is_list()) return list_assign(call);
  const Shape shape = shape_of(call.in[0]);
  assign(call, index_rows(call, 2, shape.rows, shape.columns));
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
      {.name = "rightIndex",
       .call = {},
       .params = {{"target", kMatrix | kFrame}, {"rl", kBound}, {"ru", kBound}, {"cl", kBound}, {"cu", kBound}},
       .style = CallStyle::kInternal,
       .traits = kPlain | kReusable | kCopiesCells,
       .infer = infer_right,
       .dense = right_index,
       .sparse = right_index,
       .help = "X[rl:ru, cl:cu] of a matrix or frame."});
  registry.add({.name = "rightIndex1",
                .call = {},
                .params = {{"target", kMatrix | kFrame | kList}, {"lower", kBound}, {"upper", kBound}},
                .style = CallStyle::kInternal,
                .traits = kPlain | kReusable | kCopiesCells,
                .infer = infer_right_rows,
                .dense = right_index_rows,
                .sparse = right_index_rows,
                .help = "X[lower:upper]: rows of a matrix or frame, elements of a list."});
  registry.add({.name = "leftIndex",
                .call = {},
                .params = {{"target", kMatrix | kFrame},
                           {"value", kAny},
                           {"rl", kBound},
                           {"ru", kBound},
                           {"cl", kBound},
                           {"cu", kBound}},
                .style = CallStyle::kInternal,
                .traits = kPlain | kInPlace | kPartialWrite,
                .infer = infer_left,
                .dense = left_index,
                .sparse = left_index,
                .help = "The matrix or frame with X[rl:ru, cl:cu] replaced."});
  registry.add({.name = "leftIndex1",
                .call = {},
                .params = {{"target", kMatrix | kFrame | kList}, {"value", kAny}, {"lower", kBound}, {"upper", kBound}},
                .style = CallStyle::kInternal,
                .traits = kPlain | kInPlace | kPartialWrite,
                .infer = infer_left,
                .dense = left_index_rows,
                .sparse = left_index_rows,
                .help = "The value with X[lower:upper] replaced: rows of a matrix or frame, elements of a list."});
}

}  // namespace lineal
