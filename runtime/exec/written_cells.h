// Which cells of a parfor's result variable some iteration has written.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {

/// A set of cells of a rows x columns matrix (a list is one row), a bit each. Above kMost cells nothing is kept and
/// nothing is ever found taken: the check is a service to the author of the script, not a condition of sound results.
class WrittenCells {
 public:
  static constexpr int64_t kMost = int64_t{1} << 30;

  WrittenCells(int64_t rows, int64_t columns);

  struct Cell {
    int64_t row = 0;
    int64_t column = 0;
  };
  /// The first cell of `part`, in row order, that has been taken.
  std::optional<Cell> first_taken(const Rectangle& part) const;
  void take(const Rectangle& part);

 private:
  std::optional<int64_t> first_set(int64_t begin, int64_t end) const;
  void set(int64_t begin, int64_t end);
  /// Calls `visit(begin, end)` for every run of neighbouring bits of the rectangle until it returns false.
  template <typename Visit>
  void for_each_run(const Rectangle& part, Visit visit) const;

  int64_t columns_;
  std::vector<uint64_t> bits_;
};

}  // namespace lineal
