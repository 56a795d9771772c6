// Laws that every cell-wise operator in the registry keeps, whoever declared it.
#include <bit>
#include <cstdint>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

#include "tests/unit/ops/cell_context.h"

namespace lineal::cell_tests {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr uint32_t kSeed = 20240611;

/// Mostly zeros, small integers, fractions, and a few of the numbers that break things.
double draw(std::mt19937& random) {
  static constexpr double kOdd[] = {kNan, kInf, -kInf, -0.0, 1e300, -1e300, 1e-310, 0.5, -2.5, 9007199254740993.0};
  switch (random() % 10) {
    case 0:
      return kOdd[random() % 10];
    case 1:
    case 2:
      return static_cast<double>(random() % 9) - 4;
    case 3:
      return static_cast<double>(random()) / 4e8 - 5;
    default:
      return 0;
  }
}

Value draw_matrix(std::mt19937& random, int64_t rows, int64_t columns) {
  std::vector<double> cells;
  for (int64_t i = 0; i < rows * columns; ++i)
    cells.push_back(draw(random));
  return dense_value(rows, columns, cells);
}

struct Shapes {
  int64_t left_rows, left_columns, right_rows, right_columns;
  int64_t rows, columns;
};
// As DML spreads the right operand; 0 for a number.
constexpr Shapes kShapes[] = {
    {4, 7, 4, 7, 4, 7},           {4, 7, 4, 1, 4, 7},           {4, 7, 1, 7, 4, 7},
    {4, 1, 1, 7, 4, 7},           {4, 7, 0, 0, 4, 7},           {0, 0, 4, 7, 4, 7},
    {1, 1, 1, 1, 1, 1},           {5, 1, 1, 1, 5, 1},           {300, 400, 300, 400, 300, 400},
    {300, 400, 1, 400, 300, 400}, {300, 400, 300, 1, 300, 400}, {0, 0, 300, 400, 300, 400},
};

/// A matrix without -0, whose sign CSR does not keep and 1 / x would show.
Value operand(std::mt19937& random, int64_t rows, int64_t columns) {
  if (rows == 0) return Value::real(draw(random));
  return Value::matrix(to_dense(to_sparse(draw_matrix(random, rows, columns).matrix_ref())));
}

bool is_binary(const OpDef& op) {
  return op.is(kCellwise) && op.params.size() == 2 && !op.is_variadic() && (op.params[0].accepts & kMatrix) != 0;
}
bool is_unary(const OpDef& op) {
  return op.is(kCellwise) && op.params.size() == 1 && (op.params[0].accepts & kMatrix) != 0;
}

ValueInfo check_inferred(const OpDef& op, const std::vector<Value>& in, const Value& out) {
  std::vector<ValueInfo> infos;
  for (const Value& value : in)
    infos.push_back(info_of(value));
  ValueInfo inferred;
  op.infer(op, infos, {&inferred, 1});
  CHECK((inferred.kind == ValueKind::kNone || inferred.kind == out.kind()));
  if (out.is_matrix()) {
    CHECK((inferred.rows == -1 || inferred.rows == out.as_matrix().rows()));
    CHECK((inferred.columns == -1 || inferred.columns == out.as_matrix().columns()));
    CHECK((inferred.nonzeros == -1 || inferred.nonzeros >= Pin(out.as_matrix())->count_nonzeros()));
  } else if (inferred.number) {
    const double number = out.number();
    CHECK((*inferred.number == number || (number != number && *inferred.number != *inferred.number)));
  }
  return inferred;
}

TEST_CASE("the registry holds the cell-wise operators", "[laws]") {
  int unary = 0;
  int binary = 0;
  for (const OpDef* op : operators().all()) {
    unary += is_unary(*op);
    binary += is_binary(*op);
  }
  CHECK(unary >= 21);
  CHECK(binary >= 24);
}

TEST_CASE("binary: sparse = dense, inferred = actual", "[laws]") {
  std::mt19937 random(kSeed);
  Session session;
  for (const OpDef* op : operators().all()) {
    if (!is_binary(*op)) continue;
    for (const Shapes& shapes : kShapes) {
      INFO(op->name << " " << shapes.left_rows << "x" << shapes.left_columns << " " << shapes.right_rows << "x"
                    << shapes.right_columns);
      const Value x = operand(random, shapes.left_rows, shapes.left_columns);
      const Value y = operand(random, shapes.right_rows, shapes.right_columns);
      const Value expected = session.run(*op, dense_kernel(*op), {x, y});
      REQUIRE(expected.is_matrix());
      CHECK(expected.as_matrix().rows() == shapes.rows);
      CHECK(expected.as_matrix().columns() == shapes.columns);
      const ValueInfo inferred = check_inferred(*op, {x, y}, expected);
      CHECK(inferred.rows == shapes.rows);
      CHECK(inferred.columns == shapes.columns);
      REQUIRE(takes_any_form(*op));
      for (const bool left : {false, true}) {
        for (const bool right : {false, true}) {
          const std::vector<Value> in = {left ? sparse_value(x) : x, right ? sparse_value(y) : y};
          const Value actual = session.run(*op, sparse_kernel(*op), in);
          CHECK(same_cells(actual, expected));
          check_inferred(*op, in, actual);
          if (!actual.as_matrix().is_sparse()) continue;
          for (const double v : Pin(actual.as_matrix())->entries().values) {
            if (is_plain_zero(v)) FAIL("a stored +0.0");
          }
        }
      }
    }
  }
}

TEST_CASE("unary: sparse = dense, inferred = actual", "[laws]") {
  std::mt19937 random(kSeed + 1);
  Session session;
  for (const OpDef* op : operators().all()) {
    if (!is_unary(*op) || !takes_any_form(*op)) continue;
    for (const auto& [rows, columns] : std::vector<std::pair<int64_t, int64_t>>{{1, 1}, {5, 7}, {300, 400}, {0, 3}}) {
      INFO(op->name << " " << rows << "x" << columns);
      const Value x = draw_matrix(random, rows, columns);
      const Value expected = session.run(*op, dense_kernel(*op), {x});
      const Value actual = session.run(*op, sparse_kernel(*op), {sparse_value(x)});
      CHECK(same_cells(actual, expected));
      check_inferred(*op, {x}, expected);
      check_inferred(*op, {sparse_value(x)}, actual);
    }
  }
}

TEST_CASE("what is declared zero-preserving is, and nothing else", "[laws]") {
  Session session;
  const Value zeros = Value::matrix(NewMatrix::filled(2, 3, 0));
  for (const OpDef* op : operators().all()) {
    if (!is_unary(*op) && !is_binary(*op)) continue;
    INFO(op->name);
    const std::vector<Value> in(op->params.size(), zeros);
    const Value out = session.run(*op, dense_kernel(*op), in);
    CHECK(same_cells(out, zeros) == op->is(kZeroPreserving));
    if (op->is(kZeroPreserving) && takes_any_form(*op)) {
      const Value huge = Value::matrix(NewMatrix::zero(1000000000, 1000000000));
      const Value result = session.run(*op, sparse_kernel(*op), std::vector<Value>(op->params.size(), huge));
      CHECK(result.as_matrix().is_sparse());
      CHECK(Pin(result.as_matrix())->count_nonzeros() == 0);
    }
  }
}

TEST_CASE("what is declared commutative gives the same bits both ways", "[laws]") {
  std::mt19937 random(kSeed + 2);
  Session session;
  for (const OpDef* op : operators().all()) {
    if (!is_binary(*op) || !op->is(kCommutative)) continue;
    INFO(op->name);
    const Value x = draw_matrix(random, 50, 40);
    const Value y = draw_matrix(random, 50, 40);
    const std::vector<double> one = cells_of(session.run(*op, dense_kernel(*op), {x, y}));
    const std::vector<double> two = cells_of(session.run(*op, dense_kernel(*op), {y, x}));
    for (size_t i = 0; i < one.size(); ++i) {
      if (one[i] != one[i] && two[i] != two[i]) continue;
      if (std::bit_cast<uint64_t>(one[i]) != std::bit_cast<uint64_t>(two[i])) FAIL("cell " << i);
    }
  }
}

TEST_CASE("scalar path = kernel over 1x1 = any cell of a large matrix", "[laws]") {
  std::mt19937 random(kSeed + 3);
  Session session;
  for (const OpDef* op : operators().all()) {
    if ((!is_unary(*op) && !is_binary(*op)) || op->scalar == nullptr) continue;
    INFO(op->name);
    for (int repeat = 0; repeat < 200; ++repeat) {
      std::vector<Value> numbers;
      std::vector<Value> matrices;
      std::vector<Value> large;
      std::vector<const Value*> pointers;
      for (size_t i = 0; i < op->params.size(); ++i)
        numbers.push_back(Value::real(draw(random)));
      for (const Value& number : numbers) {
        pointers.push_back(&number);
        matrices.push_back(Value::matrix(NewMatrix::filled(1, 1, number.as_double())));
        large.push_back(Value::matrix(NewMatrix::filled(1, 37, number.as_double())));
      }
      Value fast;
      REQUIRE(op->scalar(pointers.data(), fast));
      const double expected = fast.number();
      const Value kernel = session.run(*op, dense_kernel(*op), numbers);
      CHECK(kernel.kind() == fast.kind());
      CHECK(kernel.bits() == fast.bits());
      for (const std::vector<Value>& in : {matrices, large}) {
        for (const double cell : cells_of(session.run(*op, dense_kernel(*op), in))) {
          const bool same = std::bit_cast<uint64_t>(cell) == std::bit_cast<uint64_t>(expected);
          if (!same && !(cell != cell && expected != expected)) FAIL(cell << " is not " << expected);
        }
      }
      check_inferred(*op, numbers, fast);
    }
  }
}

TEST_CASE("results do not depend on the number of threads", "[laws]") {
  std::mt19937 random(kSeed + 4);
  Session one(1);
  Session four(4);
  const Value x = draw_matrix(random, 700, 331);
  const Value y = draw_matrix(random, 700, 331);
  for (const OpDef* op : operators().all()) {
    if (!is_unary(*op) && !is_binary(*op)) continue;
    INFO(op->name);
    const std::vector<Value> in = is_unary(*op) ? std::vector<Value>{x} : std::vector<Value>{x, y};
    CHECK(same_cells(one.run(*op, dense_kernel(*op), in), four.run(*op, dense_kernel(*op), in)));
  }
}

TEST_CASE("operands that nobody else holds are written over, shared ones are not", "[laws]") {
  std::mt19937 random(kSeed + 5);
  Session session;
  for (const OpDef* op : operators().all()) {
    if (!is_binary(*op)) continue;
    INFO(op->name);
    const Value x = draw_matrix(random, 30, 20);
    const Value y = draw_matrix(random, 30, 20);
    const std::vector<double> before = cells_of(x);
    const Value expected = session.run(*op, dense_kernel(*op), {x, y});
    CHECK(same_cells(x, dense_value(30, 20, before)));
    for (const size_t own : {size_t{0}, size_t{1}}) {
      std::vector<Value> in = {x, y};
      in[own] = Value::matrix(NewMatrix::copy_of(*Pin((own == 0 ? x : y).as_matrix())));
      const Object* buffer = in[own].object();
      const Value actual = session.run(*op, dense_kernel(*op), std::move(in));
      CHECK(actual.object() == buffer);
      CHECK(same_cells(actual, expected));
    }
    // The same object twice is not alone.
    const Value both = session.run(*op, dense_kernel(*op), {x, x});
    CHECK(same_cells(x, dense_value(30, 20, before)));
  }
}

}  // namespace
}  // namespace lineal::cell_tests
