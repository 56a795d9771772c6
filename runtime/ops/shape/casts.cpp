// Casts between scalars, matrices, frames and lists.
#include "runtime/ops/shape/casts.h"

#include <charconv>
#include <system_error>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/frames/frame_cells.h"

namespace lineal {

namespace {

bool is_true_text(std::string_view text) {
  return text == "TRUE" || text == "true";
}

double text_number(const KernelCall& call, const Value& value) {
  double number = 0;
  if (!parse_number(value.text(), number)) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": not a number: ", describe(value)));
  }
  return number;
}

[[noreturn]] void fail_cast(const KernelCall& call, const Value& value) {
  throw Error(ErrorKind::kRuntime, cat(call.op.call, ": cannot convert: ", describe(value)));
}

// ---- scalar to scalar

bool to_real(const Value* const* in, Value& out) {
  if (!in[0]->is_number()) return false;
  out = Value::real(in[0]->number());
  return true;
}

void as_double(KernelCall& call) {
  const Value* operand = &call.in[0];
  if (!to_real(&operand, call.out[0])) call.out[0] = Value::real(text_number(call, call.in[0]));
}

bool to_integer(const Value* const* in, Value& out) {
  if (!in[0]->is_number()) return false;
  out = Value::integer(in[0]->is_double() ? double_to_int(in[0]->as_double()) : static_cast<int64_t>(in[0]->bits()));
  return true;
}

void as_integer(KernelCall& call) {
  const Value* operand = &call.in[0];
  if (!to_integer(&operand, call.out[0])) {
    call.out[0] = Value::integer(double_to_int(text_number(call, call.in[0])));
  }
}

bool to_logical(const Value* const* in, Value& out) {
  if (!in[0]->is_scalar()) return false;
  out = Value::boolean(in[0]->is_string() ? is_true_text(in[0]->text()) : in[0]->number() != 0);
  return true;
}

void as_logical(KernelCall& call) {
  const Value* operand = &call.in[0];
  if (!to_logical(&operand, call.out[0])) fail_cast(call, call.in[0]);
}

// ---- as.scalar

bool scalar_itself(const Value* const* in, Value& out) {
  if (!in[0]->is_scalar()) return false;
  out = *in[0];
  return true;
}

/// A cell of a frame as a value of its column's type.
Value frame_cell(const KernelCall& call, const Frame& frame) {
  const Frame::Column& column = frame.column(0);
  if (column.cells->is_missing(0)) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": the cell is missing: ", describe(call.in[0])));
  }
  std::string scratch;
  const std::string_view cell = column.cells->text(0, scratch);
  const Value text = Value::string(std::string(cell));
  switch (column.type) {
    case ColumnType::kBoolean:
      return Value::boolean(is_true_text(cell));
    case ColumnType::kInt32:
    case ColumnType::kInt64: {
      int64_t integer = 0;
      const char* end = cell.data() + cell.size();
      const std::from_chars_result read = std::from_chars(cell.data(), end, integer);
      if (read.ec == std::errc() && read.ptr == end) return Value::integer(integer);
      return Value::integer(double_to_int(text_number(call, text)));
    }
    case ColumnType::kFp32:
    case ColumnType::kFp64:
      return Value::real(text_number(call, text));
    default:
      return text;
  }
}

/// Hands on an element with the history it had when it was put into the list.
void take_first(KernelCall& call, const List& list) {
  call.out[0] = list.elements[0].value;
  if (!call.out_lineage.empty()) call.out_lineage[0] = list.elements[0].lineage;
}

void as_scalar(KernelCall& call) {
  const Value& x = call.in[0];
  if (x.is_scalar()) {
    call.out[0] = x;
  } else if (x.is_matrix() && x.as_matrix().rows() == 1 && x.as_matrix().columns() == 1) {
    call.out[0] = Value::real(call.matrix(0).at(0, 0));
  } else if (x.is_frame() && x.as_frame().rows() == 1 && x.as_frame().columns() == 1) {
    call.out[0] = frame_cell(call, x.as_frame());
  } else if (x.is_list() && x.as_list().size() > 0) {
    take_first(call, x.as_list());
  } else {
    throw Error(ErrorKind::kRuntime, cat("as.scalar: one cell was expected: ", describe(x)));
  }
}

void infer_as_scalar(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = in[0].is_matrix() ? ValueInfo::scalar(ValueKind::kDouble) : in[0].is_scalar() ? in[0] : ValueInfo::unknown();
}

// ---- as.matrix

/// A scalar as a cell: text that is no number counts as a boolean.
double cell_of(const KernelCall& call, const Value& value) {
  if (value.is_number()) return value.number();
  if (!value.is_string()) fail_cast(call, value);
  double number = 0;
  if (parse_number(value.text(), number)) return number;
  return is_true_text(value.text()) ? 1 : 0;
}

void as_matrix(KernelCall& call) {
  const Value& x = call.in[0];
  switch (x.kind()) {
    case ValueKind::kMatrix:
      call.out[0] = x;
      return;
    case ValueKind::kFrame:
      call.out[0] = Value::matrix(frame_to_matrix(x.as_frame(), call.op.call));
      return;
    case ValueKind::kList: {
      const List& list = x.as_list();
      if (list.size() == 1 && list.elements[0].value.is_matrix()) return take_first(call, list);
      if (list.size() == 1 && list.elements[0].value.is_frame()) {
        call.out[0] = Value::matrix(frame_to_matrix(list.elements[0].value.as_frame(), call.op.call));
        return;
      }
      NewMatrix matrix = NewMatrix::dense(list.size(), 1);
      for (int64_t r = 0; r < list.size(); ++r) {
        matrix->data()[r] = cell_of(call, list.elements[static_cast<size_t>(r)].value);
      }
      call.out[0] = Value::matrix(std::move(matrix));
      return;
    }
    default:
      call.out[0] = Value::matrix(NewMatrix::filled(1, 1, cell_of(call, x)));
  }
}

void infer_as_matrix(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  if (in[0].is_scalar()) {
    out[0] = ValueInfo::matrix(1, 1);
  } else {
    out[0] = ValueInfo::matrix(in[0].rows, in[0].columns, in[0].nonzeros);
  }
}

void infer_as_logical(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const ValueInfo known = infer::propagate_numbers(op, in);
  out[0] = known.kind == ValueKind::kBoolean ? known : ValueInfo::scalar(ValueKind::kBoolean);
}

void infer_as_integer(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const ValueInfo known = infer::propagate_numbers(op, in);
  out[0] = known.kind == ValueKind::kInt ? known : ValueInfo::scalar(ValueKind::kInt);
}

void infer_as_double(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const ValueInfo known = infer::propagate_numbers(op, in);
  out[0] = known.kind == ValueKind::kDouble ? known : ValueInfo::scalar(ValueKind::kDouble);
}

OpDef scalar_cast(std::string_view name, std::string_view help, KernelFunction kernel, ScalarKernel scalar,
                  Infer infer) {
  return {
      .name = name,
      .call = name,
      .params = {{"x", kScalar}},
      .outputs = {kNumber},
      .traits = kDeterministic,
      .fails = Fails::kPossibly,
      .infer = infer,
      .kernels = {dense_only(kernel)},
      .scalar = scalar,
      .law_cases = {"2.5", "3", "TRUE", "'1'"},
      .help = help,
  };
}

}  // namespace

void register_casts(OpRegistry& registry) {
  registry.add(
      scalar_cast("as.double", "A scalar as a double; text must be a number.", as_double, to_real, infer_as_double));
  registry.add(scalar_cast("as.integer", "A scalar as an int, truncated towards zero; text must be a number.",
                           as_integer, to_integer, infer_as_integer));
  registry.add(scalar_cast("as.logical", "A scalar as a boolean: not 0, or the text TRUE.", as_logical, to_logical,
                           infer_as_logical));
  registry.add({
      .name = "as.scalar",
      .call = "as.scalar",
      .params = {{"x", kAny}},
      .outputs = {kAny},
      .traits = kDeterministic,
      .infer = infer_as_scalar,
      .kernels = {any_form(as_scalar)},
      .scalar = scalar_itself,
      .law_cases = {"1x1", "2.5", "'a'", "1x1 frame", "list"},
      .help = "The only cell of a matrix or frame, the first element of a list.",
  });
  registry.add({
      .name = kAsMatrix,
      .call = kAsMatrix,
      .params = {{"x", kAny}},
      .traits = kDeterministic,
      .infer = infer_as_matrix,
      .kernels = {any_form(as_matrix)},
      .law_cases = {"7x5", "300x200", "2.5", "4x3 frame"},
      .help = "A scalar as a 1x1 matrix, a frame cell by cell, the matrix in a list.",
  });
  registry.add_alias("as.boolean", "as.logical");
  registry.add_alias("castAsScalar", "as.scalar");
}

}  // namespace lineal
