// Laws: dense and CSR operands, one thread and three give the same bits.
#include <cmath>
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

struct Case {
  std::string op;
  std::vector<Value> more;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const char* op : {"sum", "mean", "min_cells", "max_cells", "var", "sd"})
    all.push_back({op, {}});
  for (const std::string side : {"row", "col"}) {
    for (const char* measure : {"Sums", "Means", "Mins", "Maxs", "Vars", "Sds", "Prods"})
      all.push_back({side + measure, {}});
  }
  for (const char* op : {"prod", "rowIndexMax", "rowIndexMin", "t", "rev", "cumsum", "cumprod", "cummin", "cummax",
                         "rowcumsum", "unique", "countDistinct", "rowCountDistinct", "lower.tri", "order", "cbind"})
    all.push_back({op, {}});
  all.push_back({"roll", {number(3)}});
  all.push_back({"unique", {text("c")}});
  all.push_back({"removeEmpty", {text("rows")}});
  all.push_back({"removeEmpty", {text("cols")}});
  all.push_back({"replace", {number(0), number(2)}});
  all.push_back({"replace", {number(NAN), number(2)}});
  all.push_back({"rightIndex", {number(1), number(1), text(":"), text(":")}});
  all.push_back({"rightIndex", {text(":"), text(":"), number(1), number(1)}});
  all.push_back({"contains", {number(0)}});
  return all;
}

TEST_CASE("forms and threads do not change a bit") {
  Bench one(1);
  Bench three(3);
  const std::vector<std::pair<int64_t, int64_t>> shapes = {{1, 1},    {1, 1000},  {1000, 1},  {7, 5},    {300, 9},
                                                           {37, 400}, {400, 300}, {2, 70000}, {70000, 3}};
  for (const auto& [rows, columns] : shapes) {
    for (const double filled : {0.0, 0.05, 1.0}) {
      const Value x = random_matrix(rows, columns, filled, static_cast<uint64_t>(rows * 31 + columns));
      const Value sparse = sparse_of(x);
      for (const Case& each : cases()) {
        if (each.op == "lower.tri" && rows * columns > 100000) continue;
        INFO(each.op << " of " << rows << "x" << columns << " filled " << filled);
        std::vector<Value> in = {x};
        in.insert(in.end(), each.more.begin(), each.more.end());
        const Value expected = one.run(each.op, in);
        CHECK(identical(expected, three.run(each.op, in)));
        in[0] = sparse;
        CHECK(identical(expected, one.run(each.op, in)));
        CHECK(identical(expected, three.run(each.op, in)));
      }
    }
  }
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
