// Types of columns and cells that fit them.
#include "runtime/io/frame_columns.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"
#include "runtime/matrix/cell_memory.h"

namespace lineal {
namespace {

/// The type of column c under a schema that may be empty or hold a single type for all.
ColumnType column_type(const ReadOptions& options, size_t c) {
  if (options.schema.empty()) return ColumnType::kString;
  return options.schema.size() == 1 ? options.schema[0] : options.schema[c];
}

bool fits_type(std::string_view cell, ColumnType type) {
  double number = 0;
  switch (type) {
    case ColumnType::kString:
    case ColumnType::kCharacter:
      return true;
    case ColumnType::kBoolean:
      for (const char* word : {"true", "false", "TRUE", "FALSE", "True", "False", "0", "1"}) {
        if (cell == word) return true;
      }
      return false;
    default:
      return parse_number(cell, number);
  }
}

}  // namespace

std::vector<Frame::Column> make_columns(int64_t count, const std::string& path, const ReadOptions& options) {
  if (options.schema.size() > 1 && static_cast<int64_t>(options.schema.size()) != count) {
    throw Error(ErrorKind::kIo, cat(path, ": schema names ", static_cast<int64_t>(options.schema.size()),
                                    " columns, the file has ", count));
  }
  if (count > machine_memory() / static_cast<int64_t>(sizeof(Frame::Column))) {
    throw Error(ErrorKind::kResource, cat(path, ": out of memory for a frame of ", count, " columns"));
  }
  std::vector<Frame::Column> columns(static_cast<size_t>(count));
  for (size_t c = 0; c < columns.size(); ++c) {
    columns[c].name = cat("C", static_cast<int64_t>(c) + 1);
    columns[c].type = column_type(options, c);
  }
  return columns;
}

void append_checked(CellsBuilder& builder, std::string_view cell, const Frame::Column& column, const std::string& path,
                    int64_t line) {
  // What is known has been checked, and a number fits every type that stores numbers.
  if (builder.append_known(cell)) return;
  if (!fits_type(cell, column.type)) {
    fail_at_line(
        path, line, 0,
        cat("not a value of type ", column_type_name(column.type), " (column ", column.name, "): ", quote_cell(cell)));
  }
  builder.append_text(cell);
}

}  // namespace lineal
