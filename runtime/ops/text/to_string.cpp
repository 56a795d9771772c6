// Text of values, and the operator toString.
#include "runtime/ops/text/to_string.h"

#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/io/number_text.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"

namespace lineal {
namespace {

void append_grid(std::string& out, const MatrixBlock& matrix, const ToStringOptions& options) {
  const int64_t rows = std::min(matrix.rows(), options.rows);
  const int64_t columns = std::min(matrix.columns(), options.columns);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) {
      if (c > 0) out += options.separator;
      append_fixed(out, matrix.at(r, c), options.decimals);
    }
    out += options.line_separator;
  }
}

void append_entries(std::string& out, const MatrixBlock& matrix, const ToStringOptions& options) {
  const int64_t rows = std::min(matrix.rows(), options.rows);
  const int64_t columns = std::min(matrix.columns(), options.columns);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) {
      const double value = matrix.at(r, c);
      if (value == 0) continue;
      out += cat(r + 1, options.separator, c + 1, options.separator);
      append_fixed(out, value, options.decimals);
      out += options.line_separator;
    }
  }
}

void append_frame_cell(std::string& out, const Frame::Column& column, int64_t r, const ToStringOptions& options) {
  if (column.cells->is_missing(r)) {
    out += "null";
    return;
  }
  std::string scratch;
  if (column.type == ColumnType::kFp64) {
    double number = 0;
    if (const std::vector<double>* doubles = column.cells->distinct().doubles()) {
      append_fixed(out, (*doubles)[static_cast<size_t>(column.cells->place(r))], options.decimals);
    } else if (const std::string_view text = column.cells->text(r, scratch); parse_number(text, number)) {
      append_fixed(out, number, options.decimals);
    } else {
      out += text;
    }
    return;
  }
  const std::string_view text = column.cells->text(r, scratch);
  if (column.type == ColumnType::kBoolean) {
    out += text == "1" || text == "true" || text == "True" || text == "TRUE" ? "TRUE" : "FALSE";
  } else {
    out += text;
  }
}

void append_frame(std::string& out, const Frame& frame, const ToStringOptions& options) {
  const std::string& line_end = options.line_separator;
  const int64_t rows = std::min(frame.rows(), options.rows);
  const int64_t columns = std::min(frame.columns(), options.columns);
  out += cat("# FRAME: nrow = ", frame.rows(), ", ncol = ", frame.columns(), line_end, "#");
  for (int64_t c = 0; c < columns; ++c)
    out += cat(options.separator, frame.column(c).name);
  out += cat(line_end, "#");
  for (int64_t c = 0; c < columns; ++c)
    out += cat(options.separator, column_type_name(frame.column(c).type));
  out += line_end;
  constexpr int64_t kSample = 1024;
  for (int64_t r = 0; r < rows; ++r) {
    // The rows that follow are about as long; growing would move all of them several times.
    if (r == kSample) out.reserve(out.size() / kSample * static_cast<size_t>(rows + rows / 16));
    for (int64_t c = 0; c < columns; ++c) {
      if (c > 0) out += options.separator;
      append_frame_cell(out, frame.column(c), r, options);
    }
    out += line_end;
  }
}

void append_list(std::string& out, const List& outermost, const ToStringOptions& options) {
  // Lists may be nested to any depth, so the way back is kept in a stack of our own.
  struct Level {
    const List* list;
    size_t next;
  };
  constexpr std::string_view kOpening = "List containing:\n[";
  std::vector<Level> levels{{&outermost, 0}};
  out += outermost.size() == 0 ? "List containing:" : kOpening;
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.next == level.list->elements.size()) {
      out += ']';
      levels.pop_back();
      continue;
    }
    if (level.next > 0) out += ", ";
    const Value& element = level.list->elements[level.next++].value;
    if (element.is_matrix()) {
      out += "\nMatrix:\n";
      append_grid(out, element.as_matrix(), options);
    } else if (element.is_frame()) {
      out += '\n';
      append_frame(out, element.as_frame(), options);
    } else if (element.is_list()) {
      const List& nested = element.as_list();
      out += nested.size() == 0 ? "List containing:" : kOpening;
      levels.push_back({&nested, 0});
    } else {
      out += scalar_text(element);
    }
  }
}

}  // namespace

std::string to_string(const Value& value, const ToStringOptions& options) {
  std::string out;
  if (value.is_matrix()) {
    (options.sparse ? append_entries : append_grid)(out, value.as_matrix(), options);
  } else if (value.is_frame()) {
    append_frame(out, value.as_frame(), options);
  } else if (value.is_list()) {
    append_list(out, value.as_list(), options);
  } else {
    out = scalar_text(value);
  }
  return out;
}

}  // namespace lineal
