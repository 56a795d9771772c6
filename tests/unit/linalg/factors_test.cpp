// Our own triangular factors: what docs/numerics.md says about them, cell by cell, and what they are for.
#include "runtime/linalg/factors.h"

#include <cmath>
#include <cstring>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/linalg/decompositions.h"
#include "runtime/linalg/dense_products.h"
#include "runtime/linalg/linear_systems.h"

using namespace lineal;
using namespace lineal::linalg;

namespace {

using Cells = std::vector<double>;

Cells random_cells(int64_t count, uint64_t seed) {
  Cells cells(static_cast<size_t>(count));
  uint64_t state = seed;
  for (double& cell : cells) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    cell = static_cast<double>(static_cast<int64_t>(state) >> 11) * 0x1p-52;
  }
  return cells;
}

Cells product(ThreadPool& pool, int64_t rows, int64_t columns, int64_t depth, const Cells& a, const Cells& b) {
  Cells c(static_cast<size_t>(rows * columns));
  multiply(pool, Form::kPlain, Form::kPlain, rows, columns, depth, a.data(), b.data(), c.data());
  return c;
}

double largest_difference(const Cells& x, const Cells& y) {
  REQUIRE(x.size() == y.size());
  double largest = 0;
  for (size_t i = 0; i < x.size(); ++i)
    largest = std::max(largest, std::fabs(x[i] - y[i]));
  return largest;
}

/// A cell less the products of the terms before it, block by block of 64: the specification.
double less_terms(double cell, int64_t terms, const double* left, const double* right, int64_t stride) {
  for (int64_t first = 0; first < terms; first += 64) {
    double chain = 0;
    for (int64_t k = first; k < std::min(terms, first + 64); ++k)
      chain = std::fma(left[k], right[k * stride], chain);
    cell -= chain;
  }
  return cell;
}

Cells specified_factors(int64_t n, Cells a) {
  const auto at = [&](int64_t i, int64_t j) -> double& { return a[static_cast<size_t>(i * n + j)]; };
  for (int64_t j = 0; j < n; ++j) {
    // Crout's order: what is above column j's pivot, then what is below it.
    for (int64_t i = 0; i < n; ++i)
      at(i, j) = less_terms(at(i, j), std::min(i, j), &at(i, 0), &at(0, j), n);
    int64_t pivot = j;
    for (int64_t i = j; i < n; ++i) {
      if (std::fabs(at(i, j)) > std::fabs(at(pivot, j))) pivot = i;
    }
    for (int64_t k = 0; k < n; ++k)
      std::swap(at(j, k), at(pivot, k));
    for (int64_t i = j + 1; i < n; ++i)
      at(i, j) /= at(j, j);
  }
  return a;
}

}  // namespace

TEST_CASE("factors are those of the specification") {
  ThreadPool pool(2);
  for (const int64_t n : {1, 2, 5, 63, 64, 65, 130, 200}) {
    CAPTURE(n);
    const Cells a = random_cells(n * n, static_cast<uint64_t>(n));
    Cells factors = a;
    factor_rows(pool, n, factors.data());
    const Cells expected = specified_factors(n, a);
    CHECK(std::memcmp(factors.data(), expected.data(), factors.size() * sizeof(double)) == 0);
  }
}

TEST_CASE("factors multiply to the matrix, solutions fit, inverses invert") {
  ThreadPool pool(3);
  for (const int64_t n : {1, 2, 3, 10, 64, 100, 129, 300}) {
    CAPTURE(n);
    const Cells a = random_cells(n * n, static_cast<uint64_t>(n));
    const double allowed = 1e-13 * static_cast<double>(n * n);
    Cells p(a.size()), lower(a.size()), upper(a.size()), inverse(a.size()), unit(a.size());
    for (int64_t i = 0; i < n; ++i)
      unit[static_cast<size_t>(i * n + i)] = 1;
    REQUIRE(lu(pool, n, a.data(), p.data(), lower.data(), upper.data()).ok());
    CHECK(largest_difference(product(pool, n, n, n, p, a), product(pool, n, n, n, lower, upper)) < allowed);
    REQUIRE(invert(pool, n, a.data(), inverse.data()).ok());
    CHECK(largest_difference(product(pool, n, n, n, a, inverse), unit) < 1e3 * allowed);
    const Cells b = random_cells(n * 3, 7);
    Cells x(b.size());
    REQUIRE(solve_square(pool, n, 3, a.data(), b.data(), x.data()).ok());
    CHECK(largest_difference(product(pool, n, 3, n, a, x), b) < 1e3 * allowed);

    Cells positive(a.size());
    multiply_self(pool, Form::kTransposed, n, n, a.data(), positive.data());
    for (int64_t i = 0; i < n; ++i)
      positive[static_cast<size_t>(i * n + i)] += 1;
    REQUIRE(cholesky(pool, n, positive.data(), lower.data()).ok());
    Cells again(a.size());
    multiply_self(pool, Form::kPlain, n, n, lower.data(), again.data());
    CHECK(largest_difference(again, positive) < allowed);
  }
}

TEST_CASE("what has no factors is told from what has") {
  ThreadPool pool(1);
  const Cells singular = {1, 2, 3, 2, 4, 6, 1, 1, 1};
  Cells out(9);
  CHECK(invert(pool, 3, singular.data(), out.data()).failed_at == 3);
  CHECK(determinant(pool, 3, singular.data()) == 0);
  const Cells exchange = {0, 1, 1, 0};
  CHECK(determinant(pool, 2, exchange.data()) == -1);
  REQUIRE(invert(pool, 2, exchange.data(), out.data()).ok());
  CHECK(out[1] == 1);
  CHECK(determinant(pool, 0, nullptr) == 1);
  const Cells indefinite = {1, 2, 2, 1};
  CHECK(cholesky(pool, 2, indefinite.data(), out.data()).failed_at == 2);
  const Cells nan = {1, NAN, NAN, 1};
  CHECK(cholesky(pool, 2, nan.data(), out.data()).failed_at == 2);
}
