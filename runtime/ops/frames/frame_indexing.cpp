// Slices, assignments and concatenations of frames.
#include "runtime/ops/frames/frame_indexing.h"

#include <algorithm>
#include <set>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/frames/frame_cells.h"

namespace lineal {

Value frame_slice(const Frame& frame, int64_t r1, int64_t r2, int64_t c1, int64_t c2) {
  const int64_t rows = std::max<int64_t>(r2 - r1 + 1, 0);
  std::vector<Frame::Column> columns;
  for (int64_t c = c1 - 1; c < c2; ++c) {
    const Frame::Column& source = frame.column(c);
    const auto first = source.cells.begin() + (r1 - 1);
    columns.push_back({.name = source.name, .type = source.type, .cells = {first, first + rows}});
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
    for (int64_t r = 0; r < rows; ++r) {
      const std::optional<std::string>& cell = from.cells[static_cast<size_t>(r)];
      std::optional<std::string>& place = column.cells[static_cast<size_t>(r1 - 1 + r)];
      if (!cell || from.type == column.type) {
        place = cell;
      } else {
        place = typed_cell(*cell, column.type);
      }
    }
  }
  return Value::frame(result);
}

Value frame_bind_rows(std::span<const Value> parts) {
  Ref<Frame> result;
  for (const Value& part : parts) {
    const Ref<const Frame> frame = as_frame_value(part, "rbind");
    if (frame->columns() == 0) continue;
    if (!result) {
      result = make_ref<Frame>(*frame);
      continue;
    }
    if (frame->columns() != result->columns()) {
      throw Error(ErrorKind::kRuntime,
                  cat("rbind: numbers of columns differ: ", result->columns(), " and ", frame->columns()));
    }
    std::vector<Frame::Column> columns;
    for (int64_t c = 0; c < result->columns(); ++c) {
      Frame::Column column = std::move(result->column(c));
      const Frame::Column& below = frame->column(c);
      if (column.type != below.type) column.type = ColumnType::kString;
      column.cells.insert(column.cells.end(), below.cells.begin(), below.cells.end());
      columns.push_back(std::move(column));
    }
    result = make_ref<Frame>(result->rows() + frame->rows(), std::move(columns));
  }
  return Value::frame(result ? result : make_ref<Frame>());
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
