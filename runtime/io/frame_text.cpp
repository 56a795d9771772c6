// Readers of frames.
#include "runtime/io/frame_text.h"

#include <algorithm>
#include <charconv>

#include "cache/pool/memory_limit.h"
#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"

namespace lineal {
namespace {

/// One record of a CSV text and the lines it spans.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, const TextLines& lines, const std::string& separator)
      : rest_(text), path_(lines.path()), separator_(separator) {}

  bool done() const { return rest_.empty(); }
  int64_t line() const { return record_line_; }

  /// Splits the next record into `fields`.
  void next(std::vector<std::string_view>& fields) {
    fields.clear();
    record_line_ = line_;
    for (;;) {
      const size_t end = field_end();
      fields.push_back(trim(rest_.substr(0, end)));
      const bool more = rest_.substr(end).starts_with(separator_);
      rest_.remove_prefix(more ? end + separator_.size() : std::min(end + 1, rest_.size()));
      if (!more) break;
    }
    ++line_;
  }

 private:
  /// Where the field at the start of the rest ends: at a separator, a line end or the end of the text.
  size_t field_end() {
    size_t at = rest_.find_first_not_of(" \t");
    if (at == std::string_view::npos || rest_[at] != '"') {
      at = 0;
    } else {
      at = closing_quote(at) + 1;
    }
    const size_t stop = std::min(rest_.find('\n', at), rest_.size());
    return std::min(rest_.substr(0, stop).find(separator_, at), stop);
  }

  /// The quote that ends the field that opens at `at`: the first not doubled one before a separator or a line end. A
  /// quote in the middle of text ends nothing.
  size_t closing_quote(size_t at) {
    const int64_t opened = line_;
    for (size_t i = at + 1; i < rest_.size(); ++i) {
      if (rest_[i] == '\n') ++line_;
      if (rest_[i] != '"') continue;
      if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
        ++i;
        continue;
      }
      return i;
    }
    fail_at_line(path_, opened, static_cast<int64_t>(at) + 1, "quote is not closed");
  }

  std::string_view rest_;
  const std::string& path_;
  const std::string& separator_;
  int64_t line_ = 1;
  int64_t record_line_ = 1;
};

/// The type of column c under a schema that may be empty or hold a single type for all.
ColumnType column_type(const ReadOptions& options, size_t c) {
  if (options.schema.empty()) return ColumnType::kString;
  return options.schema.size() == 1 ? options.schema[0] : options.schema[c];
}

std::vector<Frame::Column> make_columns(size_t count, const std::string& path, const ReadOptions& options) {
  if (options.schema.size() > 1 && options.schema.size() != count) {
    throw Error(ErrorKind::kIo, cat(path, ": schema names ", static_cast<int64_t>(options.schema.size()),
                                    " columns, the file has ", static_cast<int64_t>(count)));
  }
  std::vector<Frame::Column> columns(count);
  for (size_t c = 0; c < count; ++c) {
    columns[c].name = cat("C", static_cast<int64_t>(c) + 1);
    columns[c].type = column_type(options, c);
  }
  return columns;
}

/// Refuses a cell that its column's type cannot hold; the text itself is kept as the file has it.
void check_type(std::string_view cell, const Frame::Column& column, const std::string& path, int64_t line) {
  double number = 0;
  switch (column.type) {
    case ColumnType::kString:
    case ColumnType::kCharacter:
      return;
    case ColumnType::kBoolean:
      for (const char* word : {"true", "false", "TRUE", "FALSE", "True", "False", "0", "1"}) {
        if (cell == word) return;
      }
      break;
    default:
      if (parse_number(cell, number)) return;
  }
  fail_at_line(
      path, line, 0,
      cat("not a value of type ", column_type_name(column.type), " (column ", column.name, "): ", quote_cell(cell)));
}

}  // namespace

Ref<const Frame> parse_csv_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                 ThreadPool& pool) {
  const TextLines lines(text, path, options.max_line_bytes, pool);  // checks, and where the text begins and ends
  if (lines.blocks().empty()) {
    if (options.rows > 0) throw Error(ErrorKind::kIo, cat(path, ": file has 0 rows, expected ", options.rows));
    return make_ref<Frame>(0, make_columns(static_cast<size_t>(std::max<int64_t>(options.columns, 0)), path, options));
  }
  const char* const begin = lines.blocks().front().text.data();
  const std::string_view last = lines.blocks().back().text;
  CsvScanner scanner({begin, static_cast<size_t>(last.data() + last.size() - begin)}, lines, options.separator);

  std::vector<std::string_view> fields;
  std::vector<Frame::Column> columns;
  int64_t rows = 0;
  bool header = options.header;
  while (!scanner.done()) {
    scanner.next(fields);
    if (columns.empty()) {
      if (options.columns >= 0 && static_cast<int64_t>(fields.size()) != options.columns) {
        fail_at_line(path, scanner.line(), 0,
                     cat("row has ", static_cast<int64_t>(fields.size()), " fields, expected ", options.columns));
      }
      columns = make_columns(fields.size(), path, options);
    }
    if (fields.size() != columns.size()) {
      fail_at_line(path, scanner.line(), 0,
                   cat("row has ", static_cast<int64_t>(fields.size()), " fields, expected ",
                       static_cast<int64_t>(columns.size())));
    }
    if (header) {
      for (size_t c = 0; c < columns.size(); ++c) {
        std::string_view name = fields[c];
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
        if (!name.empty()) columns[c].name = name;
      }
      header = false;
      continue;
    }
    ++rows;
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::string_view cell = fields[c];
      const std::vector<std::string>& missing = options.na_strings;
      if (cell.empty() || std::find(missing.begin(), missing.end(), cell) != missing.end()) {
        columns[c].cells.emplace_back();
        continue;
      }
      check_type(cell, columns[c], path, scanner.line());
      columns[c].cells.emplace_back(cell);
    }
  }
  if (options.rows >= 0 && rows != options.rows) {
    throw Error(ErrorKind::kIo, cat(path, ": file has ", rows, " rows, expected ", options.rows));
  }
  return make_ref<Frame>(rows, std::move(columns));
}

Ref<const Frame> parse_text_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                  ThreadPool& pool) {
  constexpr int64_t kCellBytes = sizeof(std::optional<std::string>);
  if (checked_cells(options.rows, options.columns) > machine_memory() / kCellBytes) {
    throw Error(ErrorKind::kResource, cat(path, ": out of memory for a frame of ", options.rows, "x", options.columns));
  }
  std::vector<Frame::Column> columns = make_columns(static_cast<size_t>(options.columns), path, options);
  for (Frame::Column& column : columns)
    column.cells.resize(static_cast<size_t>(options.rows));
  const TextLines lines(text, path, options.max_line_bytes, pool);
  for (const TextLines::Block& block : lines.blocks()) {
    std::string_view rest = block.text;
    for (int64_t number = block.first_line; !rest.empty(); ++number) {
      const std::string_view line = take_line(rest);
      int64_t position[2] = {0, 0};
      const char* at = line.data();
      const char* const end = at + line.size();
      for (int64_t& index : position) {
        const auto [after, failed] = std::from_chars(at, end, index);
        if (failed != std::errc{} || (after != end && *after != ' ')) {
          fail_at_line(path, number, at - line.data() + 1, cat("not \"row column value\": ", quote_cell(line)));
        }
        at = after == end ? end : after + 1;
      }
      const auto [r, c] = position;
      if (r < 1 || r > options.rows || c < 1 || c > options.columns) {
        fail_at_line(path, number, 0,
                     cat("cell (", r, ", ", c, ") is outside of the frame of ", options.rows, "x", options.columns));
      }
      const std::string_view cell(at, static_cast<size_t>(end - at));
      Frame::Column& column = columns[static_cast<size_t>(c - 1)];
      check_type(cell, column, path, number);
      column.cells[static_cast<size_t>(r - 1)] = std::string(cell);
    }
  }
  return make_ref<Frame>(options.rows, std::move(columns));
}

}  // namespace lineal
