// Laws of single operators that rearrange; those of all are in tests/laws/operators.
#include <random>

#include "tests/unit/ops/reorg_call.h"

namespace lineal::reorg {
namespace {

/// Fractions with a share of zeros.
Value random_matrix(int64_t rows, int64_t columns, double filled, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> x(static_cast<size_t>(rows * columns));
  for (double& value : x) {
    const bool keep = static_cast<double>(random() % 1000) < filled * 1000;
    value = keep ? (static_cast<double>(random() % 2000001) - 1e6) / 777.0 : 0;
  }
  return dense(rows, columns, x);
}

TEST_CASE("rearranging twice gives the matrix back") {
  Bench bench(2);
  for (const double filled : {0.05, 1.0}) {
    for (const auto& [rows, columns] : std::vector<std::pair<int64_t, int64_t>>{{1, 9}, {200, 131}, {1031, 77}}) {
      const Value x = random_matrix(rows, columns, filled, 5);
      for (const Value& form : {x, sparse_of(x)}) {
        const Value flipped = bench.run("t", {form});
        CHECK(identical(x, bench.run("t", {flipped})));
        CHECK(Pin(flipped.as_matrix())->at(columns - 1, 0) == Pin(x.as_matrix())->at(0, columns - 1));
        for (const bool by_row : {true, false}) {
          const Value order = Value::boolean(by_row);
          const Value reshaped = bench.run("matrix", {form, Value::integer(columns), Value::integer(rows), order});
          CHECK(identical(x, bench.run("matrix", {reshaped, Value::integer(rows), Value::integer(columns), order})));
        }
        const Value half =
            bench.run("rightIndex", {form, text(":"), text(":"), number(1), Value::integer(columns / 2)});
        const Value rest = bench.run(
            "rightIndex", {form, text(":"), text(":"), Value::integer(columns / 2 + 1), Value::integer(columns)});
        CHECK(identical(x, bench.run("cbind", {half, rest})));
        CHECK(identical(x, bench.run("rev", {bench.run("rev", {form})})));
      }
    }
  }
}

TEST_CASE("writing a rectangle is the same in both forms") {
  Bench bench;
  const Value x = random_matrix(20, 30, 0.1, 9);
  for (const double filled : {0.0, 0.3, 1.0}) {
    const Value part = random_matrix(6, 5, filled, 4);
    std::vector<Value> expected;
    for (const Value& target : {x, sparse_of(x)}) {
      for (const Value& source : {part, sparse_of(part)})
        expected.push_back(bench.run("leftIndex", {target, source, number(3), number(8), number(7), number(11)}));
    }
    for (const Value& each : expected)
      CHECK(identical(expected[0], each));
    CHECK(identical(part, bench.run("rightIndex", {expected[0], number(3), number(8), number(7), number(11)})));
  }
}

}  // namespace
}  // namespace lineal::reorg
