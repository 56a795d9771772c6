// Products and factorisations as operators: residuals, hand-computed values, forms with the same bits, errors.
#include <cmath>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "tests/unit/ops/cell_context.h"

namespace lineal {
namespace {

using cell_tests::cells_of;
using cell_tests::dense_value;
using cell_tests::same_cells;
using cell_tests::Session;
using cell_tests::sparse_value;

Value random_matrix(std::mt19937_64& random, int64_t rows, int64_t columns, double density = 1) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<double> cells(static_cast<size_t>(rows * columns));
  for (double& cell : cells)
    cell = uniform(random) < density ? normal(random) : 0;
  return dense_value(rows, columns, cells);
}

Value transposed(const Value& x) {
  const Pin from_cells(x.as_matrix());
  const MatrixBlock& from = *from_cells;
  NewMatrix to = NewMatrix::dense(from.columns(), from.rows());
  for (int64_t i = 0; i < from.rows(); ++i) {
    for (int64_t j = 0; j < from.columns(); ++j)
      to->row(j)[i] = from.at(i, j);
  }
  return Value::matrix(std::move(to));
}

double distance(const Value& a, const Value& b) {
  const Pin x_cells(a.as_matrix());
  const MatrixBlock& x = *x_cells;
  const Pin y_cells(b.as_matrix());
  const MatrixBlock& y = *y_cells;
  REQUIRE(x.rows() == y.rows());
  REQUIRE(x.columns() == y.columns());
  double largest = 0;
  for (int64_t i = 0; i < x.rows(); ++i) {
    for (int64_t j = 0; j < x.columns(); ++j)
      largest = std::max(largest, std::fabs(x.at(i, j) - y.at(i, j)));
  }
  return largest;
}

Value identity(int64_t size) {
  NewMatrix out = NewMatrix::filled(size, size, 0);
  for (int64_t i = 0; i < size; ++i)
    out->row(i)[i] = 1;
  return Value::matrix(std::move(out));
}

std::vector<Value> run_all(Session& session, std::string_view name, std::vector<Value> in) {
  const OpDef* op = operators().find(name);
  REQUIRE(op != nullptr);
  std::vector<Value> out(op->outputs.size());
  KernelCall call{.op = *op, .in = in, .out = out, .context = session.context};
  pick_kernel(*op, Forms::kDense)->run(call);
  return out;
}

std::string failure(Session& session, std::string_view name, std::vector<Value> in) {
  try {
    run_all(session, name, std::move(in));
  } catch (const Error& error) {
    return std::string(error.message());
  }
  return "no error";
}

TEST_CASE("forms of a product agree", "[ops][linalg]") {
  std::mt19937_64 random(1);
  Session session(3);
  for (const auto& [rows, depth, columns] :
       {std::array<int64_t, 3>{0, 2, 3}, {2, 0, 3}, {1, 1, 1}, {7, 5, 1}, {1, 9, 4}, {33, 300, 21}}) {
    const Value a = random_matrix(random, rows, depth, 0.3);
    const Value b = random_matrix(random, depth, columns, 0.3);
    const Value plain = session.run("%*%", {a, b});
    CHECK(same_cells(plain, session.run("t%*%", {transposed(a), b})));
    CHECK(same_cells(plain, session.run("%*%t", {a, transposed(b)})));
    CHECK(same_cells(session.run("%*%", {transposed(a), a}), session.run("tsmm", {a})));
    CHECK(same_cells(session.run("%*%", {a, transposed(a)}), session.run("tsmm_right", {a})));
    CHECK(same_cells(session.run("%*%", {transposed(a), plain}), session.run("mmchain", {a, b})));
    for (const Value& x : {a, sparse_value(a)}) {
      for (const Value& y : {b, sparse_value(b)}) {
        CHECK(distance(plain, session.run("%*%", {x, y})) < 1e-12);
        CHECK(distance(plain, session.run("t%*%", {sparse_value(transposed(x)), y})) < 1e-12);
        CHECK(distance(plain, session.run("%*%t", {x, sparse_value(transposed(y))})) < 1e-12);
      }
      CHECK(distance(session.run("tsmm", {a}), session.run("tsmm", {x})) < 1e-12);
    }
  }
}

TEST_CASE("factorisations multiply back", "[ops][linalg]") {
  std::mt19937_64 random(2);
  Session session;
  const auto times = [&](const Value& a, const Value& b) { return session.run("%*%", {a, b}); };
  for (const int64_t n : {1, 2, 7, 40}) {
    const Value a = random_matrix(random, n, n);
    const Value b = random_matrix(random, n, 3);
    CHECK(distance(times(a, session.run("solve", {a, b})), b) < 1e-9);
    CHECK(distance(times(a, session.run("inv", {a})), identity(n)) < 1e-9);
    const std::vector<Value> plu = run_all(session, "lu", {a});
    CHECK(distance(times(plu[0], a), times(plu[1], plu[2])) < 1e-12);
    const Value definite = session.run("tsmm", {random_matrix(random, n + 5, n)});
    const Value lower = session.run("cholesky", {definite});
    CHECK(distance(times(lower, transposed(lower)), definite) < 1e-11);
    const std::vector<Value> pairs = run_all(session, "eigen", {definite});
    NewMatrix scaled = NewMatrix::copy_of(*Pin(pairs[1].as_matrix()));
    for (int64_t j = 0; j < n; ++j) {
      if (j > 0) CHECK(Pin(pairs[0].as_matrix())->at(j - 1, 0) <= Pin(pairs[0].as_matrix())->at(j, 0));
      for (int64_t i = 0; i < n; ++i)
        scaled->row(i)[j] *= Pin(pairs[0].as_matrix())->at(j, 0);
    }
    CHECK(distance(times(definite, pairs[1]), Value::matrix(std::move(scaled))) < 1e-10);
  }
  for (const auto& [m, n] : {std::pair<int64_t, int64_t>{6, 4}, {4, 6}, {5, 5}}) {
    const Value a = random_matrix(random, m, n);
    const std::vector<Value> usv = run_all(session, "svd", {a});
    CHECK(distance(times(times(usv[0], usv[1]), transposed(usv[2])), a) < 1e-12);
    const std::vector<Value> hr = run_all(session, "qr", {a});
    CHECK(distance(session.run("tsmm", {hr[1]}), session.run("tsmm", {a})) < 1e-11);
  }
  const Value tall = random_matrix(random, 20, 3);
  const Value y = random_matrix(random, 20, 1);
  const Value beta = session.run("solve", {tall, y});  // satisfies the normal equations
  CHECK(distance(session.run("mmchain", {tall, beta}), session.run("t%*%", {tall, y})) < 1e-12);
}

TEST_CASE("small systems by hand", "[ops][linalg]") {
  Session session;
  const Value a = dense_value(2, 2, {0, 2, 3, 1});
  CHECK(session.run("det", {a}).number() == -6);
  CHECK(cells_of(session.run("solve", {a, dense_value(2, 1, {4, 5})})) == std::vector<double>{1, 2});
  const std::vector<Value> pairs = run_all(session, "eigen", {dense_value(2, 2, {2, 1, 1, 2})});
  CHECK(cells_of(pairs[0])[0] == Approx(1));
  CHECK(cells_of(pairs[0])[1] == Approx(3));
}

TEST_CASE("errors name the shapes", "[ops][linalg]") {
  Session session;
  const Value zero = dense_value(2, 2, {1, 2, 2, 4});
  CHECK(failure(session, "%*%", {dense_value(1, 2, {1, 2}), dense_value(1, 1, {1})}) ==
        "%*%: inner dimensions differ: 1x2 and 1x1");
  CHECK(failure(session, "solve", {zero, dense_value(2, 1, {1, 2})}) ==
        "solve: matrix is singular: 2x2, pivot 2 is zero");
  CHECK(failure(session, "inv", {zero}) == "inv: matrix is singular: 2x2, pivot 2 is zero");
  CHECK(failure(session, "inv", {dense_value(1, 2, {1, 2})}) == "inv: matrix is not square: 1x2");
  CHECK(failure(session, "cholesky", {dense_value(2, 2, {1, 2, 3, 4})}) == "cholesky: matrix is not symmetric: 2x2");
  CHECK(failure(session, "cholesky", {dense_value(2, 2, {1, 2, 2, 1})}) ==
        "cholesky: matrix is not positive definite: 2x2, leading minor 2");
}

}  // namespace
}  // namespace lineal
