// Aggregates, running sums, order, tables and statistics against exact arithmetic, NumPy and SystemDS.
#include <cmath>
#include <limits>

#include "tests/unit/ops/reorg_call.h"

namespace lineal::reorg {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Numbers of very different size; the expected results were computed with Python's exact fractions.
std::vector<double> wild(int64_t n) {
  constexpr double kScales[] = {0.01, 0.1, 1.0, 10.0, 100.0};
  std::vector<double> x;
  for (int64_t i = 0; i < n; ++i)
    x.push_back(static_cast<double>((i * 7919) % 10007 - 5000) / 7.0 * kScales[i % 5]);
  return x;
}

TEST_CASE("sums and variances are correctly rounded") {
  Bench bench(3);
  const Value x = column(wild(100003));
  CHECK(bench.run("sum", {x}).as_double() == 931492.27);
  CHECK(cells(bench.run("colSums", {x}))[0] == 931492.27);
  CHECK(bench.run("mean", {x}).as_double() == Approx(9.314643260702178).epsilon(1e-15));
  CHECK(bench.run("var", {x}).as_double() == Approx(344197818.88033664).epsilon(1e-15));
  std::vector<double> far;
  for (int64_t i = 0; i < 1001; ++i)
    far.push_back(1e9 + static_cast<double>((i * 7919) % 10007) / 10007.0);
  CHECK(bench.run("var", {column(far)}).as_double() == Approx(0.08343239241699936).epsilon(1e-13));
  std::vector<double> farther;
  for (int64_t i = 0; i < 10; ++i)
    farther.push_back(1e15 + static_cast<double>(i % 2));
  CHECK(bench.run("var", {column(farther)}).as_double() == Approx(0.2777777777777778).epsilon(1e-13));
  CHECK(bench.run("sum", {row({1e100, 1, -1e100})}).as_double() == 1);
  CHECK(bench.run("sum", {row({kInfinity, 1})}).as_double() == kInfinity);
  CHECK(std::isnan(bench.run("sum", {row({kInfinity, -kInfinity})}).as_double()));
}

TEST_CASE("the deviation of equal values is exactly zero") {
  Bench bench;
  for (const double value : {0.1, 1e-170, 1e170, -3.7e9, 1.0}) {
    const Value x = Value::matrix(NewMatrix::filled(1000, 3, value));
    INFO(value);
    CHECK(cells(bench.run("colSds", {x})) == std::vector<double>{0, 0, 0});
    CHECK(bench.run("sd", {x}).as_double() == 0);
  }
  CHECK(cells(bench.run("rowVars", {column({1, 2})})) == std::vector<double>{0, 0});
}

TEST_CASE("aggregates of small matrices") {
  Bench bench;
  const Value x = dense(2, 3, {3, 1, 2, 5, 4, 9});
  CHECK(bench.run("sum", {x}).as_double() == 24);
  CHECK(bench.run("prod", {x}).as_double() == 1080);
  CHECK(bench.run("min_cells", {x}).as_double() == 1);
  CHECK(cells(bench.run("rowSums", {x})) == std::vector<double>{6, 18});
  CHECK(cells(bench.run("colMeans", {x})) == std::vector<double>{4, 2.5, 5.5});
  CHECK(cells(bench.run("colMaxs", {x})) == std::vector<double>{5, 4, 9});
  CHECK(cells(bench.run("rowMins", {x})) == std::vector<double>{1, 4});
  CHECK(cells(bench.run("colProds", {x})) == std::vector<double>{15, 4, 18});
  // From SystemDS.
  CHECK(bench.run("sd", {x}).as_double() == 2.8284271247461903);
  CHECK(cells(bench.run("colVars", {x})) == std::vector<double>{2, 4.5, 24.5});
  CHECK(bench.run("mean_weighted", {column({3, 1, 7}), column({1, 2, 1})}).as_double() == 3);
  const Value gaps = dense(4, 2, {NAN, 1, NAN, NAN, 2, 2, NAN, 2});
  CHECK(cells(bench.run("rowIndexMax", {gaps})) == std::vector<double>{2, 1, 2, 2});
  CHECK(cells(bench.run("rowIndexMin", {gaps})) == std::vector<double>{2, 1, 2, 2});
  CHECK(std::isnan(bench.run("max_cells", {gaps}).as_double()));
  CHECK(bench.run("trace", {dense(2, 2, {1, 2, 3, 4})}).as_double() == 5);
  CHECK(bench.error("trace", {x}) == "trace: the matrix is not square: 2x3");
}

TEST_CASE("aggregates of nothing") {
  Bench bench;
  for (const Value& none : {dense(0, 3, {}), Value::matrix(NewMatrix::zero(0, 3))}) {
    CHECK(bench.run("sum", {none}).as_double() == 0);
    CHECK(bench.run("prod", {none}).as_double() == 1);
    CHECK(bench.run("min_cells", {none}).as_double() == kInfinity);
    CHECK(bench.run("max_cells", {none}).as_double() == -kInfinity);
    CHECK(std::isnan(bench.run("mean", {none}).as_double()));
    CHECK(std::isnan(bench.run("var", {none}).as_double()));
    CHECK(cells(bench.run("colSums", {none})) == std::vector<double>{0, 0, 0});
    CHECK(shape(bench.run("rowSums", {none})) == "0x1");
  }
}

TEST_CASE("running results") {
  Bench bench;
  CHECK(cells(bench.run("cumsum", {dense(3, 2, {1, 10, 2, 20, 3, 30})})) == std::vector<double>{1, 10, 3, 30, 6, 60});
  CHECK(cells(bench.run("cumprod", {column({2, 3, 4})})) == std::vector<double>{2, 6, 24});
  CHECK(cells(bench.run("cummin", {column({3, 1, 2})})) == std::vector<double>{3, 1, 1});
  CHECK(cells(bench.run("cummax", {column({-3, -5, 2})})) == std::vector<double>{-3, -3, 2});
  CHECK(std::isnan(cells(bench.run("cummax", {column({1, NAN, 2})}))[2]));
  CHECK(cells(bench.run("rowcumsum", {dense(2, 3, {3, 1, 2, 5, 4, 9})})) == std::vector<double>{3, 4, 6, 5, 9, 18});
  CHECK(cells(bench.run("cumsumprod", {dense(3, 2, {1, 2, 3, 4, 5, 6})})) == std::vector<double>{1, 7, 47});
}

TEST_CASE("order is stable in both directions") {
  Bench bench;
  const Value x = dense(4, 2, {2, 1, 1, 2, 2, 0, 1, 1});
  const Value yes = Value::boolean(true);
  const Value no = Value::boolean(false);
  CHECK(cells(bench.run("order", {x, number(1), no, yes})) == std::vector<double>{2, 4, 1, 3});
  CHECK(cells(bench.run("order", {x, number(1), yes, yes})) == std::vector<double>{1, 3, 2, 4});
  CHECK(cells(bench.run("order", {x, row({1, 2}), no, yes})) == std::vector<double>{4, 2, 3, 1});
  CHECK(cells(bench.run("order", {column({2, -1, 1, -3, 0.5})})) == std::vector<double>{-3, -1, 0.5, 1, 2});
  // From SystemDS: NaN last, and first when decreasing.
  CHECK(cells(bench.run("order", {column({2, NAN, 1, 3}), number(1), no, yes})) == std::vector<double>{3, 1, 4, 2});
  CHECK(cells(bench.run("order", {column({2, NAN, 1, 3}), number(1), yes, yes})) == std::vector<double>{2, 4, 1, 3});
  CHECK(bench.error("order", {x, number(3)}) == "order: no such column: 3 of a matrix of 2 columns");
}

TEST_CASE("table counts pairs by the number of its arguments") {
  Bench bench;
  const Value a = column({1, 2, 1, 3});
  const Value b = column({1.7, 2, 1, NAN});
  CHECK(cells(bench.run("table", {a, b})) == std::vector<double>{2, 0, 0, 1});
  CHECK(cells(bench.run("table", {a, b, column({1, 2, 3, 4})})) == std::vector<double>{4, 0, 0, 2});
  CHECK(shape(bench.run("table", {a, b, number(3), number(5)})) == "3x5");
  CHECK(cells(bench.run("table", {a, b, number(1), number(1)})) == std::vector<double>{2});
  CHECK(cells(bench.run("table", {a, number(1), number(2), number(3), number(1)})) == std::vector<double>{4, 2, 2});
  CHECK(bench.error("table", {column({0}), column({1})}) == "table: one of the values is <= zero: 0 and 1 in pair 1");
  std::vector<double> rows;
  for (int i = 1; i <= 1000; ++i)
    rows.push_back(i);
  const Value one_hot = bench.run("table", {column(rows), column(rows)});
  CHECK(one_hot.as_matrix().is_sparse());
  CHECK(bench.run("trace", {one_hot}).as_double() == 1000);
}

TEST_CASE("quantiles, moments and covariance as in SystemDS") {
  Bench bench;
  const Value x = column({3, 1, 2, 5, 4, 9});
  const Value y = column({3, 1, 2, 5, 4});
  const Value w = column({1, 2, 1, 3, 1, 2});
  const Value w5 = column({1, 2, 1, 3, 1});
  const Value points = column({0.1, 0.5, 0.9, 1.0, 0.25});
  const std::vector<double> fractions = {0.5, 0.1, 0.9, 1.0, 0.0};
  const std::vector<double> of_six = {3.5, 1.5, 9, 9, 1};
  const std::vector<double> of_five = {3, 1, 5, 5, 1};
  for (size_t i = 0; i < fractions.size(); ++i) {
    CHECK(bench.run("quantile", {x, number(fractions[i])}).as_double() == of_six[i]);
    CHECK(bench.run("quantile", {y, number(fractions[i])}).as_double() == of_five[i]);
  }
  CHECK(cells(bench.run("quantile", {x, points})) == std::vector<double>{1, 3, 9, 9, 2});
  CHECK(cells(bench.run("quantile", {y, points})) == std::vector<double>{1, 3, 5, 5, 2});
  CHECK(cells(bench.run("quantile", {x, w, points})) == std::vector<double>{1, 4, 9, 9, 2});
  CHECK(bench.run("quantile", {x, w, number(0.3)}).as_double() == 2.5);
  CHECK(bench.run("quantile", {y, w5, number(0.5)}).as_double() == 3.5);
  CHECK(bench.run("median", {x}).as_double() == 3.5);
  CHECK(bench.run("median", {y}).as_double() == 3);
  CHECK(bench.run("median", {x, w}).as_double() == 4.5);
  CHECK(bench.run("interQuartileMean", {x}).as_double() == 3.5);
  CHECK(bench.run("interQuartileMean", {y}).as_double() == 3);
  CHECK(bench.run("interQuartileMean", {x, w}).as_double() == 4.1);
  CHECK(bench.run("moment", {x, number(2)}).as_double() == Approx(6.666666666666667).epsilon(1e-15));
  CHECK(bench.run("moment", {x, number(3)}).as_double() == Approx(15).epsilon(1e-15));
  CHECK(bench.run("moment", {x, w, number(4)}).as_double() == Approx(120.0192).epsilon(1e-14));
  CHECK(bench.run("moment", {x, number(0)}).as_double() == 4);
  const Value z = column({1, 4, 2, 8, 5, 7});
  CHECK(bench.run("cov", {x, z}).as_double() == Approx(5.2).epsilon(1e-15));
  CHECK(bench.run("cov", {x, z, w}).as_double() == Approx(4.822222222222223).epsilon(1e-15));
}

TEST_CASE("aggregate by groups") {
  Bench bench;
  const Value x = column({3, 1, 2, 5, 4, 9});
  const Value groups = column({1, 2, 1, 4, 2, 1});
  const Value w = column({1, 2, 1, 3, 1, 2});
  const auto by = [&](const char* fn, double order, const Value& weights, double count) {
    return cells(bench.run("aggregate", {x, groups, text(fn), number(order), weights, number(count)}));
  };
  const Value none = number(1);
  // Worked out with fractions.
  CHECK(by("count", 0, none, 0) == std::vector<double>{3, 2, 0, 1});
  CHECK(by("sum", 0, none, 5) == std::vector<double>{14, 5, 0, 5, 0});
  CHECK(by("variance", 0, none, 2)[0] == Approx(14.333333333333334).epsilon(1e-15));
  CHECK(by("centralmoment", 3, none, 2)[0] == Approx(19.25925925925926).epsilon(1e-14));
  CHECK(by("min", 0, none, 0) == std::vector<double>{2, 1, 0, 5});
  CHECK(by("max", 0, none, 3) == std::vector<double>{9, 4, 0});
  CHECK(by("sum", 0, w, 0) == std::vector<double>{23, 6, 0, 15});
  CHECK(by("mean", 0, w, 0) == std::vector<double>{5.75, 2, 0, 5});
  CHECK(by("variance", 0, w, 0)[0] == Approx(14.25).epsilon(1e-15));
  CHECK(bench.error("aggregate", {x, column({0, 1, 1, 1, 1, 1}), text("sum")}) ==
        "aggregate: groups are numbered from 1: 0");
}

TEST_CASE("distinct values come in Java's order") {
  Bench bench;
  // From SystemDS.
  const Value x = column({1, 5, 3, 7, 5, 9, 3, 100, 42, 0.5, -3, 1e10, 17, 23, 33, 65, 129, 1000000});
  CHECK(cells(bench.run("unique", {x})) ==
        std::vector<double>{0.5, 33, 129, 9, 42, 3, -3, 1000000, 1, 65, 17, 5, 23, 100, 7, 1e10});
  const Value y = dense(4, 3, {1, 2, 2, 1, 3, 3, 4, 4, 9, 8, 7, 7});
  CHECK(cells(bench.run("unique", {y, text("r")})) == std::vector<double>{1, 2, 1, 3, 4, 9, 8, 7});
  CHECK(cells(bench.run("unique", {y, text("c")})) == std::vector<double>{1, 2, 2, 4, 4, 9, 8, 3, 3, 0, 7, 7});
  CHECK(bench.run("countDistinct", {y}).as_int() == 7);
  CHECK(cells(bench.run("colCountDistinct", {y})) == std::vector<double>{3, 4, 4});
  CHECK(bench.run("contains", {y, number(9)}).as_boolean());
  CHECK_FALSE(bench.run("contains", {y, number(NAN)}).as_boolean());
  CHECK(bench.run("contains", {y, row({4, 4, 9})}).as_boolean());
  CHECK_FALSE(bench.run("contains", {y, row({4, 9, 4})}).as_boolean());
}

}  // namespace
}  // namespace lineal::reorg
