// Looks at each value of a dictionary once, and shares columns in which nothing is found.
#include "runtime/ops/frames/frame_replace.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <optional>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/matrix/columns/canonical_number.h"
#include "runtime/matrix/columns/cells_builder.h"

namespace lineal {
namespace {

bool matches(double cell, double pattern) {
  return cell == pattern || (cell != cell && pattern != pattern);
}

/// Which values of plainly stored cells are the text `pattern`.
std::vector<bool> places_of(const ColumnCells& cells, const std::string& pattern) {
  std::vector<bool> found(static_cast<size_t>(cells.size()));
  int64_t integer = 0;
  double number = 0;
  if (const TextArray* texts = cells.texts()) {
    for (size_t i = 0; i < found.size(); ++i)
      found[i] = (*texts)[static_cast<int64_t>(i)] == pattern;
  } else if (const std::vector<int64_t>* integers = cells.integers()) {
    for (size_t i = 0; read_canonical(pattern, integer) && i < found.size(); ++i)
      found[i] = (*integers)[i] == integer;
  } else if (read_canonical(pattern, number)) {
    for (size_t i = 0; i < found.size(); ++i)  // -0.0 is another text than 0.0, and NaN the same as NaN
      found[i] = std::bit_cast<uint64_t>((*cells.doubles())[i]) == std::bit_cast<uint64_t>(number);
  }
  return found;
}

/// Which values of plainly stored cells are the number `pattern`.
std::vector<bool> places_of(const ColumnCells& cells, double pattern) {
  std::vector<bool> found(static_cast<size_t>(cells.size()));
  for (size_t i = 0; i < found.size(); ++i) {
    if (const std::vector<double>* doubles = cells.doubles()) {
      found[i] = matches((*doubles)[i], pattern);
    } else if (const std::vector<int64_t>* integers = cells.integers()) {
      found[i] = matches(static_cast<double>((*integers)[i]), pattern);
    } else {
      const std::string_view text = (*cells.texts())[static_cast<int64_t>(i)];
      double number = std::nan("");
      const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
      found[i] =
          (text == "NaN" || (failed == std::errc() && end == text.data() + text.size())) && matches(number, pattern);
    }
  }
  return found;
}

/// The cells with the values at the places `found` replaced.
Ref<const ColumnCells> replaced(const Frame::Column& column, const std::vector<bool>& found, std::string_view text) {
  const ColumnCells& cells = *column.cells;
  CellsBuilder result(column.type);
  result.reserve(cells.size());
  std::optional<int64_t> first;  // where the replacement stands in the result
  int64_t begin = 0;             // of the cells that are copied as they are
  for (int64_t r = 0; r < cells.size(); ++r) {
    if (cells.is_missing(r) || !found[static_cast<size_t>(cells.place(r))]) continue;
    result.append(cells, begin, r);
    begin = r + 1;
    if (first) {
      result.append_again(*first);
    } else {
      result.append_text(text);
      first = r;
    }
  }
  if (!first) return column.cells;
  result.append(cells, begin, cells.size());
  return result.finish();
}

}  // namespace

Value replace_in_frame(const Frame& frame, const Value& pattern, const Value& replacement) {
  if (pattern.is_string() != replacement.is_string()) {
    throw Error(ErrorKind::kRuntime, cat("replace: pattern and replacement must both be text or both be numbers: ",
                                         describe(pattern), " and ", describe(replacement)));
  }
  const Ref<Frame> result = make_ref<Frame>(frame);
  const std::string text = scalar_text(replacement);
  for (int64_t c = 0; c < result->columns(); ++c) {
    Frame::Column& column = result->column(c);
    if (!pattern.is_string() && (column.type == ColumnType::kString || column.type == ColumnType::kCharacter)) continue;
    const ColumnCells& distinct = column.cells->distinct();
    column.cells = replaced(
        column, pattern.is_string() ? places_of(distinct, pattern.text()) : places_of(distinct, pattern.number()),
        text);
  }
  return Value::frame(result);
}

}  // namespace lineal
