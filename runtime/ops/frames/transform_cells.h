// A function of the text of each cell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/matrix/columns/cells_builder.h"
#include "runtime/matrix/columns/column_cells.h"

namespace lineal {

/// A column of the same size, in which missing cells stay missing. For every other cell, in order, `append(text,
/// result)` appends one cell to the builder `result`; cells that share a value of a dictionary share the first one's.
/// The function may throw, and must depend on the text alone.
template <class Append>
Ref<const ColumnCells> transform_cells(const ColumnCells& cells, ColumnType type, const Append& append) {
  constexpr int64_t kNone = -1;
  CellsBuilder result(type);
  result.reserve(cells.size());
  const bool coded = cells.coded() != nullptr;
  std::vector<int64_t> first(coded ? static_cast<size_t>(cells.distinct().size()) : 0, kNone);
  std::string scratch;
  for (int64_t r = 0; r < cells.size(); ++r) {
    if (cells.is_missing(r)) {
      result.append_missing();
    } else if (!coded) {
      append(cells.text(r, scratch), result);
    } else if (int64_t& seen = first[static_cast<size_t>(cells.place(r))]; seen != kNone) {
      result.append_again(seen);
    } else {
      append(cells.text(r, scratch), result);
      seen = r;
    }
  }
  return result.finish();
}

}  // namespace lineal
