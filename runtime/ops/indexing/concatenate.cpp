// cbind and rbind of matrices, frames, lists and strings.
#include <algorithm>
#include <cstring>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/frames/frame_indexing.h"
#include "runtime/ops/indexing/list_parts.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

enum class Side : uint8_t { kColumns, kRows };

constexpr std::string_view name_of(Side side) {
  return side == Side::kColumns ? "cbind" : "rbind";
}

/// The shape of the result. Throws when an operand does not fit the first one.
MatrixShape bound_shape(Side side, std::span<const MatrixShape> parts) {
  MatrixShape shape = parts[0];
  for (const MatrixShape& part : parts.subspan(1)) {
    if (side == Side::kColumns ? part.rows != shape.rows : part.columns != shape.columns) {
      throw Error(ErrorKind::kRuntime,
                  cat(name_of(side), ": the number of ", side == Side::kColumns ? "rows" : "columns",
                      " differs: ", parts[0].rows, "x", parts[0].columns, " and ", part.rows, "x", part.columns));
    }
    int64_t& grown = side == Side::kColumns ? shape.columns : shape.rows;
    if (__builtin_add_overflow(grown, side == Side::kColumns ? part.columns : part.rows, &grown)) {
      throw Error(ErrorKind::kResource, cat(name_of(side), ": the result is too large"));
    }
  }
  checked_cells(shape.rows, shape.columns);
  return shape;
}

void write_part(const MatrixBlock& part, int64_t first_row, int64_t first_column, MatrixBlock& result) {
  if (!part.is_sparse() && part.columns() == result.columns()) {
    if (part.cells() > 0) {
      std::memcpy(result.row(first_row), part.data(), static_cast<size_t>(part.cells()) * sizeof(double));
    }
    return;
  }
  for (int64_t r = 0; r < part.rows(); ++r) {
    double* to = result.row(first_row + r) + first_column;
    if (!part.is_sparse()) {
      if (part.columns() == 1) {
        to[0] = part.data()[r];
      } else {
        std::copy_n(part.row(r), part.columns(), to);
      }
      continue;
    }
    std::fill_n(to, part.columns(), 0.0);
    const std::span<const int64_t> columns = part.row_columns(r);
    for (size_t k = 0; k < columns.size(); ++k)
      to[columns[k]] = part.row_values(r)[k];
  }
}

void append_row(const MatrixBlock& part, int64_t r, int64_t shift, RowBuilder& result) {
  if (part.is_sparse()) return result.add(part.row_columns(r), part.row_values(r), shift);
  for (int64_t c = 0; c < part.columns(); ++c)
    result.add(shift + c, part.row(r)[c]);
}

/// CSR pays while fewer than two cells in five are filled.
bool stays_sparse(std::span<const MatrixRef> parts, const MatrixShape& shape) {
  bool any = false;
  double filled = 0;
  for (const MatrixRef& part : parts) {
    any |= part->is_sparse();
    filled += static_cast<double>(part->stored());
  }
  return any && filled < 0.4 * static_cast<double>(shape.rows) * static_cast<double>(shape.columns);
}

NewMatrix bind_sparse(Side side, std::span<const MatrixRef> parts, const MatrixShape& shape) {
  const bool empty = std::all_of(parts.begin(), parts.end(), [](const MatrixRef& part) { return part->stored() == 0; });
  if (empty) return NewMatrix::zero(shape.rows, shape.columns);
  RowBuilder result(shape.rows, shape.columns);
  if (side == Side::kRows) {
    for (const MatrixRef& part : parts) {
      const Pin cells(part);
      for (int64_t r = 0; r < part->rows(); ++r) {
        append_row(*cells, r, 0, result);
        result.end_row();
      }
    }
    return result.finish();
  }
  std::vector<Pin> pins;
  for (const MatrixRef& part : parts)
    pins.emplace_back(part);
  for (int64_t r = 0; r < shape.rows; ++r) {
    int64_t shift = 0;
    for (const Pin& part : pins) {
      append_row(*part, r, shift, result);
      shift += part->columns();
    }
    result.end_row();
  }
  return result.finish();
}

Value bind_matrices(Side side, std::span<const MatrixRef> parts) {
  std::vector<MatrixShape> shapes;
  for (const MatrixRef& part : parts)
    shapes.push_back({part->rows(), part->columns()});
  const MatrixShape shape = bound_shape(side, shapes);
  if (parts.size() == 1) return Value::matrix(parts[0]);
  const bool zero = std::all_of(parts.begin(), parts.end(),
                                [](const MatrixRef& part) { return part->is_sparse() && part->stored() == 0; });
  if (zero || stays_sparse(parts, shape)) return Value::matrix(bind_sparse(side, parts, shape));
  NewMatrix result = NewMatrix::dense(shape.rows, shape.columns);
  int64_t offset = 0;
  for (const MatrixRef& each : parts) {
    const Pin part(each);
    if (side == Side::kRows) {
      write_part(*part, offset, 0, *result);
      offset += part->rows();
    } else {
      write_part(*part, 0, offset, *result);
      offset += part->columns();
    }
  }
  return Value::matrix(std::move(result));
}

Value join_text(Side side, std::span<const Value> values) {
  constexpr size_t kMostBytes = size_t{1} << 20;
  std::string text = scalar_text(values[0]);
  for (const Value& value : values.subspan(1)) {
    text += '\n';
    text += scalar_text(value);
    if (text.size() > kMostBytes) {
      throw Error(ErrorKind::kRuntime, cat(name_of(side), ": the text grows beyond ", kMostBytes, " bytes"));
    }
  }
  return Value::string(std::move(text));
}

/// All elements of one list, bound together.
Value bind_elements(Side side, const List& list) {
  std::vector<MatrixRef> parts;
  for (const List::Element& element : list.elements) {
    if (element.value.is_number()) {
      parts.push_back(NewMatrix::filled(1, 1, element.value.number()));
    } else if (element.value.is_matrix()) {
      parts.push_back(element.value.matrix_ref());
    } else {
      throw Error(ErrorKind::kRuntime,
                  cat(name_of(side), ": only matrices in a list can be bound: ", describe(element.value)));
    }
  }
  if (parts.empty()) throw Error(ErrorKind::kRuntime, cat(name_of(side), ": the list is empty"));
  return bind_matrices(side, parts);
}

template <Side side>
void bind(KernelCall& call) {
  const std::span<const Value> values(call.in.data(), call.in.size());
  const auto any = [&](auto test) { return std::any_of(values.begin(), values.end(), test); };
  if (values[0].is_list()) {
    if (values.size() > 1) return list_append(call);
    call.out[0] = bind_elements(side, values[0].as_list());
    return;
  }
  if (any([](const Value& value) { return value.is_list(); })) {
    throw Error(ErrorKind::kRuntime, cat(name_of(side), ": a list comes first or not at all"));
  }
  if (any([](const Value& value) { return value.is_scalar(); })) {
    const bool text = std::all_of(values.begin(), values.end(), [](const Value& value) { return value.is_scalar(); });
    if (text && any([](const Value& value) { return value.is_string(); })) {
      call.out[0] = join_text(side, values);
      return;
    }
    if (any([](const Value& value) { return value.is_string() || value.is_frame(); })) {
      throw Error(ErrorKind::kRuntime, cat(name_of(side), ": operands of kinds that do not bind: ", describe(values[0]),
                                           " and ", describe(values[1])));
    }
  }
  if (any([](const Value& value) { return value.is_frame(); })) {
    call.out[0] = side == Side::kRows ? frame_bind_rows(values) : frame_bind_columns(values);
    return;
  }
  std::vector<MatrixRef> parts;
  for (const Value& value : values)
    parts.push_back(value.is_matrix() ? value.matrix_ref() : NewMatrix::filled(1, 1, value.number()));
  call.out[0] = bind_matrices(side, parts);
}

/// Of operands that are all matrices with cells; none where they do not fit.
template <Side side>
MatrixShape shape_of_bound(const KernelCall& call) {
  constexpr bool by_columns = side == Side::kColumns;
  MatrixShape shape;
  for (const Value& value : call.in) {
    if (!value.is_matrix()) return {};
    const Matrix& part = value.as_matrix();
    if (part.rows() == 0 || part.columns() == 0) return {};
    const int64_t common = by_columns ? part.rows() : part.columns();
    int64_t& shared = by_columns ? shape.rows : shape.columns;
    if (shared != 0 && shared != common) return {};
    shared = common;
    int64_t& sum = by_columns ? shape.columns : shape.rows;
    if (__builtin_add_overflow(sum, by_columns ? part.columns() : part.rows(), &sum)) return {};
  }
  return shape;
}

template <Side side>
void infer_bind(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::unknown();
  if (in.empty() || in[0].kind == ValueKind::kNone) return;
  if (in[0].kind == ValueKind::kList) {
    out[0].kind = in.size() > 1 ? ValueKind::kList : ValueKind::kMatrix;
    return;
  }
  ValueInfo result = ValueInfo::matrix();
  int64_t& grown = side == Side::kColumns ? result.columns : result.rows;
  int64_t& same = side == Side::kColumns ? result.rows : result.columns;
  grown = 0;
  result.nonzeros = 0;
  for (const ValueInfo& info : in) {
    if (!info.is_matrix()) return;
    grown = infer::plus(grown, side == Side::kColumns ? info.columns : info.rows);
    same = std::max(same, side == Side::kColumns ? info.rows : info.columns);
    result.nonzeros = infer::plus(result.nonzeros, infer::nonzeros_bound(info));
  }
  out[0] = result;
}

template <Side side>
void add_bind(OpRegistry& registry, std::string_view name, std::string_view call, std::string_view help) {
  registry.add({.name = name,
                .call = call,
                .params = {{"part", kAny}},
                .outputs = {kMatrix | kFrame | kList},
                .traits = kDeterministic | kReusable | kVariadic,
                .infer = infer_bind<side>,
                .kernels = {any_form(bind<side>)},
                .shape_of_copy = shape_of_bound<side>,
                .law_cases = side == Side::kColumns
                                 ? std::vector<std::string_view>{"7x5", "7x5, 7x3", "300x200, 300x1, 300x7",
                                                                 "4x3 frame, 4x2 frame", "list, 7x5"}
                                 : std::vector<std::string_view>{"7x5", "5x7, 3x7", "200x300, 1x300, 7x300",
                                                                 "3x4 frame, 2x4 frame", "list, 7x5"},
                .help = help});
}

}  // namespace

void register_concatenation(OpRegistry& registry) {
  add_bind<Side::kColumns>(registry, "cbind", "cbind", "Binds matrices or frames side by side, appends to a list.");
  add_bind<Side::kColumns>(registry, "append", "append", "Same as cbind.");
  add_bind<Side::kRows>(registry, "rbind", "rbind", "Binds matrices or frames one below the other, appends to a list.");
}

}  // namespace lineal
