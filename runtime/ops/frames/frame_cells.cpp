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
#include "runtime/matrix/columns/cells_builder.h"

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

Ref<const Frame> matrix_to_frame(const MatrixBlock& matrix) {
  // So many columns at a time that their rows lie in few cache lines and their builders in little memory.
  constexpr int64_t kBlockColumns = 16;
  std::vector<Frame::Column> columns(static_cast<size_t>(matrix.columns()));
  for (int64_t begin = 0; begin < matrix.columns(); begin += kBlockColumns) {
    const int64_t end = std::min(begin + kBlockColumns, matrix.columns());
    std::vector<CellsBuilder> builders(static_cast<size_t>(end - begin), CellsBuilder(ColumnType::kFp64));
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      for (int64_t c = begin; c < end; ++c)
        builders[static_cast<size_t>(c - begin)].append_number(matrix.at(r, c));
    }
    for (int64_t c = begin; c < end; ++c) {
      columns[static_cast<size_t>(c)] = {.name = default_column_name(c),
                                         .type = ColumnType::kFp64,
                                         .cells = builders[static_cast<size_t>(c - begin)].finish()};
    }
  }
  return make_ref<Frame>(matrix.rows(), std::move(columns));
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

Ref<const ColumnCells> single_cell(std::string_view text, ColumnType type) {
  CellsBuilder builder(type);
  builder.append_text(text);
  return builder.finish();
}

Ref<const Frame> as_frame_value(const Value& value, std::string_view subject) {
  if (value.is_frame()) return Ref<const Frame>(&value.as_frame());
  if (value.is_scalar()) {
    const ColumnType type = value.is_int()       ? ColumnType::kInt64
                            : value.is_double()  ? ColumnType::kFp64
                            : value.is_boolean() ? ColumnType::kBoolean
                                                 : ColumnType::kString;
    std::vector<Frame::Column> columns;
    columns.push_back({.name = default_column_name(0), .type = type, .cells = single_cell(scalar_text(value), type)});
    return make_ref<Frame>(1, std::move(columns));
  }
  if (!value.is_matrix()) throw Error(ErrorKind::kRuntime, cat(subject, ": not a frame: ", describe(value)));
  return matrix_to_frame(value.as_matrix());
}

CellNumbers::CellNumbers(const ColumnCells& cells)
    : integers_(cells.integers()), doubles_(cells.doubles()), texts_(cells.texts()) {
  if (cells.coded() == nullptr) return;
  const CellNumbers dictionary(cells.distinct());
  coded_.reserve(static_cast<size_t>(cells.distinct().size()));
  for (int64_t place = 0; place < cells.distinct().size(); ++place)
    coded_.push_back(dictionary[place]);
}

MatrixRef frame_to_matrix(const Frame& frame, std::string_view subject) {
  // Rows in blocks that stay in the cache while the columns are filled in one by one.
  constexpr int64_t kBlockRows = 1024;
  const Ref<MatrixBlock> matrix = MatrixBlock::dense(frame.rows(), frame.columns());
  std::vector<CellNumbers> numbers;
  for (int64_t c = 0; c < frame.columns(); ++c)
    numbers.emplace_back(*frame.column(c).cells);
  std::string scratch;
  std::optional<std::pair<int64_t, int64_t>> fault;  // column and row of the first cell that is no number
  for (int64_t begin = 0; begin < frame.rows(); begin += kBlockRows) {
    const int64_t end = std::min(begin + kBlockRows, frame.rows());
    for (int64_t c = 0; c < frame.columns(); ++c) {
      const ColumnCells& cells = *frame.column(c).cells;
      const CellNumbers& column = numbers[static_cast<size_t>(c)];
      for (int64_t r = begin; r < end; ++r) {
        const std::optional<double> number = cells.is_missing(r) ? std::nullopt : column[cells.place(r)];
        matrix->row(r)[c] = number.value_or(std::numeric_limits<double>::quiet_NaN());
        if (number || cells.is_missing(r) || cells.text(r, scratch).empty()) continue;  // an empty cell is missing, too
        fault = fault ? std::min(*fault, {c, r}) : std::pair(c, r);
      }
    }
  }
  if (fault) {
    const auto [c, r] = *fault;
    const Frame::Column& column = frame.column(c);
    throw Error(ErrorKind::kRuntime, cat(subject, ": not a number in row ", r + 1, ", column ", c + 1, " (",
                                         column.name, "): \"", column.cells->text(r, scratch), "\""));
  }
  return matrix;
}

}  // namespace lineal
