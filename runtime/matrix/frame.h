// A table of typed columns with names and missing cells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/matrix/columns/column_cells.h"
#include "runtime/matrix/columns/column_type.h"
#include "runtime/matrix/object.h"

namespace lineal {

/// The least that a cell of a frame takes, a code of one byte and room for its column to grow. For refusing frames that
/// no memory could hold.
inline constexpr int64_t kLeastCellBytes = 2;

/// A column-wise table. A cell is a text in the print form of its type or as a file had it, which is what frames are
/// for (raw data before encoding), or missing; column_cells.h says how cells are stored. Frames share cells: copying,
/// renaming and choosing columns takes no more than handles.
class Frame final : public Object {
 public:
  struct Column {
    std::string name;
    ColumnType type = ColumnType::kString;
    Ref<const ColumnCells> cells = nullptr;
  };
  Frame() = default;
  /// Every column has `rows` cells.
  Frame(int64_t rows, std::vector<Column> columns);

  int64_t rows() const { return rows_; }
  int64_t columns() const { return static_cast<int64_t>(columns_.size()); }
  const Column& column(int64_t c) const { return columns_[static_cast<size_t>(c)]; }
  Column& column(int64_t c) { return columns_[static_cast<size_t>(c)]; }

  /// What a frame holds on the heap: itself with its names, and the cells and dictionaries of its columns, which other
  /// frames may hold as well.
  struct Part {
    const Object* object;
    int64_t bytes;
  };
  /// Each once, also where columns share them.
  std::vector<Part> parts() const;
  /// Bytes of all parts.
  int64_t bytes() const;

 private:
  int64_t rows_ = 0;
  std::vector<Column> columns_;
};

}  // namespace lineal
