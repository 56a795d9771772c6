// Copies of cells, without making texts.
#include "runtime/matrix/columns/column_cells.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"

namespace lineal {
namespace {

int64_t size_of(const TextArray& texts) {
  return texts.size();
}
template <class Number>
int64_t size_of(const std::vector<Number>& numbers) {
  return static_cast<int64_t>(numbers.size());
}
int64_t size_of(const ColumnCells::Coded& coded) {
  return coded.codes.size();
}

int64_t heap_bytes(const TextArray& texts) {
  return texts.bytes();
}
template <class Number>
int64_t heap_bytes(const std::vector<Number>& numbers) {
  return static_cast<int64_t>(numbers.capacity() * sizeof(Number));
}
int64_t heap_bytes(const ColumnCells::Coded& coded) {
  return coded.codes.bytes();
}

template <class Number>
std::vector<Number> numbers_at(const std::vector<Number>& numbers, std::span<const int64_t> rows) {
  std::vector<Number> result;
  result.reserve(rows.size());
  for (const int64_t r : rows)
    result.push_back(r < 0 ? Number{} : numbers[static_cast<size_t>(r)]);
  return result;
}

template <class Number>
std::vector<Number> numbers_between(const std::vector<Number>& numbers, int64_t begin, int64_t end) {
  return {numbers.begin() + begin, numbers.begin() + end};
}

}  // namespace

ColumnCells::ColumnCells(Values values, MissingCells missing)
    : values_(std::move(values)), missing_(std::move(missing)) {
  LINEAL_CHECK(std::visit([](const auto& held) { return size_of(held); }, values_) == missing_.size(),
               "a column with a value too few or too many");
}

std::string_view ColumnCells::number_text(const Values& values, int64_t r, std::string& scratch) {
  const auto at = static_cast<size_t>(r);
  scratch.clear();
  if (const auto* integers = std::get_if<std::vector<int64_t>>(&values)) {
    append_part(scratch, (*integers)[at]);
  } else {
    append_double(scratch, (*std::get_if<std::vector<double>>(&values))[at]);
  }
  return scratch;
}

Ref<const ColumnCells> ColumnCells::gather(std::span<const int64_t> rows) const {
  const Coded* const codes = coded();
  if (codes == nullptr) return make_ref<ColumnCells>(values_at(rows), missing_.gather(rows));
  if (codes->dictionary->size() <= static_cast<int64_t>(rows.size())) {
    NarrowIntegers gathered =
        codes->codes.visit([&](const auto& numbers) { return NarrowIntegers(numbers_at(numbers, rows)); });
    return make_ref<ColumnCells>(Coded{std::move(gathered), codes->dictionary}, missing_.gather(rows));
  }
  const auto row = [&](int64_t i) { return rows[static_cast<size_t>(i)]; };
  return make_ref<ColumnCells>(decoded(static_cast<int64_t>(rows.size()), row), missing_.gather(rows));
}

Ref<const ColumnCells> ColumnCells::slice(int64_t begin, int64_t end) const {
  if (begin == 0 && end == size()) return Ref<const ColumnCells>(this);
  MissingCells missing;
  missing.append(missing_, begin, end);
  const Coded* const codes = coded();
  if (codes != nullptr && codes->dictionary->size() <= end - begin) {
    NarrowIntegers part =
        codes->codes.visit([&](const auto& numbers) { return NarrowIntegers(numbers_between(numbers, begin, end)); });
    return make_ref<ColumnCells>(Coded{std::move(part), codes->dictionary}, std::move(missing));
  }
  if (codes != nullptr) {
    return make_ref<ColumnCells>(decoded(end - begin, [&](int64_t i) { return begin + i; }), std::move(missing));
  }
  if (const TextArray* all = texts()) {
    TextArray part;
    part.append(*all, begin, end);
    return make_ref<ColumnCells>(std::move(part), std::move(missing));
  }
  if (integers() != nullptr) return make_ref<ColumnCells>(numbers_between(*integers(), begin, end), std::move(missing));
  return make_ref<ColumnCells>(numbers_between(*doubles(), begin, end), std::move(missing));
}

ColumnCells::Values ColumnCells::values_at(std::span<const int64_t> places) const {
  if (texts() != nullptr) return texts()->gather(places);
  if (integers() != nullptr) return numbers_at(*integers(), places);
  return numbers_at(*doubles(), places);
}

// A few rows do not keep a large dictionary alive.
template <class Row>
ColumnCells::Values ColumnCells::decoded(int64_t count, const Row& row) const {
  constexpr int64_t kNowhere = -1;
  std::vector<int64_t> places;
  places.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    places.push_back(is_missing(row(i)) ? kNowhere : place(row(i)));
  return coded()->dictionary->values_at(places);
}

int64_t ColumnCells::own_bytes() const {
  return static_cast<int64_t>(sizeof(ColumnCells)) + missing_.bytes() +
         std::visit([](const auto& held) { return heap_bytes(held); }, values_);
}

Ref<const ColumnCells> boolean_cells(std::vector<uint8_t> answers) {
  static const Ref<const ColumnCells> dictionary = [] {
    TextArray words;
    words.push_back("FALSE");
    words.push_back("TRUE");
    MissingCells none;
    none.append_present(words.size());
    return make_ref<ColumnCells>(std::move(words), std::move(none));
  }();
  for (uint8_t& answer : answers)
    answer = answer != 0 ? 1 : 0;
  MissingCells none;
  none.append_present(static_cast<int64_t>(answers.size()));
  return make_ref<ColumnCells>(ColumnCells::Coded{NarrowIntegers(std::move(answers)), dictionary}, std::move(none));
}

}  // namespace lineal
