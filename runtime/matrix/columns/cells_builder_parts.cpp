// Parts of other columns, copied in bulk where both store cells alike.
#include <string>

#include "runtime/matrix/columns/cells_builder.h"

namespace lineal {
namespace {

template <class Number>
void append_range(std::vector<Number>& numbers, const std::vector<Number>& more, int64_t begin, int64_t end) {
  numbers.insert(numbers.end(), more.begin() + begin, more.begin() + end);
}

}  // namespace

void CellsBuilder::start_like(const ColumnCells& cells) {
  if (cells.texts() != nullptr) values_ = TextArray();
  if (cells.integers() != nullptr) values_ = Integers();
  if (cells.doubles() != nullptr) values_ = Doubles();
}

void CellsBuilder::append(const ColumnCells& cells, int64_t begin, int64_t end) {
  if (begin >= end) return;
  if (cells.coded() != nullptr) return append_coded(cells, begin, end);
  if (size() == 0 && cells.integers() != nullptr) values_ = Integers();
  for (int64_t r = begin; r < end; ++r) {
    if (append_alike(cells, r, end)) return;
    append_cell(cells, r);
  }
}

void CellsBuilder::append_cell(const ColumnCells& cells, int64_t r) {
  if (cells.is_missing(r)) return append_missing();
  if (const Doubles* doubles = cells.doubles()) return append_number((*doubles)[static_cast<size_t>(r)]);
  std::string scratch;
  append_text(cells.text(r, scratch));
}

bool CellsBuilder::append_alike(const ColumnCells& cells, int64_t begin, int64_t end) {
  if (auto* texts = std::get_if<TextArray>(&values_)) {
    if (cells.texts() == nullptr) return false;
    texts->append(*cells.texts(), begin, end);
  } else if (auto* integers = std::get_if<Integers>(&values_)) {
    if (cells.integers() == nullptr) return false;
    append_range(*integers, *cells.integers(), begin, end);
  } else if (auto* doubles = std::get_if<Doubles>(&values_)) {
    if (cells.doubles() == nullptr) return false;
    append_range(*doubles, *cells.doubles(), begin, end);
  } else {
    return false;
  }
  missing_.append(cells.missing(), begin, end);
  return true;
}

void CellsBuilder::append_coded(const ColumnCells& cells, int64_t begin, int64_t end) {
  constexpr uint64_t kUnknown = ~uint64_t{0};
  const ColumnCells& dictionary = *cells.coded()->dictionary;
  std::vector<uint64_t> known(static_cast<size_t>(dictionary.size()), kUnknown);  // codes of the values here
  cells.coded()->codes.visit([&](const auto& codes) {
    const auto translated = [&](int64_t r) { return known[codes[static_cast<size_t>(r)]]; };
    for (int64_t r = begin; r < end;) {
      auto* coded = std::get_if<Coded>(&values_);
      int64_t last = r;
      while (coded != nullptr && last < end && !cells.is_missing(last) && translated(last) != kUnknown)
        ++last;
      if (last > r) {
        coded->codes.append_each(last - r, static_cast<uint64_t>(coded->dictionary.size() - 1),
                                 [&](int64_t i) { return translated(r + i); });
        missing_.append_present(last - r);
        r = last;
        continue;
      }
      if (cells.is_missing(r)) {
        append_missing();
      } else {
        const auto code = codes[static_cast<size_t>(r)];
        append_cell(dictionary, static_cast<int64_t>(code));
        coded = std::get_if<Coded>(&values_);
        if (coded != nullptr) known[code] = coded->codes[coded->codes.size() - 1];
      }
      ++r;
    }
  });
}

}  // namespace lineal
