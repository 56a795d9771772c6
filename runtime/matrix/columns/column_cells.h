// The cells of a frame's column, stored by what they are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/matrix/columns/missing_cells.h"
#include "runtime/matrix/columns/narrow_integers.h"
#include "runtime/matrix/columns/text_array.h"
#include "runtime/matrix/object.h"

namespace lineal {

/// Immutable cells, shared by the frames that hold them. To its readers a cell is a text or missing; how it is stored
/// shows in speed and size alone:
/// - texts in one piece of memory,
/// - whole numbers, for texts that a whole number prints as,
/// - doubles, for texts that a double prints as,
/// - codes of one to four bytes into a dictionary of distinct values, which are cells of one of the other forms.
/// The form does not follow from the declared type of the column: an FP64 column read from a file may hold "7", which
/// no double prints as, and stays text.
class ColumnCells final : public Object {
 public:
  struct Coded {
    NarrowIntegers codes;  // 0 where the cell is missing
    Ref<const ColumnCells> dictionary;
  };
  using Values = std::variant<TextArray, std::vector<int64_t>, std::vector<double>, Coded>;

  /// Takes as many values as `missing` says there are cells; those of missing cells are not looked at.
  ColumnCells(Values values, MissingCells missing);

  int64_t size() const { return missing_.size(); }
  bool any_missing() const { return missing_.any(); }
  bool is_missing(int64_t r) const { return missing_[r]; }
  const MissingCells& missing() const { return missing_; }

  /// The text of a cell that is not missing; `scratch` holds it where it is made on the way.
  std::string_view text(int64_t r, std::string& scratch) const {
    const Values* values = &values_;
    if (const auto* coded = std::get_if<Coded>(values)) {
      r = static_cast<int64_t>(coded->codes[r]);
      values = &coded->dictionary->values_;
    }
    if (const auto* texts = std::get_if<TextArray>(values)) return (*texts)[r];
    return number_text(*values, r, scratch);
  }

  /// The texts, whole numbers or doubles; nullptr where the cells are stored otherwise.
  const TextArray* texts() const { return std::get_if<TextArray>(&values_); }
  const std::vector<int64_t>* integers() const { return std::get_if<std::vector<int64_t>>(&values_); }
  const std::vector<double>* doubles() const { return std::get_if<std::vector<double>>(&values_); }
  const Coded* coded() const { return std::get_if<Coded>(&values_); }

  /// The cells whose values these are made of: the dictionary, or the cells themselves.
  const ColumnCells& distinct() const { return coded() == nullptr ? *this : *coded()->dictionary; }
  /// Where in `distinct` the value of a cell stands that is not missing.
  int64_t place(int64_t r) const { return coded() == nullptr ? r : static_cast<int64_t>(coded()->codes[r]); }

  /// The cells numbered `rows`, in that order; cells [begin, end).
  Ref<const ColumnCells> gather(std::span<const int64_t> rows) const;
  Ref<const ColumnCells> slice(int64_t begin, int64_t end) const;

  /// Bytes of this object alone, without those of the dictionary, which others may share.
  int64_t own_bytes() const;

 private:
  static std::string_view number_text(const Values& values, int64_t r, std::string& scratch);
  /// The values numbered `places`, in that order; an empty one for a place below 0. Not for coded cells.
  Values values_at(std::span<const int64_t> places) const;
  /// Values in place of codes, of the cells whose rows `row(0)` to `row(count - 1)` are.
  template <class Row>
  Values decoded(int64_t count, const Row& row) const;

  Values values_;
  MissingCells missing_;
};

/// Cells TRUE and FALSE, one byte each: not 0, and 0.
Ref<const ColumnCells> boolean_cells(std::vector<uint8_t> answers);

}  // namespace lineal
