// Slices, assignments and concatenations of frames.
#include "runtime/ops/frames/frame_indexing.h"

#include <algorithm>
#include <set>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/matrix/columns/cells_builder.h"
#include "runtime/ops/frames/frame_cells.h"
#include "runtime/ops/frames/transform_cells.h"

namespace lineal {
namespace {

/// Every cell brought into the print form of a type; each value of a dictionary once.
Ref<const ColumnCells> converted_cells(const ColumnCells& cells, ColumnType type) {
  return transform_cells(
      cells, type, [&](std::string_view text, CellsBuilder& result) { result.append_text(typed_cell(text, type)); });
}

}  // namespace

Value frame_slice(const Frame& frame, int64_t r1, int64_t r2, int64_t c1, int64_t c2) {
  const int64_t rows = std::max<int64_t>(r2 - r1 + 1, 0);
  std::vector<Frame::Column> columns;
  for (int64_t c = c1 - 1; c < c2; ++c) {
    const Frame::Column& source = frame.column(c);
    columns.push_back({.name = source.name, .type = source.type, .cells = source.cells->slice(r1 - 1, r1 - 1 + rows)});
  }
  return Value::frame(make_ref<Frame>(rows, std::move(columns)));
}

Value frame_assign(const Value& frame, const Value& rhs, int64_t r1, int64_t r2, int64_t c1, int64_t c2) {
  const Frame& target = frame.as_frame();
  const Ref<const Frame> source = as_frame_value(rhs, "left indexing");
  const int64_t rows = r2 - r1 + 1;
  const int64_t count = c2 - c1 + 1;
  if (source->rows() != rows || source->columns() != count) {
    throw Error(ErrorKind::kRuntime, cat("left indexing: dimensions differ: ", rows, "x", count, " and ",
                                         source->rows(), "x", source->columns()));
  }
  Ref<Frame> result = make_ref<Frame>(target);
  for (int64_t c = 0; c < count; ++c) {
    Frame::Column& column = result->column(c1 - 1 + c);
    const Frame::Column& from = source->column(c);
    const Ref<const ColumnCells> cells =
        from.type == column.type ? from.cells : converted_cells(*from.cells, column.type);
    if (rows == target.rows()) {
      column.cells = cells;
      continue;
    }
    CellsBuilder builder(column.type);
    if (rows < target.rows() / 2) builder.start_like(*column.cells);
    builder.reserve(target.rows());
    builder.append(*column.cells, 0, r1 - 1);
    builder.append(*cells);
    builder.append(*column.cells, r2, target.rows());
    column.cells = builder.finish();
  }
  return Value::frame(result);
}

Value frame_bind_rows(std::span<const Value> parts) {
  std::vector<Ref<const Frame>> frames;
  int64_t rows = 0;
  for (const Value& part : parts) {
    Ref<const Frame> frame = as_frame_value(part, "rbind");
    if (frame->columns() == 0) continue;
    if (!frames.empty() && frame->columns() != frames.front()->columns()) {
      throw Error(ErrorKind::kRuntime,
                  cat("rbind: numbers of columns differ: ", frames.front()->columns(), " and ", frame->columns()));
    }
    rows += frame->rows();
    frames.push_back(std::move(frame));
  }
  if (frames.empty()) return Value::frame(make_ref<Frame>());
  if (frames.size() == 1) return Value::frame(frames.front());
  std::vector<Frame::Column> columns;
  for (int64_t c = 0; c < frames.front()->columns(); ++c) {
    const Frame::Column& first = frames.front()->column(c);
    const bool same_type = std::all_of(frames.begin(), frames.end(), [&](const Ref<const Frame>& frame) {
      return frame->column(c).type == first.type;
    });
    const ColumnType type = same_type ? first.type : ColumnType::kString;
    CellsBuilder builder(type);
    builder.reserve(rows);
    for (const Ref<const Frame>& frame : frames)
      builder.append(*frame->column(c).cells);
    columns.push_back({.name = first.name, .type = type, .cells = builder.finish()});
  }
  return Value::frame(make_ref<Frame>(rows, std::move(columns)));
}

Value frame_bind_columns(std::span<const Value> parts) {
  std::vector<Frame::Column> columns;
  std::set<std::string> names;
  int64_t rows = -1;
  for (const Value& part : parts) {
    const Ref<const Frame> frame = as_frame_value(part, "cbind");
    if (frame->columns() == 0) continue;
    if (rows >= 0 && frame->rows() != rows) {
      throw Error(ErrorKind::kRuntime, cat("cbind: numbers of rows differ: ", rows, " and ", frame->rows()));
    }
    rows = frame->rows();
    for (int64_t c = 0; c < frame->columns(); ++c) {
      Frame::Column column = frame->column(c);
      const bool is_default = column.name == default_column_name(c);
      if (is_default || names.contains(column.name)) {
        column.name = default_column_name(static_cast<int64_t>(columns.size()));
      }
      names.insert(column.name);
      columns.push_back(std::move(column));
    }
  }
  return Value::frame(make_ref<Frame>(std::max<int64_t>(rows, 0), std::move(columns)));
}

}  // namespace lineal
