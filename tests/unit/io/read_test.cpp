// Reading data files, good and hostile ones.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "runtime/io/csv_matrix.h"
#include "runtime/io/frame_text.h"
#include "runtime/io/number_text.h"
#include "runtime/io/read_value.h"
#include "runtime/io/triplets.h"
#include "runtime/io/write_value.h"
#include "tests/unit/io/test_files.h"
#include "tests/unit/matrix/frame_samples.h"

using namespace lineal;

namespace {

ReadOptions csv_options() {
  return {.format = DataFormat::kCsv};
}

std::vector<double> cells(const MatrixBlock& matrix) {
  std::vector<double> all;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    for (int64_t c = 0; c < matrix.columns(); ++c)
      all.push_back(matrix.at(r, c));
  }
  return all;
}

MatrixRef csv(std::string_view text, const ReadOptions& options = csv_options()) {
  ThreadPool pool(2);
  return parse_csv_matrix(text, "x.csv", options, pool);
}
std::string csv_error(std::string_view text, const ReadOptions& options = csv_options()) {
  return message_of([&] { csv(text, options); });
}

using Parse = MatrixRef (*)(std::string_view, const std::string&, const ReadOptions&, ThreadPool&);
MatrixRef parse(Parse parser, std::string_view text, const ReadOptions& options = {}) {
  ThreadPool pool(1);
  return parser(text, "x", options, pool);
}
std::string parse_error(Parse parser, std::string_view text, const ReadOptions& options = {}) {
  return message_of([&] { parse(parser, text, options); });
}

using Cells = std::vector<double>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("numbers are read as Java reads them") {
  const auto number = [](std::string_view text) {
    double value = -77;
    return parse_number(text, value) ? value : -77;
  };
  CHECK(number("1e5") == 100000);
  CHECK(number(" +1.5\t") == 1.5);
  CHECK(number(".5") == 0.5);
  CHECK(number("5.") == 5);
  CHECK(number("Infinity") == kInfinity);
  CHECK(number("-inf") == -kInfinity);
  CHECK(std::isnan(number("NaN")));
  CHECK(std::isnan(number("nan")));
  CHECK(number("1e999") == kInfinity);
  CHECK(number("-1e-999") == 0);
  CHECK(std::signbit(number("-1e-999")));
  CHECK(number("0.000000000000000000000000000000000001e300") == 1e264);
  CHECK(number("123456789012345678901234567890") == 123456789012345678901234567890.0);
  CHECK(number("2.2250738585072014e-308") == std::numeric_limits<double>::min());
  for (const char* bad :
       {"", " ", "-", "+", ".", "e5", "1e", "1x", "0x10", "1,5", "--1", "+-1", "nan(1)", "infinit", "1 2"}) {
    CAPTURE(bad);
    CHECK(number(bad) == -77);
  }
}

TEST_CASE("csv: plain rows") {
  const MatrixRef x = csv("1,2.5,-3\n4e2,0,7\n");
  CHECK(x->rows() == 2);
  CHECK(cells(*x) == Cells{1, 2.5, -3, 400, 0, 7});
  CHECK(cells(*csv("1,2\r\n3,4\r\n\r\n\n")) == Cells{1, 2, 3, 4});
  CHECK(cells(*csv("\xEF\xBB\xBF"
                   "1;2\n3;4",
                   {.format = DataFormat::kCsv, .separator = ";"})) == Cells{1, 2, 3, 4});
  CHECK(cells(*csv("1||2", {.format = DataFormat::kCsv, .separator = "||"})) == Cells{1, 2});
  CHECK(cells(*csv("a,b\n1,2", {.format = DataFormat::kCsv, .header = true})) == Cells{1, 2});
  CHECK(cells(*csv("1\t2", {.format = DataFormat::kCsv, .separator = "\t"})) == Cells{1, 2});
}

TEST_CASE("csv: empty cells, blanks, quotes and missing words") {
  CHECK(cells(*csv(" 1 ,, \"3\" \n,5,6\n")) == Cells{1, 0, 3, 0, 5, 6});
  CHECK(cells(*csv("1,\n", {.format = DataFormat::kCsv, .fill_value = -1})) == Cells{1, -1});
  const Cells missing = cells(*csv("NA,99\n?,1", {.format = DataFormat::kCsv, .na_strings = {"NA", "?", "99"}}));
  CHECK(std::isnan(missing[0]));
  CHECK(std::isnan(missing[1]));
  CHECK(std::isnan(missing[2]));
  CHECK(missing[3] == 1);
  CHECK(csv_error("1,2\n3, \n", {.format = DataFormat::kCsv, .fill = false}) ==
        "x.csv:2:3: empty cell (fill is FALSE)");
}

TEST_CASE("csv: empty files") {
  CHECK(csv("")->rows() == 0);
  CHECK(csv("\n\n")->rows() == 0);
  CHECK(csv("a,b\n", {.format = DataFormat::kCsv, .columns = 2, .header = true})->columns() == 2);
  CHECK(csv_error("", {.format = DataFormat::kCsv, .rows = 3}) == "x.csv: file has 0 rows, expected 3");
}

TEST_CASE("csv: errors name line, column and cell") {
  CHECK(csv_error("1,2\n3,abc\n") ==
        "x.csv:2:3: not a number: \"abc\" (naStrings lists words for missing values, data_type=\"frame\" reads text)");
  CHECK(csv_error("1,2,3\n4,5\n") == "x.csv:2: row has 2 fields, expected 3");
  CHECK(csv_error("1,2\n4,5,6\n") == "x.csv:2: row has 3 fields, expected 2");
  CHECK(csv_error("1,2\n\n3,4\n") == "x.csv:2: row is blank, expected 2 fields");
  CHECK(csv_error("h,i\n1,2\n4,x,6\n", {.format = DataFormat::kCsv, .header = true}) ==
        "x.csv:3: row has 3 fields, expected 2");
  CHECK(csv_error("1,2\n", {.format = DataFormat::kCsv, .columns = 3}) == "x.csv:1: row has 2 fields, expected 3");
  CHECK(csv_error("1,2\n", {.format = DataFormat::kCsv, .rows = 1'000'000'000'000}) ==
        "x.csv: file has 1 rows, expected 1000000000000");
  CHECK(csv_error("1,0x1F\n") == "x.csv:1:3: not a number: \"0x1F\" (header=TRUE skips a line of names)");
  CHECK(csv_error("1;2\n") == "x.csv:1:1: not a number: \"1;2\" (sep=\";\" parts it)");
  CHECK(csv_error("1\t2\n").ends_with(" (sep=\"\\t\" parts it)"));
  CHECK(csv_error(std::string_view("1,2\n3,\0\n", 8)) == "x.csv: not a text file: it holds a NUL byte");
  CHECK(csv_error("1,2,3,4,5\n", {.format = DataFormat::kCsv, .max_line_bytes = 5}) ==
        "x.csv: line is too long: more than 5 bytes");
}

TEST_CASE("csv: many blocks give the same for any number of threads") {
  std::string text;
  for (int i = 0; i < 400'000; ++i)
    text += cat(i, ",", i, ".25\n");
  REQUIRE(text.size() > 4 << 20);
  ThreadPool one(1);
  ThreadPool four(4);
  const MatrixRef a = parse_csv_matrix(text, "x", csv_options(), one);
  const MatrixRef b = parse_csv_matrix(text, "x", csv_options(), four);
  REQUIRE(a->rows() == 400'000);
  REQUIRE(b->rows() == 400'000);
  bool equal = true;
  for (int64_t r = 0; r < a->rows(); ++r) {
    const auto row = static_cast<double>(r);
    equal = equal && a->at(r, 0) == row && a->at(r, 1) == row + 0.25 && b->at(r, 0) == row && b->at(r, 1) == row + 0.25;
  }
  CHECK(equal);
  // Of several errors the first in the file is reported.
  text.insert(text.find("\n300000,") + 1, "bad,1\n");
  text.insert(text.find("\n100000,") + 1, "worse,1\n");
  for (int i = 0; i < 5; ++i) {
    CHECK(message_of([&] { parse_csv_matrix(text, "x", csv_options(), four); }) ==

          "x:100001:1: not a number: \"worse\" (naStrings lists words for missing values, data_type=\"frame\" reads "
          "text)");
  }
}

TEST_CASE("text: cells by position") {
  const ReadOptions options{.rows = 2, .columns = 3};
  CHECK(cells(*parse(parse_text_matrix, "1 1 1.5\n2 3 -4\n", options)) == Cells{1.5, 0, 0, 0, 0, -4});
  CHECK(cells(*parse(parse_text_matrix, "0 0 0\n", options)) == Cells(6, 0));
  CHECK(cells(*parse(parse_text_matrix, "", options)) == Cells(6, 0));
  CHECK(parse_error(parse_text_matrix, "1 1 1\n3 1 5\n", options) ==
        "x:2: cell (3, 1) is outside of the matrix of 2x3");
  CHECK(parse_error(parse_text_matrix, "-1 1 1\n", options) == "x:1: cell (-1, 1) is outside of the matrix of 2x3");
  CHECK(parse_error(parse_text_matrix, "1 1\n", options) == "x:1: value is missing");
  CHECK(parse_error(parse_text_matrix, "1 b 1\n", options) == "x:1:3: column is not a whole number: \"b\"");
  CHECK(parse_error(parse_text_matrix, "1 1 1 1\n", options) == "x:1:7: unexpected text: \"1\"");
  CHECK(parse_error(parse_text_matrix, "1 1 1\n2 2 2\n1 1 3\n", options) ==
        "x:3: cell (1, 1) is given twice, first in line 1");
  const MatrixRef sparse = parse(parse_text_matrix, "5 7 2\n1 1 3\n1 900000 0\n", {.rows = 1000, .columns = 1'000'000});
  CHECK(sparse->is_sparse());
  CHECK(sparse->count_nonzeros() == 2);
  CHECK(sparse->at(4, 6) == 2);
  // More rows than memory: refused before anything is taken.
  CHECK(parse_error(parse_text_matrix, "5 7 2\n", {.rows = 1'000'000'000'000'000, .columns = 10}) ==
        "x: out of memory for a matrix of 1000000000000000x10");
}

TEST_CASE("Matrix Market") {
  const std::string general = "%%MatrixMarket matrix coordinate real general\n% comment\n\n2 3 2\n1 3 4.5\n2 1 -1\n";
  CHECK(cells(*parse(parse_matrix_market, general)) == Cells{0, 0, 4.5, -1, 0, 0});
  CHECK(
      cells(*parse(parse_matrix_market, "%%MatrixMarket matrix coordinate integer symmetric\n2 2 2\n1 1 3\n2 1 4\n")) ==
      Cells{3, 4, 4, 0});
  CHECK(cells(*parse(parse_matrix_market, "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 4\n")) ==
        Cells{0, -4, 4, 0});
  CHECK(cells(*parse(parse_matrix_market, "%%MatrixMarket matrix coordinate pattern general\n1 2 1\n1 2\n")) ==
        Cells{0, 1});
  const std::string start = "%%MatrixMarket matrix coordinate real general\n";
  CHECK(parse_error(parse_matrix_market, "1 1 1\n") == "x:1: not a Matrix Market header: \"1 1 1\"");
  CHECK(parse_error(parse_matrix_market, "%%MatrixMarket matrix array real general\n1 1\n") ==
        "x:1: Matrix Market format is not supported: \"array\"");
  CHECK(parse_error(parse_matrix_market, start + "2 2 3\n1 1 1\n") == "x: file has 1 entries, expected 3");
  CHECK(parse_error(parse_matrix_market, start + "2 2 1\n1 1 1\n2 2 2\n") == "x: file has 2 entries, expected 1");
  CHECK(parse_error(parse_matrix_market, start + "-2 2 1\n1 1 1\n") == "x:2: negative dimensions: \"-2 2 1\"");
  CHECK(parse_error(parse_matrix_market, start + "2 2 1\n1 3 1\n") ==
        "x:3: cell (1, 3) is outside of the matrix of 2x2");
  CHECK(parse_error(parse_matrix_market, start) == "x:1: the line of dimensions is missing");
  CHECK(parse_error(parse_matrix_market, start + "9223372036854775807 9223372036854775807 1\n1 1 1\n") != "no error");
  CHECK(parse_error(parse_matrix_market, start + "99999999999999999999 1 1\n1 1 1\n") ==
        "x:2:1: number of rows is not a whole number: \"99999999999999999999\"");
}

TEST_CASE("libsvm: the label is the last column") {
  const ReadOptions options{.format = DataFormat::kLibsvm, .columns = 3, .separator = " "};
  CHECK(cells(*parse(parse_libsvm, "1 1:0.5 3:2\n-1 2:7 \n0\n", options)) ==
        Cells{0.5, 0, 2, 1, 0, 7, 0, -1, 0, 0, 0, 0});
  CHECK(parse_error(parse_libsvm, "1 4:2\n", options) == "x:1: cell (1, 4) is outside of the matrix of 1x3");
  CHECK(parse_error(parse_libsvm, "1 2\n", options) == "x:1:3: not index:value: \"2\"");
  CHECK(parse_error(parse_libsvm, "a 1:2\n", options) == "x:1:1: not a number: \"a\"");
}

TEST_CASE("frames in csv keep cells as SystemDS does") {
  ThreadPool pool(1);
  const ReadOptions options{
      .data_type = DataType::kFrame, .format = DataFormat::kCsv, .header = true, .na_strings = {"NA"}};
  const Ref<const Frame> frame =
      parse_csv_frame("name,age,note\n\"Braund, \"\"Liz\"\"\",22, a b \nplain,NA,\n", "x", options, pool);
  REQUIRE(frame->rows() == 2);
  REQUIRE(frame->columns() == 3);
  CHECK(frame->column(1).name == "age");
  CHECK(texts_in(frame->column(0))[0] == "\"Braund, \"\"Liz\"\"\"");
  CHECK(texts_in(frame->column(2))[0] == "a b");
  CHECK_FALSE(texts_in(frame->column(1))[1].has_value());
  CHECK_FALSE(texts_in(frame->column(2))[1].has_value());
  const auto error = [&](std::string_view text, const ReadOptions& with) {
    return message_of([&] { parse_csv_frame(text, "x", with, pool); });
  };
  CHECK(error("a,b\n1\n", options) == "x:2: row has 1 fields, expected 2");
  CHECK(error("a,b\n1,\"2\n3,4\n", options) == "x:2:1: quote is not closed");
  CHECK(error("1,z\n", {.data_type = DataType::kFrame,
                        .format = DataFormat::kCsv,
                        .schema = {ColumnType::kString, ColumnType::kInt64}}) ==
        "x:1: not a value of type INT64 (column C2): \"z\"");
}

TEST_CASE("format, dimensions and contradictions") {
  const TemporaryFolder folder;
  FileSystem& files = real_file_system();
  FileIdentities identities;
  ThreadPool pool(1);
  const auto read = [&](const std::string& name, const Metadata& arguments = {}) {
    const std::string path = folder / name;
    return read_value(files, identities, pool, path, resolve_read_options(files, path, arguments)).value;
  };
  const auto error = [&](const std::string& name, const Metadata& arguments = {}) {
    return message_of([&] { read(name, arguments); });
  };
  write_file(files, folder / "m.mtx", "%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 5\n");
  CHECK(read("m.mtx").as_matrix().at(0, 0) == 5);
  write_file(files, folder / "x", "1 2 7\n");
  CHECK(error("x").find("rows and cols of a text file must be given") != std::string::npos);
  Metadata sized;
  sized.rows = 1;
  sized.columns = 2;
  CHECK(cells(read("x", sized).as_matrix()) == Cells{0, 7});
  write_file(files, folder / "x.mtd",
             R"({"data_type": "matrix", "value_type": "FP64", "rows": 1, "cols": 3, "format": "text"})");
  CHECK(error("x", sized) == "read: argument cols=2 contradicts '" + (folder / "x.mtd") + "', which says 3");
  CHECK(cells(read("x").as_matrix()) == Cells{0, 7, 0});
  CHECK(error("none") == "cannot read '" + (folder / "none") + "': No such file or directory");

  Metadata scalar;
  scalar.data_type = "scalar";
  scalar.value_type = "int";
  write_file(files, folder / "s", " 42 \n");
  CHECK(read("s", scalar).as_int() == 42);
  scalar.value_type = "string";
  write_file(files, folder / "s", "two\nlines\n");
  CHECK(read("s", scalar).text() == "two\nlines");
  scalar.value_type = "boolean";
  CHECK(error("s", scalar) == (folder / "s") + ": not a boolean: \"two\"");
}

TEST_CASE("the same bytes read differently have another identity") {
  ReadOptions options = csv_options();
  const std::string plain = read_identity("ab", options);
  CHECK(plain.starts_with("sha256=ab "));
  options.header = true;
  CHECK(read_identity("ab", options) != plain);
  options = csv_options();
  options.na_strings = {"a\" na=\"b"};
  const std::string one = read_identity("ab", options);
  options.na_strings = {"a", "b"};
  CHECK(read_identity("ab", options) != one);
}
