// Cells of frames: from numbers and text, and back.
#include "runtime/ops/frames/frame_cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/io/number_text.h"

namespace lineal {
namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

[[noreturn]] void misfit(std::string_view text, ColumnType type) {
  throw Error(ErrorKind::kRuntime, cat("frame: not a value of type ", column_type_name(type), ": \"", text, "\""));
}

bool fits_integer(double value, ColumnType type) {
  const double limit = type == ColumnType::kInt32 ? 2147483648.0 : 9223372036854775808.0;
  return value >= -limit && value < limit;
}

}  // namespace

std::string default_column_name(int64_t position) {
  return cat("C", position + 1);
}

std::string number_cell(double value, ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return value != 0 ? "TRUE" : "FALSE";
    case ColumnType::kInt32:
    case ColumnType::kInt64:
      if (!fits_integer(value, type)) misfit(format_double(value), type);
      return cat(static_cast<int64_t>(value));
    case ColumnType::kFp32: {
      // The shortest digits of the float, in the layout of a double.
      double shortest = 0;
      return parse_number(cat(static_cast<float>(value)), shortest) ? format_double(shortest) : format_double(value);
    }
    default:
      return format_double(value);
  }
}

std::string typed_cell(std::string_view text, ColumnType type) {
  switch (type) {
    case ColumnType::kString:
      return std::string(text);
    case ColumnType::kCharacter:
      // One character, counted in UTF-8.
      if (std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }) != 1) misfit(text, type);
      return std::string(text);
    case ColumnType::kInt32:
    case ColumnType::kInt64: {
      int64_t whole = 0;
      const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), whole);
      if (failed == std::errc{} && end == text.data() + text.size() &&
          (type == ColumnType::kInt64 || whole == static_cast<int32_t>(whole))) {
        return cat(whole);
      }
      break;
    }
    default:
      break;
  }
  const std::optional<double> number = cell_number(text);
  if (!number) misfit(text, type);
  return number_cell(*number, type);
}

std::optional<double> cell_number(std::string_view text) {
  double value = 0;
  if (parse_number(text, value)) return value;
  if (equals_ignoring_case(text, "true")) return 1.0;
  if (equals_ignoring_case(text, "false")) return 0.0;
  return std::nullopt;
}

Ref<const Frame> as_frame_value(const Value& value, std::string_view subject) {
  if (value.is_frame()) return Ref<const Frame>(&value.as_frame());
  if (value.is_scalar()) {
    const ColumnType type = value.is_int()       ? ColumnType::kInt64
                            : value.is_double()  ? ColumnType::kFp64
                            : value.is_boolean() ? ColumnType::kBoolean
                                                 : ColumnType::kString;
    std::vector<Frame::Column> columns;
    columns.push_back({.name = default_column_name(0), .type = type, .cells = {scalar_text(value)}});
    return make_ref<Frame>(1, std::move(columns));
  }
  if (!value.is_matrix()) throw Error(ErrorKind::kRuntime, cat(subject, ": not a frame: ", describe(value)));
  const Pin pin(value.as_matrix());
  const MatrixBlock& matrix = *pin;
  std::vector<Frame::Column> columns(static_cast<size_t>(matrix.columns()));
  for (int64_t c = 0; c < matrix.columns(); ++c) {
    Frame::Column& column = columns[static_cast<size_t>(c)];
    column.name = default_column_name(c);
    column.type = ColumnType::kFp64;
    column.cells.reserve(static_cast<size_t>(matrix.rows()));
    for (int64_t r = 0; r < matrix.rows(); ++r)
      column.cells.emplace_back(format_double(matrix.at(r, c)));
  }
  return make_ref<Frame>(matrix.rows(), std::move(columns));
}

MatrixRef frame_to_matrix(const Frame& frame, std::string_view subject) {
  NewMatrix matrix = NewMatrix::dense(frame.rows(), frame.columns());
  for (int64_t c = 0; c < frame.columns(); ++c) {
    const Frame::Column& column = frame.column(c);
    for (int64_t r = 0; r < frame.rows(); ++r) {
      const std::optional<std::string>& cell = column.cells[static_cast<size_t>(r)];
      double& target = matrix->row(r)[c];
      if (!cell || cell->empty()) {  // a missing value
        target = std::numeric_limits<double>::quiet_NaN();
        continue;
      }
      const std::optional<double> number = cell_number(*cell);
      if (!number) {
        throw Error(ErrorKind::kRuntime, cat(subject, ": not a number in row ", r + 1, ", column ", c + 1, " (",
                                             column.name, "): \"", *cell, "\""));
      }
      target = *number;
    }
  }
  return matrix;
}

}  // namespace lineal
