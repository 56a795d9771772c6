// Quoting.
#include "runtime/io/csv_frame_rows.h"

#include <string_view>

namespace lineal {
namespace {

bool needs_quotes(std::string_view cell, const std::string& separator) {
  const bool breaks = cell.find(separator) != std::string_view::npos || cell.find('\n') != std::string_view::npos ||
                      cell.find('\r') != std::string_view::npos;
  const bool quoted = cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
  return breaks && !quoted;
}

void append_cell(std::string& out, std::string_view cell, const std::string& separator) {
  if (!needs_quotes(cell, separator)) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

CsvFrameRows::CsvFrameRows(const Frame& frame, const std::string& separator) : frame_(frame), separator_(separator) {
  for (int64_t c = 0; c < frame.columns(); ++c) {
    Column column{.cells = frame.column(c).cells.get(), .safe = {}};
    if (column.cells->coded() != nullptr) {
      const ColumnCells& dictionary = column.cells->distinct();
      for (int64_t place = 0; place < dictionary.size(); ++place)
        column.safe.push_back(!needs_quotes(dictionary.text(place, scratch_), separator));
    }
    columns_.push_back(std::move(column));
  }
}

void CsvFrameRows::append_header(std::string& out) const {
  for (int64_t c = 0; c < frame_.columns(); ++c) {
    if (c > 0) out += separator_;
    append_cell(out, frame_.column(c).name, separator_);
  }
  if (frame_.columns() > 0) out += '\n';
}

void CsvFrameRows::append(std::string& out, int64_t r) {
  bool begun = false;
  for (const Column& column : columns_) {
    if (begun) out += separator_;
    begun = true;
    if (column.cells->is_missing(r)) continue;
    const std::string_view text = column.cells->text(r, scratch_);
    if (!column.safe.empty() && column.safe[static_cast<size_t>(column.cells->place(r))]) {
      out += text;
    } else {
      append_cell(out, text, separator_);
    }
  }
  out += '\n';
}

}  // namespace lineal
