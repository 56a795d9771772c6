// Matrices cell by cell. Expected cells were printed by SystemDS 3.4.0 for the same X, or follow from IEEE 754.
#include <cstdint>
#include <limits>

#include <catch2/catch.hpp>

#include "runtime/ops/declare/infer.h"
#include "tests/unit/ops/cell_context.h"

namespace lineal::cell_tests {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Value example() {
  return dense_value(2, 4, {0, -1.5, 2.5, kNan, 0.49999999999999994, -0.5, -2.5, 1e20});
}
Value number(double v) {
  return Value::real(v);
}

TEST_CASE("functions of one matrix", "[matrix]") {
  Session s;
  CHECK(same_cells(s.run("round", {example()}), dense_value(2, 4, {0, -1, 3, 0, 0, 0, -2, 0x1p63})));
  CHECK(same_cells(s.run("sign", {example()}), dense_value(2, 4, {0, -1, 1, kNan, 1, -1, -1, 1})));
  CHECK(same_cells(s.run("!", {example()}), dense_value(2, 4, {1, 0, 0, 0, 0, 0, 0, 0})));
  CHECK(same_cells(s.run("is.nan", {example()}), dense_value(2, 4, {0, 0, 0, 1, 0, 0, 0, 0})));
  CHECK(same_cells(s.run("neg", {example()}),
                   dense_value(2, 4, {0, 1.5, -2.5, kNan, -0.49999999999999994, 0.5, 2.5, -1e20})));
}

TEST_CASE("a matrix and a number", "[matrix]") {
  Session s;
  CHECK(same_cells(s.run("%%", {dense_value(1, 4, {0, -1.5, 2.5, kNan}), number(2)}),
                   dense_value(1, 4, {0, -1.5, 0.5, kNan})));
  CHECK(same_cells(s.run("%/%", {dense_value(1, 4, {0, -1.5, 2.5, kNan}), number(2)}),
                   dense_value(1, 4, {0, 0, 1, kNan})));
  CHECK(same_cells(s.run("%/%", {dense_value(1, 2, {-5, -2.5}), number(2)}), dense_value(1, 2, {-2, -1})));
  CHECK(same_cells(s.run("%%", {number(5), example()}),
                   dense_value(2, 4, {kNan, 0.5, 0, kNan, 5 - 10 * 0.49999999999999994, 0, 0, 5})));
  CHECK(same_cells(
      s.run("^", {example(), number(2)}),
      dense_value(2, 4, {0, 2.25, 6.25, kNan, 0.49999999999999994 * 0.49999999999999994, 0.25, 6.25, 1e40})));
  CHECK(same_cells(s.run("/", {example(), number(0)}),
                   dense_value(2, 4, {kNan, -kInf, kInf, kNan, kInf, -kInf, -kInf, kInf})));
  CHECK(same_cells(s.run("%/%", {example(), number(0)}),
                   dense_value(2, 4, {kNan, -kInf, kInf, kNan, kInf, -kInf, -kInf, kInf})));
  CHECK(same_cells(s.run("pmin", {example(), number(0)}), dense_value(2, 4, {0, -1.5, 0, kNan, 0, -0.5, -2.5, 0})));
  CHECK(same_cells(s.run("pmax", {example(), number(0)}),
                   dense_value(2, 4, {0, 0, 2.5, kNan, 0.49999999999999994, 0, 0, 1e20})));
  CHECK(same_cells(s.run("bitwAnd", {example(), number(3)}), dense_value(2, 4, {0, 3, 2, 0, 0, 0, 2, 3})));
  CHECK(same_cells(s.run("xor", {example(), number(1)}), dense_value(2, 4, {1, 0, 0, 0, 0, 0, 0, 0})));
}

TEST_CASE("NaN and infinity meet the zeros of CSR", "[matrix]") {
  Session s;
  const Value zeros = Value::matrix(NewMatrix::zero(1, 3));
  CHECK(same_cells(s.run("*", {zeros, dense_value(1, 3, {kNan, kInf, 2})}), dense_value(1, 3, {kNan, kNan, 0})));
  CHECK(same_cells(s.run("*", {dense_value(1, 3, {kNan, -kInf, 2}), zeros}), dense_value(1, 3, {kNan, kNan, 0})));
  CHECK(same_cells(s.run("*", {zeros, number(kInf)}), dense_value(1, 3, {kNan, kNan, kNan})));
  CHECK(same_cells(s.run("/", {zeros, number(0)}), dense_value(1, 3, {kNan, kNan, kNan})));
  CHECK(same_cells(s.run("/", {zeros, zeros}), dense_value(1, 3, {kNan, kNan, kNan})));
  CHECK(same_cells(s.run("==", {zeros, zeros}), dense_value(1, 3, {1, 1, 1})));
  CHECK(s.run("*", {zeros, dense_value(1, 3, {1, 2, 3})}).as_matrix().is_sparse());
  CHECK(s.run("/", {zeros, number(2)}).as_matrix().is_sparse());
}

TEST_CASE("vectors spread only from the right", "[matrix]") {
  Session s;
  const Value x = dense_value(2, 3, {1, 2, 3, 4, 5, 6});
  const Value column = dense_value(2, 1, {10, 20});
  const Value row = dense_value(1, 3, {100, 200, 300});
  CHECK(same_cells(s.run("+", {x, column}), dense_value(2, 3, {11, 12, 13, 24, 25, 26})));
  CHECK(same_cells(s.run("-", {x, row}), dense_value(2, 3, {-99, -198, -297, -96, -195, -294})));
  CHECK(same_cells(s.run("+", {column, row}), dense_value(2, 3, {110, 210, 310, 120, 220, 320})));
  CHECK(same_cells(s.run("+", {column, dense_value(1, 1, {5})}), dense_value(2, 1, {15, 25})));
  CHECK_THROWS_WITH(s.run("+", {column, x}),
                    "+: dimensions do not fit: 2x1 and 2x3 (a row or column spreads on the right side only)");
  CHECK_THROWS_WITH(s.run("*", {x, dense_value(1, 1, {5})}), "*: dimensions do not fit: 2x3 and 1x1");
  CHECK_THROWS_WITH(s.run("*", {sparse_value(x), dense_value(3, 2, {1, 2, 3, 4, 5, 6})}),
                    "*: dimensions do not fit: 2x3 and 3x2");
}

TEST_CASE("minimum of many", "[matrix]") {
  Session s;
  const Value x = dense_value(2, 2, {1, 2, 3, 4});
  CHECK(same_cells(s.run("pmin_many", {x, number(3), dense_value(2, 1, {2, 3})}), dense_value(2, 2, {1, 2, 3, 3})));
  CHECK(same_cells(s.run("pmax_many", {number(2), number(3), x}), dense_value(2, 2, {3, 3, 3, 4})));
  CHECK(same_cells(s.run("pmax_many", {sparse_value(x), number(0), sparse_value(x)}), x));
}

TEST_CASE("ifelse over matrices", "[matrix]") {
  Session s;
  const Value x = example();
  const Value positive = s.run(">", {x, number(0)});
  CHECK(same_cells(s.run("ifelse", {positive, x, number(7)}),
                   dense_value(2, 4, {7, 7, 2.5, 7, 0.49999999999999994, 7, 7, 1e20})));
  CHECK(same_cells(s.run("ifelse", {Value::boolean(true), x, number(7)}), x));
  CHECK(same_cells(s.run("ifelse", {dense_value(2, 1, {1, 0}), x, dense_value(1, 4, {1, 2, 3, 4})}),
                   dense_value(2, 4, {0, -1.5, 2.5, kNan, 1, 2, 3, 4})));
  CHECK(
      same_cells(s.run("ifelse", {dense_value(1, 1, {0}), x, number(7)}), dense_value(2, 4, {7, 7, 7, 7, 7, 7, 7, 7})));
  CHECK(same_cells(s.run("ifelse", {dense_value(1, 1, {kNan}), number(1), number(2)}), dense_value(1, 1, {1})));
  CHECK_THROWS_AS(s.run("ifelse", {dense_value(3, 1, {1, 0, 1}), x, x}), Error);
  CHECK_THROWS_AS(s.run("ifelse", {positive, x, Value::string("a")}), Error);
}

TEST_CASE("empty matrices pass through", "[matrix]") {
  Session s;
  const Value empty = Value::matrix(NewMatrix::dense(0, 5));
  CHECK(s.run("+", {empty, empty}).as_matrix().columns() == 5);
  CHECK(s.run("exp", {empty}).as_matrix().columns() == 5);
  CHECK(s.run("+", {empty, number(1)}).as_matrix().rows() == 0);
  CHECK(s.run("ifelse", {empty, number(1), empty}).as_matrix().columns() == 5);
  CHECK(s.run("*", {Value::matrix(NewMatrix::zero(0, 5)), empty}).as_matrix().columns() == 5);
}

TEST_CASE("sizes", "[sizes]") {
  Session s;
  const Value huge = Value::matrix(NewMatrix::zero(1000000000, 1000000000));
  CHECK(s.run("nrow", {huge}).as_int() == 1000000000);
  CHECK(s.run("ncol", {example()}).as_int() == 4);
  CHECK(s.run("length", {huge}).as_int() == 1000000000000000000);
}

ValueInfo inferred(std::string_view name, std::vector<ValueInfo> in) {
  const OpDef* op = operators().find(name);
  ValueInfo out;
  op->infer(*op, in, {&out, 1});
  return out;
}

TEST_CASE("shapes and numbers are inferred as far as they are certain", "[infer]") {
  const ValueInfo unknown = ValueInfo::unknown();
  const ValueInfo two = ValueInfo::of_number(ValueKind::kInt, 2);
  CHECK(inferred("+", {two, two}).number == 4.0);
  CHECK(inferred("+", {two, two}).kind == ValueKind::kInt);
  CHECK(inferred("/", {two, two}).kind == ValueKind::kDouble);
  CHECK(inferred("<", {two, two}).number == 0.0);
  CHECK(inferred("+", {two, ValueInfo::scalar(ValueKind::kDouble)}).kind == ValueKind::kDouble);
  CHECK_FALSE(inferred("+", {two, ValueInfo::scalar(ValueKind::kInt)}).number);
  // Beyond 2^53 a double is not the integer.
  CHECK_FALSE(
      inferred("*", {ValueInfo::of_number(ValueKind::kInt, 4e9), ValueInfo::of_number(ValueKind::kInt, 4e9)}).number);
  CHECK(inferred("+", {unknown, two}).kind == ValueKind::kNone);
  CHECK(inferred("+", {ValueInfo::matrix(3, 4), unknown}).rows == -1);
  CHECK(inferred("+", {ValueInfo::matrix(3, 4), ValueInfo::matrix(3, -1)}).columns == 4);
  CHECK(inferred("+", {ValueInfo::matrix(3, 1), ValueInfo::matrix(-1, -1)}).columns == -1);
  CHECK(inferred("+", {ValueInfo::matrix(3, 1), ValueInfo::matrix(1, 9)}).columns == 9);
  CHECK(inferred("+", {ValueInfo::matrix(3, 2), ValueInfo::matrix(2, 3)}).rows == -1);
  CHECK(inferred("+", {ValueInfo::matrix(30, 20, 5), ValueInfo::matrix(30, 20, 7)}).nonzeros == 12);
  CHECK(inferred("exp", {ValueInfo::matrix(30, 20, 5)}).nonzeros == -1);
  CHECK(inferred("abs", {ValueInfo::matrix(30, 20, 5)}).nonzeros == 5);
  CHECK(inferred("nrow", {ValueInfo::matrix(30, 20)}).number == 30.0);
  CHECK(inferred("length", {ValueInfo::matrix(30, 20)}).number == 600.0);
  CHECK_FALSE(inferred("length", {ValueInfo::matrix(1000000000, 1000000000)}).number);
  CHECK_FALSE(inferred("ncol", {ValueInfo::matrix(30, -1)}).number);
  CHECK(inferred("ifelse", {two, ValueInfo::matrix(3, 4), ValueInfo::matrix(1, 4)}).rows == 3);
  CHECK(inferred("as.scalar", {ValueInfo::matrix(3, 4)}).kind == ValueKind::kDouble);
  CHECK(inferred("as.matrix", {two}).rows == 1);
  CHECK(inferred("concat", {unknown, unknown}).kind == ValueKind::kString);
}

}  // namespace
}  // namespace lineal::cell_tests
