// How columns of frames are stored, and that it never shows.
#include "runtime/matrix/columns/column_cells.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/core/number_format.h"
#include "runtime/matrix/columns/canonical_number.h"
#include "tests/unit/matrix/frame_samples.h"

namespace lineal {
namespace {

std::string storage_of(const ColumnCells& cells) {
  if (cells.texts() != nullptr) return "texts";
  if (cells.integers() != nullptr) return "integers";
  if (cells.doubles() != nullptr) return "doubles";
  return cat("codes of ", cells.coded()->codes.width(), " of ", storage_of(cells.distinct()));
}

/// `count` texts that `distinct` different ones repeat.
TextCells repeated(int64_t count, int64_t distinct) {
  TextCells texts;
  for (int64_t i = 0; i < count; ++i)
    texts.emplace_back(cat("v", i % distinct));
  return texts;
}

void check_storage(const TextCells& texts, ColumnType type, const std::string& storage) {
  const Ref<const ColumnCells> cells = cells_from(texts, type);
  CHECK(storage_of(*cells) == storage);
  CHECK(texts_in(*cells) == texts);
}

}  // namespace

TEST_CASE("the storage follows from the cells", "[columns]") {
  check_storage({}, ColumnType::kString, "codes of 1 of texts");
  check_storage({"a", "b", "c"}, ColumnType::kString, "texts");
  check_storage({"a", "a", "a", "b"}, ColumnType::kString, "codes of 1 of texts");
  check_storage({"1", "2", "-3", {}}, ColumnType::kInt64, "integers");
  check_storage({"9007199254740993", "-9223372036854775808", "9223372036854775807"}, ColumnType::kInt64, "integers");
  check_storage({"1.0", "NaN", "-0.0", "1.0E7", "-Infinity", "1.0E-4"}, ColumnType::kFp64, "doubles");
  check_storage({"0.1", {}, "3.4028235E38"}, ColumnType::kFp32, "doubles");
  check_storage({"TRUE", "FALSE", "TRUE", "TRUE"}, ColumnType::kBoolean, "codes of 1 of texts");
  check_storage({{}, {}, {}}, ColumnType::kFp64, "codes of 1 of texts");
  CHECK(storage_of(*boolean_cells({1, 0, 7})) == "codes of 1 of texts");
  CHECK(texts_in(*boolean_cells({1, 0, 7})) == TextCells{"TRUE", "FALSE", "TRUE"});
}

TEST_CASE("a text that no number prints as stays a text", "[columns]") {
  check_storage({"1", "007", "3"}, ColumnType::kInt64, "texts");
  check_storage({"1", "+7", "3"}, ColumnType::kInt32, "texts");
  check_storage({"1", "-0", "9223372036854775808"}, ColumnType::kInt64, "texts");
  check_storage({"1.0", "7", "3.5"}, ColumnType::kFp64, "texts");
  check_storage({"1.0", "1e5", "nan"}, ColumnType::kFp64, "texts");
  check_storage({"1.0", "0.30000000000000000", ""}, ColumnType::kFp64, "texts");
  // Plain numbers turn into texts when such a one comes late.
  TextCells late;
  for (int i = 0; i < 5000; ++i)
    late.emplace_back(cat(i, ".5"));
  check_storage(late, ColumnType::kFp64, "doubles");
  late.emplace_back("7.50");
  check_storage(late, ColumnType::kFp64, "texts");
}

TEST_CASE("canonical numbers are those that give their text back", "[columns]") {
  double number = 0;
  int64_t integer = 0;
  for (const char* text : {"0.0", "-0.0", "1.0", "10.25", "9999999.0", "0.001", "123456.789012345", "1.0E7", "1.0E-4",
                           "4.9E-324", "1.7976931348623157E308", "NaN", "Infinity", "0.1234567890123456"}) {
    CAPTURE(text);
    CHECK(read_canonical(text, number));
    CHECK(format_double(number) == text);
  }
  for (const char* text :
       {"",      "-",    ".5",  "5.",   "1",   "01.0", "1.00", "0.00", "10000000.0", "0.0001", "1e7",
        "1.0e7", "+1.0", "nan", "-NaN", "inf", "-inf", " 1.0", "1.0 ", "0x1p3",      "1.0E07", "0.10000000000000001"}) {
    CAPTURE(text);
    CHECK_FALSE(read_canonical(text, number));
  }
  for (const char* text : {"", "-", "-0", "00", "01", "+1", "1.0", " 1", "1 ", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(read_canonical(text, integer));
  }
  // Every text of up to 17 digits agrees with what printing says.
  uint64_t state = 1;
  for (int i = 0; i < 20000; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    const std::string digits = cat(state >> (state % 60));
    const size_t point = 1 + static_cast<size_t>(state >> 8) % digits.size();
    const std::string text = digits.substr(0, point) + "." + digits.substr(point);
    const bool canonical = read_canonical(text, number);
    double value = std::strtod(text.c_str(), nullptr);
    CAPTURE(text);
    REQUIRE(canonical == (format_double(value) == text));
    if (canonical) REQUIRE(number == value);
  }
}

TEST_CASE("codes widen at 256 and 65536 values", "[columns]") {
  for (const auto& [distinct, width] :
       {std::pair<int64_t, int>{1, 1}, {255, 1}, {256, 1}, {257, 2}, {65535, 2}, {65536, 2}, {65537, 4}}) {
    CAPTURE(distinct);
    const TextCells texts = repeated(3 * distinct, distinct);
    const Ref<const ColumnCells> cells = cells_from(texts);
    CHECK(storage_of(*cells) == (distinct > 4096 ? "texts" : cat("codes of ", width, " of texts")));
    CHECK(texts_in(*cells) == texts);
    // What repeats from the beginning stays coded, however much there is of it.
    TextCells twice;
    for (int64_t i = 0; i < 3 * distinct; ++i)
      twice.emplace_back(cat("v", i / 3));
    const Ref<const ColumnCells> coded = cells_from(twice);
    CHECK(storage_of(*coded) == cat("codes of ", width, " of texts"));
    CHECK(texts_in(*coded) == twice);
  }
}

TEST_CASE("many categories in random order stay coded", "[columns]") {
  uint64_t state = 1;
  CellsBuilder builder;
  for (int i = 0; i < 300'000; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    builder.append_text(cat("category ", (state >> 33) % 20'000));
  }
  CHECK(storage_of(*builder.finish()) == "codes of 2 of texts");
}

TEST_CASE("a dictionary is left when nothing repeats any more", "[columns]") {
  CellsBuilder builder;
  for (int i = 0; i < 100'000; ++i)
    builder.append_text(cat("early ", i % 10));
  for (int i = 0; i < 300'000; ++i)
    builder.append_text(cat("late ", i));
  CHECK(storage_of(*builder.finish()) == "texts");
}

TEST_CASE("distinct texts are kept plainly, long and short, with any bytes", "[columns]") {
  check_storage(repeated(100'000, 100'000), ColumnType::kString, "texts");
  const std::string zeros("a\0b\0", 4);
  const std::string longer("a\0b\0\0", 5);
  check_storage({zeros, longer, std::string("\0", 1), "", "\xC3\xA9\xE2\x82\xAC"}, ColumnType::kString, "texts");
  check_storage({zeros, zeros, longer, zeros, longer, ""}, ColumnType::kString, "codes of 1 of texts");
  const std::string huge(3'000'000, 'x');
  check_storage({huge, huge + "y", "z"}, ColumnType::kString, "texts");
  check_storage({huge, huge, huge, huge, {}}, ColumnType::kString, "codes of 1 of texts");
  // Every length has its own way through the hash.
  TextCells lengths;
  for (size_t size = 0; size < 100; ++size)
    lengths.emplace_back(std::string(size, 'q'));
  check_storage(lengths, ColumnType::kString, "texts");
}

TEST_CASE("missing cells do not copy a long text", "[columns]") {
  CellsBuilder builder;
  builder.append_text(std::string(1'000'000, 'x'));
  builder.append_missing(100'000);
  const Ref<const ColumnCells> cells = builder.finish();
  CHECK(cells->own_bytes() + cells->distinct().own_bytes() < 4'000'000);
  std::vector<int64_t> rows(1000, 5);
  rows[3] = 0;
  CHECK(cells->gather(rows)->own_bytes() < 4'000'000);
}

TEST_CASE("missing cells cost a bit, and nothing where there are none", "[columns]") {
  CellsBuilder full;
  CellsBuilder holey;
  for (int i = 0; i < 64'000; ++i) {
    full.append_text("a");
    if (i % 100 == 99) {
      holey.append_missing();
    } else {
      holey.append_text("a");
    }
  }
  const Ref<const ColumnCells> one = full.finish();
  const Ref<const ColumnCells> other = holey.finish();
  CHECK(one->missing().bytes() == 0);
  CHECK(other->missing().bytes() >= 8000);
  CHECK(other->missing().bytes() < 20'000);
  CHECK(other->missing().count() == 640);
  CHECK(other->is_missing(99));
  CHECK_FALSE(other->is_missing(100));
}

TEST_CASE("bits of missing cells in runs", "[columns]") {
  for (const int64_t lead : {0, 1, 63, 64, 65, 200}) {
    for (const int64_t count : {0, 1, 63, 64, 65, 129}) {
      MissingCells cells;
      cells.append_present(lead);
      cells.append_missing(count);
      cells.append_present(3);
      MissingCells copy;
      copy.append_missing();
      copy.append(cells, 0, cells.size());
      CHECK(cells.count() == count);
      CHECK(copy.count() == count + 1);
      bool right = true;
      for (int64_t i = 0; i < cells.size(); ++i) {
        right &= cells[i] == (i >= lead && i < lead + count);
        right &= cells[i] == copy[i + 1];
      }
      CHECK(right);
    }
  }
}

TEST_CASE("texts with one hash make a column plain, not slow", "[columns]") {
  // The hash multiplies the first eight bytes, length mixed in, with the others: nothing is left of them after a zero.
  const uint64_t fixed = 0x9E3779B97F4A7C15 ^ 16;
  CellsBuilder builder;
  TextCells texts;
  for (uint64_t i = 0; i < 200'000; ++i) {
    std::string text(16, ' ');
    std::memcpy(text.data(), &fixed, sizeof fixed);
    const uint64_t rest = i % 1000;
    std::memcpy(text.data() + 8, &rest, sizeof rest);
    builder.append_text(text);
    texts.emplace_back(text);
  }
  const Ref<const ColumnCells> cells = builder.finish();
  CHECK(storage_of(*cells) == "texts");
  CHECK(texts_in(*cells) == texts);
}

TEST_CASE("numbers and texts mix in any order", "[columns]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const int repeat : {1, 4, 3000}) {
    CellsBuilder builder(ColumnType::kFp64);
    TextCells expected;
    for (int i = 0; i < repeat; ++i) {
      for (const double number : {1.5, -nan, 0.0, -0.0, 1e300, static_cast<double>(i)}) {
        builder.append_number(number);
        expected.emplace_back(format_double(number));
      }
    }
    const Ref<const ColumnCells> numbers = builder.finish();
    CHECK(texts_in(*numbers) == expected);
    CellsBuilder mixed;
    mixed.append(*numbers);
    mixed.append_text("2.5");
    mixed.append_text("2.50");
    mixed.append_number(7);
    mixed.append(*numbers);
    TextCells both = expected;
    both.insert(both.end(), {"2.5", "2.50", "7.0"});
    both.insert(both.end(), expected.begin(), expected.end());
    CHECK(texts_in(*mixed.finish()) == both);
  }
}

TEST_CASE("copies of a cell that was appended", "[columns]") {
  for (const ColumnType type : {ColumnType::kString, ColumnType::kInt64, ColumnType::kFp64}) {
    for (const int64_t count : {2, 3000}) {
      CellsBuilder builder(type);
      TextCells expected;
      for (int64_t i = 0; i < count; ++i) {
        expected.emplace_back(type == ColumnType::kFp64 ? cat(i, ".0") : cat(i));
        builder.append_text(*expected.back());
      }
      builder.append_missing();
      builder.append_again(0);
      builder.append_again(count);
      builder.append_again(count - 1);
      expected.insert(expected.end(),
                      {std::nullopt, expected[0], std::nullopt, expected[static_cast<size_t>(count - 1)]});
      CHECK(texts_in(*builder.finish()) == expected);
    }
  }
}

TEST_CASE("frames share columns, and their bytes count each once", "[columns]") {
  const Frame::Column column = sample_column("a", ColumnType::kString, repeated(100'000, 10));
  const Frame one(100'000, {column});
  const Frame two(100'000, {column, column});
  CHECK(one.bytes() < 101'000);
  CHECK(two.bytes() < one.bytes() + 1000);
  // A slice of a few rows lets go of a large dictionary; one of many shares it.
  TextCells texts;
  for (int64_t i = 0; i < 100'000; ++i)
    texts.emplace_back(cat("value ", i / 10));
  const Ref<const ColumnCells> cells = cells_from(texts);
  CHECK(&cells->slice(0, 50'000)->distinct() == &cells->distinct());
  CHECK(storage_of(*cells->slice(10, 20)) == "texts");
  CHECK(cells->slice(10, 20)->own_bytes() < 1000);
  CHECK(cells->slice(0, 100'000).get() == cells.get());
}

}  // namespace lineal
