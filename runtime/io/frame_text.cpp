// Frames as lines "row column value".
#include "runtime/io/frame_text.h"

#include <algorithm>
#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/io/frame_columns.h"
#include "runtime/io/text_lines.h"
#include "runtime/matrix/cell_memory.h"

namespace lineal {
namespace {

/// Cells of one column, which mostly come in the order of their rows, but need not.
class ScatteredColumn {
 public:
  explicit ScatteredColumn(ColumnType type) : type_(type), builder_(type) {}

  /// The builder that the cell of row `r` goes to next.
  CellsBuilder& place(int64_t r) {
    if (late_rows_.empty() && r >= builder_.size()) {
      builder_.append_missing(r - builder_.size());
      return builder_;
    }
    late_rows_.push_back(r);
    return late_;
  }

  /// All cells; of several for one row the last counts.
  Ref<const ColumnCells> finish(int64_t rows) {
    builder_.append_missing(rows - builder_.size());
    Ref<const ColumnCells> in_order = builder_.finish();
    if (late_rows_.empty()) return in_order;
    const Ref<const ColumnCells> late = late_.finish();
    constexpr int64_t kNone = -1;
    std::vector<int64_t> newest(static_cast<size_t>(rows), kNone);
    for (size_t i = 0; i < late_rows_.size(); ++i)
      newest[static_cast<size_t>(late_rows_[i])] = static_cast<int64_t>(i);
    // Both one below the other, and then each row from where it stands.
    CellsBuilder both(type_);
    both.append(*in_order);
    both.append(*late);
    for (int64_t r = 0; r < rows; ++r) {
      int64_t& from = newest[static_cast<size_t>(r)];
      from = from == kNone ? r : rows + from;
    }
    return both.finish()->gather(newest);
  }

 private:
  ColumnType type_;
  CellsBuilder builder_;
  CellsBuilder late_;
  std::vector<int64_t> late_rows_;
};

}  // namespace

Ref<const Frame> parse_text_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                  ThreadPool& pool) {
  if (checked_cells(options.rows, options.columns) > machine_memory() / kLeastCellBytes) {
    throw Error(ErrorKind::kResource, cat(path, ": out of memory for a frame of ", options.rows, "x", options.columns));
  }
  std::vector<Frame::Column> columns = make_columns(options.columns, path, options);
  std::vector<ScatteredColumn> cells;
  for (const Frame::Column& column : columns)
    cells.emplace_back(column.type);
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
      const auto column = static_cast<size_t>(c - 1);
      const std::string_view cell(at, static_cast<size_t>(end - at));
      append_checked(cells[column].place(r - 1), cell, columns[column], path, number);
    }
  }
  for (size_t c = 0; c < columns.size(); ++c)
    columns[c].cells = cells[c].finish(options.rows);
  return make_ref<Frame>(options.rows, std::move(columns));
}

}  // namespace lineal
