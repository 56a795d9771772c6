// How cells of frames are made from numbers and text, and turned back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/matrix/frame.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// "C1" for position 0.
std::string default_column_name(int64_t position);

/// The cell of a column of type `type` that holds the number: "1.0" for FP64, "1" for INT64, "true" for BOOLEAN.
std::string number_cell(double value, ColumnType type);

/// Brings text into the print form of `type`: 7 becomes "7.0" in an FP64 column. Throws Error(kRuntime) naming the cell
/// when the text is not such a value.
std::string typed_cell(std::string_view text, ColumnType type);

/// The number that a cell stands for; empty when it is none. TRUE and FALSE in any case count as 1 and 0.
std::optional<double> cell_number(std::string_view text);

/// A column of one cell.
Ref<const ColumnCells> single_cell(std::string_view text, ColumnType type);

/// The numbers that the values of a column's cells stand for, looked up by ColumnCells::place; values of a dictionary
/// are read once. Refers to the cells.
class CellNumbers {
 public:
  explicit CellNumbers(const ColumnCells& cells);

  /// Empty for a text that is no number.
  std::optional<double> operator[](int64_t place) const {
    const auto at = static_cast<size_t>(place);
    if (doubles_ != nullptr) return (*doubles_)[at];
    if (integers_ != nullptr) return static_cast<double>((*integers_)[at]);
    return texts_ != nullptr ? cell_number((*texts_)[place]) : coded_[at];
  }

 private:
  const std::vector<int64_t>* integers_;
  const std::vector<double>* doubles_;
  const TextArray* texts_;
  std::vector<std::optional<double>> coded_;
};

/// A matrix as a frame of FP64 columns; a frame as itself; a scalar as 1x1. Throws for anything else.
Ref<const Frame> as_frame_value(const Value& value, std::string_view subject);

/// A frame as a matrix of numbers; a missing cell is NaN. Throws Error(kRuntime) naming row, column and cell for text.
MatrixRef frame_to_matrix(const Frame& frame, std::string_view subject);

}  // namespace lineal
