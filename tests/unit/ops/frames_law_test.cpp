// Random frames: every operator gives what the plainest implementation on lists of texts gives.
#include <cstdlib>
#include <random>

#include <catch2/catch.hpp>

#include "runtime/io/frame_text.h"
#include "runtime/io/read_value.h"
#include "runtime/io/write_value.h"
#include "runtime/ops/frames/frame_indexing.h"
#include "runtime/ops/frames/frame_map.h"
#include "runtime/ops/text/to_string.h"
#include "tests/unit/io/test_files.h"
#include "tests/unit/ops/frame_reference.h"
#include "tests/unit/ops/reorg_call.h"

namespace lineal {
namespace {

using reference::show;
using reference::Table;

class RandomFrames {
 public:
  explicit RandomFrames(uint64_t seed) : random_(seed) {}

  size_t below(size_t count) { return count == 0 ? 0 : random_() % count; }

  /// `plain`: without cells that files or numbers cannot hold.
  Table table(size_t rows, size_t columns, bool plain = false) {
    Table table;
    for (size_t c = 0; c < columns; ++c) {
      const auto type = static_cast<ColumnType>(below(7));
      const size_t categories = below(3) == 0 ? rows + 1 : 1 + below(6);
      const size_t style = below(plain ? 2 : 3);
      TextCells pool;
      for (size_t i = 0; i < categories; ++i)
        pool.emplace_back(cell(type, style));
      TextCells cells;
      const size_t holes = below(3);
      for (size_t r = 0; r < rows; ++r) {
        cells.push_back(pool[below(pool.size())]);
        if (holes == 2 && below(4) == 0) cells.back() = std::nullopt;
      }
      std::string name = below(3) == 0 ? cat("name", below(3)) : default_column_name(static_cast<int64_t>(c));
      table.push_back({std::move(name), type, cells});
    }
    return table;
  }

 private:
  /// Style 0: in the print form; 1: as a file might have it; 2: anything at all.
  std::string cell(ColumnType type, size_t style) {
    static const std::string kZero("a\0b", 3);
    if (style == 2) {
      const std::string texts[] = {"",  kZero, "\"x,y\"", "x,y", "a \"b\"", "\xC3\xA9", "null", std::string(50, 'w'),
                                   "7", "-0"};
      return texts[below(10)];
    }
    const auto whole = static_cast<int64_t>(below(2000)) - 1000;
    const double number = below(5) == 0 ? std::ldexp(static_cast<double>(whole), static_cast<int>(below(80)) - 40)
                                        : static_cast<double>(whole) / 8;
    switch (type) {
      case ColumnType::kBoolean:
        return style == 0 ? (whole > 0 ? "TRUE" : "FALSE") : (whole > 0 ? "true" : "0");
      case ColumnType::kInt32:
      case ColumnType::kInt64:
        return style == 0 ? cat(whole) : cat(below(3) == 0 ? "0" : "", std::abs(whole), below(5) == 0 ? ".0" : "");
      case ColumnType::kFp32:
      case ColumnType::kFp64:
        if (below(10) == 0) return below(2) == 0 ? "NaN" : "-Infinity";
        return style == 0 ? number_cell(number, type) : below(3) == 0 ? cat(number) : cat(whole);
      default:
        return cat("t", below(3) == 0 ? whole : whole % 4);
    }
  }

  std::mt19937_64 random_;
};

Value frame_of(const Table& table, size_t rows) {
  std::vector<Frame::Column> columns;
  for (const reference::Column& column : table)
    columns.push_back(sample_column(column.name, column.type, column.cells));
  return Value::frame(make_ref<Frame>(static_cast<int64_t>(rows), std::move(columns)));
}

/// The frame that `action` gives, shown, or its message.
template <class Action>
std::string shown(const Action& action) {
  try {
    return show(reference::table_of(action()));
  } catch (const Error& error) {
    return std::string(error.message());
  }
}
template <class Action>
std::string expected(const Action& action) {
  try {
    return show(action());
  } catch (const Error& error) {
    return std::string(error.message());
  }
}

void check_copies(RandomFrames& random, const Table& table, const Value& frame, size_t rows) {
  const size_t columns = table.size();
  const auto part = [&](size_t count, size_t& begin, size_t& end) {
    begin = random.below(count);
    end = begin + 1 + random.below(count - begin);
  };
  size_t r1 = 0, r2 = 0, c1 = 0, c2 = 0;
  part(rows, r1, r2);
  part(columns, c1, c2);
  const auto number = [](size_t i) { return static_cast<int64_t>(i); };
  CHECK(shown([&] { return frame_slice(frame.as_frame(), number(r1 + 1), number(r2), number(c1 + 1), number(c2)); }) ==
        show(reference::slice(table, r1, r2, c1, c2)));
  const Table source = random.table(r2 - r1, c2 - c1);
  const Value value = frame_of(source, r2 - r1);
  CHECK(shown([&] { return frame_assign(frame, value, number(r1 + 1), number(r2), number(c1 + 1), number(c2)); }) ==
        expected([&] { return reference::assign(table, source, r1, c1); }));
  CHECK(show(reference::table_of(frame)) == show(table));  // nothing shows in the old one
  const size_t more = 1 + random.below(rows);
  const Table below = random.table(more, columns);
  const Value parts[] = {frame, frame_of(below, more)};
  CHECK(shown([&] { return frame_bind_rows(parts); }) == show(reference::bind_rows(table, below)));
  const Table beside = random.table(rows, 1 + random.below(3));
  const Value sides[] = {frame, frame_of(beside, rows)};
  CHECK(shown([&] { return frame_bind_columns(sides); }) == show(reference::bind_columns(table, beside)));
}

void check_choices(RandomFrames& random, reorg::Bench& bench, const Table& table, const Value& frame, size_t rows) {
  std::vector<double> select(rows);
  for (double& each : select)
    each = random.below(2) == 0 ? 0 : 1;
  CHECK(shown([&] {
          return bench.run("removeEmpty", {frame, reorg::text("rows"), reorg::column(select)});
        }) == show(reference::gather(table, select)));
  CHECK(shown([&] {
          return bench.run("removeEmpty", {frame, reorg::text("rows")});
        }) == show(reference::gather(table, reference::filled_rows(table, rows))));
  for (const std::string& pattern : {table[0].cells[0].value_or("x"), std::string("-0.0"), std::string("TRUE")}) {
    CHECK(shown([&] {
            return bench.run("replace", {frame, reorg::text(pattern), reorg::text("1")});
          }) == show(reference::replace_text(table, pattern, "1")));
  }
  for (const double pattern : {1.0, std::nan(""), 0.0}) {
    CHECK(shown([&] {
            return bench.run("replace", {frame, reorg::number(pattern), reorg::number(2.5)});
          }) == show(reference::replace_number(table, pattern, "2.5")));
  }
}

void check_values(RandomFrames& random, reorg::Bench& bench, const Table& table, const Value& frame, size_t rows) {
  CHECK(shown([&] { return map_frame(frame.as_frame(), "x -> x.length() + x", 0); }) ==
        show(reference::map(table, [](const std::string& x) { return cat(x.size(), x); })));
  CHECK(shown([&] { return map_frame(frame.as_frame(), "x -> 100 / x.length()", 0); }) == expected([&] {
          return reference::map(table, [](const std::string& x) {
            if (x.empty()) throw Error(ErrorKind::kRuntime, "map: division by zero (position 11 of the function)");
            return cat(100 / static_cast<int64_t>(x.size()));
          });
        }));
  Table other = table;
  const Table changes = random.table(rows, table.size());
  for (size_t c = 0; c < table.size(); ++c) {
    if (random.below(2) == 0) other[c] = changes[c];
  }
  const Value right = frame_of(other, rows);
  for (const char* relation : {"==", "!=", "<", "<=", ">", ">="}) {
    CAPTURE(relation);
    CHECK(shown([&] {
            return bench.run(cat("frame", relation), {frame, right});
          }) == show(reference::compare(relation, table, other)));
  }
  std::string matrix;
  try {
    for (const double cell : reorg::cells(bench.run("as.matrix", {frame})))
      matrix += format_double(cell) + " ";
  } catch (const Error& error) {
    matrix = error.message();
  }
  CHECK(matrix == reference::as_matrix(table, rows));
  CHECK(to_string(frame, {.rows = 10'000}) == reference::to_string(table, rows));
}

void check_files(const Table& table, const Value& frame, size_t rows, ThreadPool& pool) {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  FileIdentities identities;
  for (const DataFormat format : {DataFormat::kCsv, DataFormat::kText}) {
    const std::string path = folder / format_name(format).data();
    write_value(files, path, frame, {.format = format});
    if (format == DataFormat::kCsv) CHECK(read_text_file(files, path) == reference::csv(table, rows));
    Table back = table;
    for (size_t c = 0; c < back.size(); ++c)
      back[c].name = default_column_name(static_cast<int64_t>(c));
    const ReadOptions options = resolve_read_options(files, path, {});
    CHECK(shown([&] { return read_value(files, identities, pool, path, options).value; }) == show(back));
  }
}

}  // namespace

TEST_CASE("law: frames are what lists of texts would be", "[frames]") {
  const char* const seed = std::getenv("LINEAL_SEED");
  const uint64_t first = seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10);
  for (const int threads : {1, 3}) {
    reorg::Bench bench(threads);
    ThreadPool pool(threads);
    for (uint64_t i = 0; i < 60; ++i) {
      CAPTURE(threads, first + i);
      RandomFrames random(first + i);
      const size_t rows = 1 + random.below(i % 10 == 9 ? 4000 : 60);
      const size_t columns = 1 + random.below(4);
      const Table table = random.table(rows, columns);
      const Value frame = frame_of(table, rows);
      REQUIRE(show(reference::table_of(frame)) == show(table));
      check_copies(random, table, frame, rows);
      check_choices(random, bench, table, frame, rows);
      check_values(random, bench, table, frame, rows);
      Table plain = random.table(rows, columns, true);
      plain[0].cells.back() = "1";  // blank lines at the end of a file are no rows
      check_files(plain, frame_of(plain, rows), rows, pool);
    }
  }
}

TEST_CASE("law: matrices and frames, there and back", "[frames]") {
  reorg::Bench bench;
  std::mt19937_64 random(5);
  for (const size_t rows : {1, 7, 3000}) {
    for (const int64_t columns : {1, 17, 40}) {
      std::vector<double> cells(rows * static_cast<size_t>(columns));
      for (double& cell : cells)
        cell = random() % 9 == 0 ? std::nan("") : static_cast<double>(random() % (random() % 2 == 0 ? 5 : 100'000)) / 7;
      const Value matrix = reorg::dense(static_cast<int64_t>(rows), columns, cells);
      const Value frame = bench.run("as.frame", {matrix});
      CHECK(reorg::identical(bench.run("as.matrix", {frame}), matrix));
      const Value sparse = bench.run("as.frame", {reorg::sparse_of(matrix)});
      CHECK(show(reference::table_of(sparse)) == show(reference::table_of(frame)));
      CHECK(reference::table_of(frame)[0].cells[0] == format_double(cells[0]));
    }
  }
}

TEST_CASE("a frame of a million rows and ten columns of ten categories takes less than 60 MB", "[frames]") {
  constexpr int64_t kRows = 1'000'000;
  constexpr int64_t kBound = 60'000'000;
  std::string text;
  for (int64_t r = 0; r < kRows; ++r) {
    for (int64_t c = 0; c < 10; ++c)
      text += cat(c == 0 ? "" : ",", c == 9 ? "" : "category ", (r * 7 + r / 10 + c) % 10);
    text += '\n';
  }
  ThreadPool pool(3);
  const ReadOptions options{.data_type = DataType::kFrame, .format = DataFormat::kCsv};
  const Value frame = Value::frame(parse_csv_frame(text, "x", options, pool));
  reorg::Bench bench(3);
  const auto bytes = [](const Value& value) { return value.as_frame().bytes(); };
  CHECK(bytes(frame) < kBound);
  CHECK(bytes(frame) < 11'000'000);  // a byte a cell, and some
  CHECK(bytes(frame_slice(frame.as_frame(), 2, kRows, 1, 10)) < kBound);
  const Value halves[] = {frame_slice(frame.as_frame(), 1, kRows, 1, 5),
                          frame_slice(frame.as_frame(), 1, kRows, 6, 10)};
  CHECK(bytes(frame_bind_columns(halves)) < kBound);
  const Value rows[] = {frame_slice(frame.as_frame(), 1, kRows / 2, 1, 10),
                        frame_slice(frame.as_frame(), kRows / 2 + 1, kRows, 1, 10)};
  CHECK(bytes(frame_bind_rows(rows)) < kBound);
  CHECK(bytes(map_frame(frame.as_frame(), "x -> x.toUpperCase()", 0)) < kBound);
  const Value numbers = map_frame(frame.as_frame(), "x -> x.substring(x.length() - 1)", 0);
  CHECK(bytes(bench.run("as.frame", {bench.run("as.matrix", {numbers})})) < kBound);
  CHECK(bytes(bench.run("frame==", {frame, frame})) < kBound);
  CHECK(bytes(frame_assign(frame, reorg::text("other"), 5, 5, 1, 1)) < kBound);
  CHECK(bytes(bench.run("replace", {frame, reorg::text("category 1"), reorg::text("one")})) < kBound);
}

}  // namespace lineal
