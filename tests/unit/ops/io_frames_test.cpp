// Frames: slices, assignment, binding and map.
#include <string>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/ops/frames/frame_cells.h"
#include "runtime/ops/frames/frame_indexing.h"
#include "runtime/ops/frames/frame_map.h"
#include "tests/unit/matrix/frame_samples.h"

using namespace lineal;

namespace {

using Cells = TextCells;

Ref<Frame> sample() {
  return make_ref<Frame>(3, std::vector<Frame::Column>{sample_column("a", ColumnType::kString, {"x", "yy", {}}),
                                                       sample_column("b", ColumnType::kInt64, {"1", "2", "3"})});
}

template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::string(error.message());
  }
  return "no error";
}

/// What the function gives for one cell.
std::string mapped(std::string_view function, std::string cell) {
  const Frame frame(1, {sample_column("C1", ColumnType::kString, {std::move(cell)})});
  return texts_in(map_frame(frame, function, 0).as_frame().column(0))[0].value();
}
std::string map_error(std::string_view function, const std::string& cell = "x") {
  return message_of([&] { mapped(function, cell); });
}

}  // namespace

TEST_CASE("slices keep names and types") {
  const Value part = frame_slice(*sample(), 2, 3, 2, 2);
  CHECK(part.as_frame().rows() == 2);
  CHECK(part.as_frame().column(0).name == "b");
  CHECK(part.as_frame().column(0).type == ColumnType::kInt64);
  CHECK(texts_in(part.as_frame().column(0)) == Cells{"2", "3"});
}

TEST_CASE("assignment converts to the type of the column and leaves the old frame alone") {
  const Value frame = Value::frame(sample());
  const Value changed = frame_assign(frame, Value::real(7), 2, 2, 2, 2);
  CHECK(texts_in(changed.as_frame().column(1)) == Cells{"1", "7", "3"});
  CHECK(texts_in(frame.as_frame().column(1)) == Cells{"1", "2", "3"});
  CHECK(texts_in(frame_assign(frame, Value::string("z"), 3, 3, 1, 1).as_frame().column(0)) == Cells{"x", "yy", "z"});
  CHECK(message_of([&] { frame_assign(frame, Value::string("z"), 3, 3, 2, 2); }) ==
        "frame: not a value of type INT64: \"z\"");
  CHECK(message_of([&] { frame_assign(frame, Value::string("z"), 1, 2, 1, 1); }) ==
        "left indexing: dimensions differ: 2x1 and 1x1");
}

TEST_CASE("binding") {
  const Value frame = Value::frame(sample());
  const Value rows[] = {frame, frame};
  CHECK(texts_in(frame_bind_rows(rows).as_frame().column(1)) == Cells{"1", "2", "3", "1", "2", "3"});
  const Value columns[] = {frame, frame, Value::matrix(MatrixBlock::filled(3, 1, 2))};
  const Value wide = frame_bind_columns(columns);
  REQUIRE(wide.as_frame().columns() == 5);
  CHECK(wide.as_frame().column(1).name == "b");
  CHECK(wide.as_frame().column(3).name == "C4");
  CHECK(texts_in(wide.as_frame().column(4)) == Cells{"2.0", "2.0", "2.0"});
  const Value misfit[] = {frame, frame_slice(*sample(), 1, 2, 1, 1)};
  CHECK(message_of([&] { frame_bind_columns(misfit); }) == "cbind: numbers of rows differ: 3 and 2");
  CHECK(message_of([&] { frame_bind_rows(misfit); }) == "rbind: numbers of columns differ: 2 and 1");
}

TEST_CASE("cells and numbers") {
  CHECK(number_cell(1e10, ColumnType::kFp32) == "1.0E10");
  CHECK(number_cell(1, ColumnType::kFp64) == "1.0");
  CHECK(number_cell(-2.7, ColumnType::kInt32) == "-2");
  CHECK(typed_cell("7", ColumnType::kFp64) == "7.0");
  CHECK(typed_cell("9007199254740993", ColumnType::kInt64) == "9007199254740993");
  CHECK(message_of([] { typed_cell("3000000000", ColumnType::kInt32); }) != "no error");
  CHECK(cell_number("TRUE") == 1.0);
  CHECK_FALSE(cell_number("yes").has_value());
  CHECK(message_of([] { frame_to_matrix(*sample(), "as.matrix"); }) ==
        "as.matrix: not a number in row 1, column 1 (a): \"x\"");
}

TEST_CASE("map: methods and operators of Java") {
  CHECK(mapped("x -> x.length()", "12") == "2");
  CHECK(mapped("x -> x.toUpperCase() + \"!\"", "ab") == "AB!");
  CHECK(mapped("(x) -> x.trim().replace(\"a\", \"bb\")", " aca ") == "bbcbb");
  CHECK(mapped("x -> x.replaceAll(\"[^a-zA-Z\\\\s]\", \"\")", "a1 b-2") == "a b");
  CHECK(mapped("x -> x.split(\",\")[1]", "a,b,c") == "b");
  CHECK(mapped("x -> x.split(\",\").length", "a,b,,") == "2");
  CHECK(mapped("x -> x.equals(\"a\") ? \"yes\" : x.isEmpty() ? \"empty\" : \"no\"", "b") == "no");
  CHECK(mapped("x -> Integer.valueOf(x) % 4 * 2 + 1", "7") == "7");
  CHECK(mapped("x -> 7 / 2 + \"\" + 7.0 / 2", "") == "33.5");
  CHECK(mapped("x -> Double.parseDouble(x) >= 1.5 && !x.contains(\"z\")", "1.5") == "true");
  CHECK(mapped("x -> x.charAt(1) == 'b' ? x.substring(1) : x.substring(0, 1)", "abc") == "bc");
  CHECK(mapped("x -> x.indexOf(\"c\") - x.lastIndexOf('a')", "abca") == "-1");
  CHECK(mapped("x -> 1 + 2 + x + 1 + 2", "s") == "3s12");
  const Value result = map_frame(*sample(), "x -> x + x", 0);
  CHECK(texts_in(result.as_frame().column(0)) == Cells{"xx", "yyyy", {}});
  CHECK(result.as_frame().column(1).type == ColumnType::kString);
}

TEST_CASE("map refuses what it does not understand") {
  CHECK(map_error("x -> y").find("unknown name y at position") != std::string::npos);
  CHECK(map_error("x.length()").find("expected ->") != std::string::npos);
  CHECK(map_error("x -> x.foo()") == "map: foo: method is not supported");
  CHECK(map_error("x -> x.charAt(5)") == "map: charAt: position 5 of a text of 1");
  CHECK(map_error("x -> x.split(\",\")[3]").find("index 3 is outside of an array of 1") != std::string::npos);
  CHECK(map_error("x -> Integer.valueOf(x)") == "map: Integer.valueOf: not an int: \"x\"");
  CHECK(map_error("x -> 1 / 0").find("division by zero") != std::string::npos);
  CHECK(map_error("x -> x.replaceAll(\"(\", \"\")") == "map: replaceAll: not a pattern: (");
  CHECK(map_error("x -> \"abc").find("string is not closed") != std::string::npos);
  CHECK(map_error("x -> " + std::string(100'000, '(')).find("nested too deeply") != std::string::npos);
  CHECK(map_error("x -> " + std::string(100'000, '!') + "x").find("nested too deeply") != std::string::npos);
  std::string chain = "x -> x";
  for (int i = 0; i < 100'000; ++i)
    chain += "+x";
  CHECK(map_error(chain).find("function is too long") != std::string::npos);
}
