// print, toString and format. Expected texts were printed by SystemDS 3.4.0 and Java 17.
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/text/print_decimal.h"
#include "runtime/ops/text/print_format.h"
#include "runtime/ops/text/to_string.h"
#include "tests/unit/matrix/frame_samples.h"

using namespace lineal;

namespace {

Value matrix(int64_t rows, int64_t columns, const std::vector<double>& cells) {
  const Ref<MatrixBlock> block = MatrixBlock::dense(rows, columns);
  std::copy(cells.begin(), cells.end(), block->data());
  return Value::matrix(block);
}

std::string format(std::string_view text, const std::vector<Value>& values) {
  return format_values(text, values);
}
std::string format_error(std::string_view text, const std::vector<Value>& values) {
  try {
    format_values(text, values);
  } catch (const Error& error) {
    return std::string(error.message());
  }
  return "no error";
}

const double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("toString of matrices") {
  const Value x = matrix(2, 3, {1.5, 0, -3, 1e10, 5e-4, -1e-4});
  CHECK(to_string(x) == "1.500 0.000 -3.000\n10000000000.000 0.000 -0.000\n");
  CHECK(to_string(x, {.rows = 1, .columns = 2}) == "1.500 0.000\n");
  CHECK(to_string(x, {.sparse = true}) == "1 1 1.500\n1 3 -3.000\n2 1 10000000000.000\n2 2 0.000\n2 3 -0.000\n");
  CHECK(to_string(Value::matrix(to_sparse(x.matrix_ref()))) == to_string(x));
  const Value y = matrix(2, 4, {0.0005, 0.0015, 0.0025, -0.0004, kInfinity, kNaN, 123456.7895, 2.5});
  CHECK(to_string(y) == "0.000 0.002 0.003 -0.000\nInfinity NaN 123456.789 2.500\n");
  CHECK(to_string(y, {.decimals = -1}) == "0 0.002 0.003 -0\nInfinity NaN 123456.789 2.5\n");
  CHECK(to_string(y, {.separator = "_", .line_separator = "|"}) ==
        "0.000_0.002_0.003_-0.000|Infinity_NaN_123456.789_2.500|");
  CHECK(to_string(matrix(0, 3, {})).empty());
}

TEST_CASE("a large matrix shows its first 100 rows and columns") {
  const std::string text = to_string(Value::matrix(MatrixBlock::filled(100'000, 150, 1)));
  CHECK(std::count(text.begin(), text.end(), '\n') == 100);
  CHECK(std::count(text.begin(), text.end(), ' ') == 100 * 99);
}

TEST_CASE("toString of lists") {
  const Value x = matrix(2, 3, {1.5, 0, -3, 1e10, 5e-4, -1e-4});
  const Value two = Value::list(make_ref<List>(
      std::vector<List::Element>{{Value::integer(1), {}}, {Value::integer(2), {}}}, std::vector<std::string>{}));
  const Value all = Value::list(make_ref<List>(
      std::vector<List::Element>{
          {Value::integer(1), {}}, {Value::string("a"), {}}, {x, {}}, {Value::boolean(true), {}}, {two, {}}},
      std::vector<std::string>{}));
  CHECK(to_string(all) ==
        "List containing:\n[1, a, \nMatrix:\n1.500 0.000 -3.000\n10000000000.000 0.000 -0.000\n, TRUE, "
        "List containing:\n[1, 2]]");
}

TEST_CASE("toString of a list nested a hundred thousand times") {
  Value value = Value::integer(7);
  for (int i = 0; i < 100'000; ++i) {
    value = Value::list(make_ref<List>(std::vector<List::Element>{{value, {}}}, std::vector<std::string>{}));
  }
  CHECK(to_string(value).ends_with("[7" + std::string(100'000, ']')));
}

TEST_CASE("toString of frames") {
  const Value frame = Value::frame(
      make_ref<Frame>(2, std::vector<Frame::Column>{sample_column("name", ColumnType::kString, {"a b", std::nullopt}),
                                                    sample_column("C2", ColumnType::kFp64, {"1.5", "2.0"}),
                                                    sample_column("ok", ColumnType::kBoolean, {"true", "FALSE"})}));
  CHECK(to_string(frame) ==
        "# FRAME: nrow = 2, ncol = 3\n# name C2 ok\n# STRING FP64 BOOLEAN\na b 1.500 TRUE\nnull 2.000 FALSE\n");
  CHECK(to_string(frame, {.decimals = 1, .separator = ";"}) ==
        "# FRAME: nrow = 2, ncol = 3\n#;name;C2;ok\n#;STRING;FP64;BOOLEAN\na b;1.5;TRUE\nnull;2.0;FALSE\n");
}

TEST_CASE("format prints what SystemDS prints") {
  CHECK(format("%5.1f|%-5s|%d|%b|%e|%05d|%+d|%,d|%x",
               {Value::real(2.25), Value::string("ab"), Value::integer(3), Value::boolean(true), Value::real(12345.678),
                Value::integer(42), Value::integer(5), Value::integer(1234567), Value::integer(255)}) ==
        "  2.3|ab   |3|true|1.234568e+04|00042|+5|1,234,567|ff");
  CHECK(format("%s %s %s", {Value::real(1.5), Value::integer(3), Value::boolean(true)}) == "1.5 3 true");
}

TEST_CASE("format follows java.util.Formatter") {
  const auto real = [](std::string_view text, double value) { return format(text, {Value::real(value)}); };
  const auto whole = [](std::string_view text, int64_t value) { return format(text, {Value::integer(value)}); };
  CHECK(real("%.2f", 0.125) == "0.13");
  CHECK(real("%.2f", 1.005) == "1.01");  // on the shortest digits, not on the binary value
  CHECK(real("%.0f", 2.5) == "3");
  CHECK(real("%.0f", 0.4) == "0");
  CHECK(real("%.1f", 9.95) == "10.0");
  CHECK(real("%f", 1e10) == "10000000000.000000");
  CHECK(real("%08.2f", -3.14159) == "-0003.14");
  CHECK(real("%,.1f", 1234567.25) == "1,234,567.3");
  CHECK(real("%(.1f", -5) == "(5.0)");
  CHECK(real("% .1f", 5) == " 5.0");
  CHECK(real("%.3e", 12345.6789) == "1.235e+04");
  CHECK(real("%E", 0) == "0.000000E+00");
  CHECK(real("%g", 0.00012345) == "0.000123450");
  CHECK(real("%g", 0.000012345) == "1.23450e-05");
  CHECK(real("%g", 123456.7) == "123457");
  CHECK(real("%f", kNaN) == "NaN");
  CHECK(real("%+6.1f", kInfinity) == "+Infinity");
  CHECK(real("%010.1f", -kInfinity) == " -Infinity");
  CHECK(whole("%d", INT64_MIN) == "-9223372036854775808");
  CHECK(whole("%x", -1) == "ffffffffffffffff");
  CHECK(whole("%#X", 255) == "0XFF");
  CHECK(whole("%o", 8) == "10");
  CHECK(whole("%c", 65) == "A");
  CHECK(whole("%-6d|", 42) == "42    |");
  CHECK(format("%2$s %1$s", {Value::string("a"), Value::string("b")}) == "b a");
  CHECK(format("%5.2s|%S", {Value::string("abc"), Value::string("xy")}) == "   ab|XY");
  CHECK(format("100%%%n", {}) == "100%\n");
}

TEST_CASE("format refuses what does not fit") {
  CHECK(format_error("%d", {Value::real(1)}) == "print: conversion needs an int, got double 1.0: %d");
  CHECK(format_error("%d %d", {Value::integer(1)}) == "print: format needs 2 values, got 1: %d");
  CHECK(format_error("%y", {Value::integer(1)}) == "print: unknown conversion in format: %y");
  CHECK(format_error("a%", {}) == "print: format ends within a conversion: %");
  CHECK(format_error("%99999999d", {Value::integer(1)}) != "no error");
  CHECK(format_error("%.f", {Value::real(1)}) != "no error");
  CHECK(format_error("%f", {Value::string("a")}) != "no error");
}
