// The choice between dictionary, numbers and texts.
#include "runtime/matrix/columns/cells_builder.h"

#include <limits>
#include <optional>

#include "runtime/core/cat.h"
#include "runtime/core/number_format.h"
#include "runtime/matrix/columns/canonical_number.h"

namespace lineal {
namespace {

bool holds_integers(ColumnType type) {
  return type == ColumnType::kInt32 || type == ColumnType::kInt64;
}
bool holds_doubles(ColumnType type) {
  return type == ColumnType::kFp32 || type == ColumnType::kFp64;
}

/// All texts as numbers; none where one of them is not what its number prints as.
template <class Number>
std::optional<std::vector<Number>> as_numbers(const TextArray& texts) {
  std::vector<Number> numbers(static_cast<size_t>(texts.size()));
  for (int64_t i = 0; i < texts.size(); ++i) {
    if (!read_canonical(texts[i], numbers[static_cast<size_t>(i)])) return std::nullopt;
  }
  return numbers;
}

/// Numbers in place of codes.
template <class Number>
std::vector<Number> decoded(const NarrowIntegers& codes, const std::vector<Number>& dictionary) {
  return codes.visit([&](const auto& all) {
    std::vector<Number> numbers;
    numbers.reserve(all.capacity());
    for (const auto code : all)
      numbers.push_back(dictionary[code]);
    return numbers;
  });
}

/// Texts in place of codes. A missing cell must not copy the text of code 0, which may be long.
TextArray decoded(const NarrowIntegers& codes, const MissingCells& missing, const TextArray& dictionary) {
  TextArray texts;
  codes.visit([&](const auto& all) {
    texts.reserve(static_cast<int64_t>(all.capacity()));
    for (size_t i = 0; i < all.size(); ++i)
      texts.push_back(missing[static_cast<int64_t>(i)] ? std::string_view() : dictionary[static_cast<int64_t>(all[i])]);
  });
  return texts;
}

}  // namespace

void CellsBuilder::reserve(int64_t cells) {
  if (auto* coded = std::get_if<Coded>(&values_)) {
    coded->codes.reserve(cells);
  } else if (auto* texts = std::get_if<TextArray>(&values_)) {
    texts->reserve(cells);
  } else if (auto* integers = std::get_if<Integers>(&values_)) {
    integers->reserve(static_cast<size_t>(cells));
  } else {
    std::get_if<Doubles>(&values_)->reserve(static_cast<size_t>(cells));
  }
}

void CellsBuilder::append_missing(int64_t count) {
  missing_.append_missing(count);
  if (auto* coded = std::get_if<Coded>(&values_)) {
    coded->codes.append(count, 0);
  } else if (auto* texts = std::get_if<TextArray>(&values_)) {
    texts->append_empty(count);
  } else if (auto* integers = std::get_if<Integers>(&values_)) {
    integers->resize(integers->size() + static_cast<size_t>(count));
  } else {
    auto& doubles = *std::get_if<Doubles>(&values_);
    doubles.resize(doubles.size() + static_cast<size_t>(count));
  }
}

void CellsBuilder::append_text(std::string_view text, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    push_text(text);
    if (auto* coded = std::get_if<Coded>(&values_); coded != nullptr && i == 0) {
      // The same code again and again needs no search.
      coded->codes.append(count - 1, coded->codes[coded->codes.size() - 1]);
      break;
    }
  }
  missing_.append_present(count);
}

void CellsBuilder::push_text(std::string_view text) {
  if (auto* coded = std::get_if<Coded>(&values_)) {
    double number = 0;
    if (!coded->dictionary.holds_numbers()) {
      if (push_code(*coded, text)) return;
    } else if (read_canonical(text, number)) {
      if (push_code(*coded, number)) return;
    } else if (!coded->dictionary.become_texts()) {
      leave_dictionary();
    } else if (push_code(*coded, text)) {
      return;
    }
  }
  push_plain_text(text);
}

void CellsBuilder::push_plain_text(std::string_view text) {
  if (auto* integers = std::get_if<Integers>(&values_)) {
    int64_t integer = 0;
    if (read_canonical(text, integer)) return integers->push_back(integer);
    become_texts();
  } else if (auto* doubles = std::get_if<Doubles>(&values_)) {
    double number = 0;
    if (read_canonical(text, number)) return doubles->push_back(number);
    become_texts();
  }
  std::get_if<TextArray>(&values_)->push_back(text);
}

template <class Value>
bool CellsBuilder::push_code(Coded& coded, Value value) {
  const std::optional<uint32_t> code = coded.dictionary.add(value);
  if (!code) {
    leave_dictionary();
    return false;
  }
  coded.codes.push_back(*code);
  if (*code != coded.next_look) return true;
  const int64_t values = coded.next_look - coded.values_seen;
  const int64_t cells = coded.codes.size() - coded.cells_seen;
  if (32 * values > 31 * cells) {
    leave_dictionary();
  } else {
    coded.values_seen = coded.next_look;
    coded.cells_seen = coded.codes.size();
    coded.next_look *= 2;
  }
  return true;
}

void CellsBuilder::leave_dictionary() {
  auto& coded = *std::get_if<Coded>(&values_);
  const NarrowIntegers codes = std::move(coded.codes);
  const Dictionary::Values dictionary = coded.dictionary.take();
  if (const auto* numbers = std::get_if<Doubles>(&dictionary)) {
    values_ = decoded(codes, *numbers);
    return;
  }
  const auto& texts = *std::get_if<TextArray>(&dictionary);
  if (texts.size() == 0) {  // all are missing
    values_ = decoded(codes, missing_, texts);
  } else if (const auto integers = holds_integers(type_) ? as_numbers<int64_t>(texts) : std::nullopt) {
    values_ = decoded(codes, *integers);
  } else if (const auto doubles = holds_doubles(type_) ? as_numbers<double>(texts) : std::nullopt) {
    values_ = decoded(codes, *doubles);
  } else {
    values_ = decoded(codes, missing_, texts);
  }
}

void CellsBuilder::become_texts() {
  TextArray texts;
  if (const auto* integers = std::get_if<Integers>(&values_)) {
    for (const int64_t integer : *integers)
      texts.push_back(cat(integer));
  } else if (const auto* doubles = std::get_if<Doubles>(&values_)) {
    for (const double number : *doubles)
      texts.push_back(format_double(number));
  }
  values_ = std::move(texts);
}

void CellsBuilder::append_number(double number) {
  // Their texts do not tell one NaN from another.
  if (number != number) number = std::numeric_limits<double>::quiet_NaN();
  if (auto* coded = std::get_if<Coded>(&values_);
      coded != nullptr && (coded->dictionary.holds_numbers() || coded->dictionary.size() == 0)) {
    missing_.append_present();
    if (push_code(*coded, number)) return;
    std::get_if<Doubles>(&values_)->push_back(number);
  } else if (auto* doubles = std::get_if<Doubles>(&values_)) {
    missing_.append_present();
    doubles->push_back(number);
  } else {
    append_text(format_double(number));
  }
}

void CellsBuilder::append_again(int64_t r) {
  if (missing_[r]) return append_missing();
  const auto at = static_cast<size_t>(r);
  if (auto* coded = std::get_if<Coded>(&values_)) {
    coded->codes.push_back(coded->codes[r]);
  } else if (auto* texts = std::get_if<TextArray>(&values_)) {
    texts->push_back((*texts)[r]);
  } else if (auto* integers = std::get_if<Integers>(&values_)) {
    integers->push_back((*integers)[at]);
  } else {
    auto& doubles = *std::get_if<Doubles>(&values_);
    doubles.push_back(doubles[at]);
  }
  missing_.append_present();
}

bool CellsBuilder::append_known(std::string_view text) {
  if (auto* coded = std::get_if<Coded>(&values_)) {
    const std::optional<uint32_t> code = coded->dictionary.find(text);
    if (!code) return false;
    coded->codes.push_back(*code);
  } else if (auto* integers = std::get_if<Integers>(&values_)) {
    int64_t integer = 0;
    if (!read_canonical(text, integer)) return false;
    integers->push_back(integer);
  } else if (auto* doubles = std::get_if<Doubles>(&values_)) {
    double number = 0;
    if (!read_canonical(text, number)) return false;
    doubles->push_back(number);
  } else {
    return false;
  }
  missing_.append_present();
  return true;
}

Ref<const ColumnCells> CellsBuilder::finish() {
  if (auto* coded = std::get_if<Coded>(&values_)) {
    const int64_t present = size() - missing_.count();
    if (present > 0 && 2 * coded->dictionary.size() > present) leave_dictionary();
  }
  if (auto* coded = std::get_if<Coded>(&values_)) {
    MissingCells none;
    none.append_present(coded->dictionary.size());
    Dictionary::Values held = coded->dictionary.take();
    ColumnCells::Values values;
    if (auto* texts = std::get_if<TextArray>(&held)) {
      texts->shrink();
      values = std::move(*texts);
    } else {
      values = std::move(*std::get_if<Doubles>(&held));
    }
    coded->codes.shrink();
    return make_ref<ColumnCells>(
        ColumnCells::Coded{std::move(coded->codes), make_ref<ColumnCells>(std::move(values), std::move(none))},
        std::move(missing_));
  }
  if (auto* texts = std::get_if<TextArray>(&values_)) {
    texts->shrink();
    return make_ref<ColumnCells>(std::move(*texts), std::move(missing_));
  }
  if (auto* integers = std::get_if<Integers>(&values_)) {
    shrink_grown(*integers);
    return make_ref<ColumnCells>(std::move(*integers), std::move(missing_));
  }
  auto& doubles = *std::get_if<Doubles>(&values_);
  shrink_grown(doubles);
  return make_ref<ColumnCells>(std::move(doubles), std::move(missing_));
}

}  // namespace lineal
