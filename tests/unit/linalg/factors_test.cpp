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

/// A cell of a matrix product over `terms` terms; see products_reference.h for the whole.
double product_cell(int64_t terms, const double* left, int64_t left_stride, const double* right, int64_t right_stride) {
  double cell = 0;
  for (int64_t panel = 0; panel < terms; panel += 4096) {
    double panel_sum = 0;
    for (int64_t block = panel; block < std::min(terms, panel + 4096); block += 256) {
      double sum = 0;
      for (int64_t k = block; k < std::min(terms, block + 256); ++k)
        sum = std::fma(left[k * left_stride], right[k * right_stride], sum);
      panel_sum += sum;
    }
    cell += panel_sum;
  }
  return cell;
}

double chain(int64_t begin, int64_t end, const double* left, int64_t left_stride, const double* right, int64_t stride) {
  double sum = 0;
  for (int64_t k = begin; k < end; ++k)
    sum = std::fma(left[k * left_stride], right[k * stride], sum);
  return sum;
}

void specified_lower(int64_t n, int64_t columns, const Cells& factors, Cells& x) {
  for (int64_t i = 0; i < n; ++i) {
    const int64_t first = i / 64 * 64;
    const double* const row = factors.data() + i * n;
    for (int64_t j = 0; j < columns; ++j) {
      double& cell = x[static_cast<size_t>(i * columns + j)];
      if (first > 0) cell -= product_cell(first, row, 1, x.data() + j, columns);
      if (i > first) cell -= chain(first, i, row, 1, x.data() + j, columns);
    }
  }
}

void specified_upper(int64_t n, int64_t columns, const Cells& factors, Cells& x) {
  for (int64_t i = n - 1; i >= 0; --i) {
    const int64_t next = std::min(n, i / 64 * 64 + 64);
    const double* const row = factors.data() + i * n;
    for (int64_t j = 0; j < columns; ++j) {
      double& cell = x[static_cast<size_t>(i * columns + j)];
      if (next < n) cell -= product_cell(n - next, row + next, 1, x.data() + next * columns + j, columns);
      if (i + 1 < next) cell -= chain(i + 1, next, row, 1, x.data() + j, columns);
      cell /= row[i];
    }
  }
}

Cells specified_cholesky(int64_t n, Cells a) {
  const auto at = [&](int64_t i, int64_t j) -> double& { return a[static_cast<size_t>(i * n + j)]; };
  for (int64_t i = 0; i < n; ++i) {
    const int64_t first = i / 64 * 64;
    for (int64_t j = i; j < n; ++j) {
      if (first > 0) at(i, j) -= product_cell(first, &at(0, i), n, &at(0, j), n);
      if (i > first) at(i, j) -= chain(first, i, &at(0, i), n, &at(0, j), n);
      at(i, j) = j == i ? std::sqrt(at(i, i)) : at(i, j) / at(i, i);
    }
  }
  Cells lower(a.size());
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j <= i; ++j)
      lower[static_cast<size_t>(i * n + j)] = at(j, i);
  }
  return lower;
}

bool same_bits(const Cells& x, const Cells& y) {
  return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
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
    CHECK(same_bits(factors, expected));
  }
}

TEST_CASE("solutions, inverses and Cholesky's factors are those of the specification") {
  ThreadPool pool(2);
  for (const int64_t n : {1, 2, 5, 63, 64, 65, 130, 200, 330}) {
    CAPTURE(n);
    const Cells a = random_cells(n * n, static_cast<uint64_t>(n));
    Cells factors = a;
    const RowFactors order = factor_rows(pool, n, factors.data());
    for (const int64_t columns : {1, 3, 70}) {
      CAPTURE(columns);
      const Cells b = random_cells(n * columns, 9);
      Cells expected(b.size());
      for (int64_t i = 0; i < n; ++i)
        std::copy_n(b.data() + order.source[static_cast<size_t>(i)] * columns, columns, expected.data() + i * columns);
      specified_lower(n, columns, factors, expected);
      specified_upper(n, columns, factors, expected);
      Cells x(b.size());
      REQUIRE(solve_square(pool, n, columns, a.data(), b.data(), x.data()).ok());
      CHECK(same_bits(x, expected));
    }
    Cells unit(a.size());
    for (int64_t i = 0; i < n; ++i)
      unit[static_cast<size_t>(i * n + i)] = 1;
    specified_lower(n, n, factors, unit);
    specified_upper(n, n, factors, unit);
    Cells expected(a.size());
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j < n; ++j)
        expected[static_cast<size_t>(i * n + order.source[static_cast<size_t>(j)])] =
            unit[static_cast<size_t>(i * n + j)];
    }
    Cells inverse(a.size());
    REQUIRE(invert(pool, n, a.data(), inverse.data()).ok());
    CHECK(same_bits(inverse, expected));
    Cells positive(a.size());
    multiply_self(pool, Form::kTransposed, n, n, a.data(), positive.data());
    for (int64_t i = 0; i < n; ++i)
      positive[static_cast<size_t>(i * n + i)] += 1;
    Cells lower(a.size());
    REQUIRE(cholesky(pool, n, positive.data(), lower.data()).ok());
    CHECK(same_bits(lower, specified_cholesky(n, positive)));
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
