// Builds the cells of a column one by one.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/matrix/columns/column_cells.h"
#include "runtime/matrix/columns/column_type.h"
#include "runtime/matrix/columns/dictionary.h"

namespace lineal {

/// Takes texts, numbers and parts of other columns in any mixture, and chooses how to store them: a dictionary while
/// values repeat, otherwise numbers where the type is one of numbers and every text is what a number prints as,
/// otherwise texts. The result depends on what was appended alone.
class CellsBuilder {
 public:
  /// The type says which numbers to try; it refuses nothing.
  explicit CellsBuilder(ColumnType type = ColumnType::kString) : type_(type) {}

  int64_t size() const { return missing_.size(); }
  /// Makes room for codes, or for what cells are stored as by now; the caller knows that so many cells come.
  void reserve(int64_t cells);

  /// Stores cells plainly if `cells` are, without a search for what repeats: most of them are about to be appended.
  /// Only before anything is.
  void start_like(const ColumnCells& cells);

  void append_missing(int64_t count = 1);
  void append_text(std::string_view text, int64_t count = 1);
  /// Same as appending format_double(number).
  void append_number(double number);
  /// Cells [begin, end) of a column.
  void append(const ColumnCells& cells, int64_t begin, int64_t end);
  void append(const ColumnCells& cells) { append(cells, 0, cells.size()); }

  /// The same as cell `r`, counted from 0 in what was appended.
  void append_again(int64_t r);

  /// Appends a text and returns true when it was appended before and is in the dictionary, or is stored as a number.
  /// Otherwise nothing happens. Spares a second look at what has been seen already.
  bool append_known(std::string_view text);

  /// The cells; nothing may be called after it.
  Ref<const ColumnCells> finish();

 private:
  using Integers = std::vector<int64_t>;
  using Doubles = std::vector<double>;
  /// Whether values repeat is looked at when there are this many, and then at every doubling: a dictionary is left when
  /// nearly all cells since the last look brought a new value.
  static constexpr int64_t kFirstLook = 4096;
  struct Coded {
    Coded() : next_look(kFirstLook), values_seen(0), cells_seen(0) {}
    Dictionary dictionary;
    NarrowIntegers codes;
    int64_t next_look;
    int64_t values_seen;  // at the last look
    int64_t cells_seen;
  };

  /// Appends a text to the values alone.
  void push_text(std::string_view text);
  void push_plain_text(std::string_view text);
  /// Appends a value's code; false where the dictionary gave up the search, and was left.
  template <class Value>
  bool push_code(Coded& coded, Value value);
  /// Gives up the dictionary: texts, or numbers where all are numbers.
  void leave_dictionary();
  /// Gives up numbers stored plainly.
  void become_texts();
  void append_cell(const ColumnCells& cells, int64_t r);
  void append_coded(const ColumnCells& cells, int64_t begin, int64_t end);
  /// Copies cells stored plainly the way these are; false where they are not.
  bool append_alike(const ColumnCells& cells, int64_t begin, int64_t end);

  ColumnType type_;
  std::variant<Coded, TextArray, Integers, Doubles> values_;
  MissingCells missing_;
};

}  // namespace lineal
