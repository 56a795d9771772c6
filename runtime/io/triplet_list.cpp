// From listed cells to a matrix.
#include "runtime/io/triplet_list.h"

#include <algorithm>

#include "cache/pool/memory_limit.h"
#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/io/text_lines.h"

namespace lineal {
namespace {

/// Dense is smaller from about this share of non-zeros on.
constexpr double kDenseShare = 0.4;
constexpr int64_t kSmallCells = 1024;

bool before(const Triplet& a, const Triplet& b) {
  return a.row != b.row ? a.row < b.row : a.column != b.column ? a.column < b.column : a.line < b.line;
}

}  // namespace

MatrixRef build_matrix(int64_t rows, int64_t columns, std::vector<Triplet> cells, const std::string& path) {
  if (!std::is_sorted(cells.begin(), cells.end(), before)) std::sort(cells.begin(), cells.end(), before);
  for (size_t i = 1; i < cells.size(); ++i) {
    if (cells[i].row == cells[i - 1].row && cells[i].column == cells[i - 1].column) {
      fail_at_line(path, cells[i].line, 0,
                   cat("cell (", cells[i].row + 1, ", ", cells[i].column + 1, ") is given twice, first in line ",
                       cells[i - 1].line));
    }
  }
  std::erase_if(cells, [](const Triplet& cell) { return cell.value == 0; });
  const auto count = static_cast<double>(cells.size());
  const double area = static_cast<double>(rows) * static_cast<double>(columns);
  if (area <= kSmallCells || count >= kDenseShare * area) {
    NewMatrix matrix = NewMatrix::filled(rows, columns, 0);
    for (const Triplet& cell : cells)
      matrix->row(cell.row)[cell.column] = cell.value;
    return matrix;
  }
  checked_cells(rows, columns);
  if (cells.empty()) return NewMatrix::zero(rows, columns);
  if (rows >= machine_memory() / static_cast<int64_t>(sizeof(int64_t))) {
    throw Error(ErrorKind::kResource, cat(path, ": out of memory for a matrix of ", rows, "x", columns));
  }
  SparseRows entries;
  entries.offsets.assign(static_cast<size_t>(rows) + 1, 0);
  entries.columns.reserve(cells.size());
  entries.values.reserve(cells.size());
  for (const Triplet& cell : cells) {
    ++entries.offsets[static_cast<size_t>(cell.row) + 1];
    entries.columns.push_back(cell.column);
    entries.values.push_back(cell.value);
  }
  for (size_t r = 1; r < entries.offsets.size(); ++r)
    entries.offsets[r] += entries.offsets[r - 1];
  return NewMatrix::sparse(rows, columns, std::move(entries));
}

}  // namespace lineal
