// Products with compressed sparse rows against the specification, bit for bit: stored cells alone give terms, and for
// finite cells that makes no difference to dense products.
#include <algorithm>

#include "runtime/linalg/sparse_products.h"
#include "tests/numerics/products_reference.h"

namespace lineal::numerics {
namespace {

using linalg::SparseArrays;

constexpr uint64_t kSeed = 77001;

/// A matrix of which some cells are stored; the others are 0 in `cells`.
struct Sparse {
  int64_t rows = 0;
  int64_t columns = 0;
  Cells cells;
  std::vector<bool> stored;
  SparseArrays arrays;

  linalg::SparseView view() const { return arrays.view(rows, columns); }
  bool has(int64_t r, int64_t c) const { return stored[static_cast<size_t>(r * columns + c)]; }
  double at(int64_t r, int64_t c) const { return cells[static_cast<size_t>(r * columns + c)]; }
};

Sparse random_sparse(Random& random, int64_t rows, int64_t columns, Content content) {
  constexpr int64_t kShares[] = {0, 2, 20, 100, 400, 1000};
  const int64_t share = kShares[below(random, std::size(kShares))];
  Sparse x{rows, columns, random_cells(random, rows * columns, content), {}, {}};
  x.arrays.offsets.push_back(0);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) {
      double& cell = x.cells[static_cast<size_t>(r * columns + c)];
      const bool keeps = below(random, 1000) < share && cell != 0;
      x.stored.push_back(keeps);
      if (!keeps) {
        cell = 0;
        continue;
      }
      x.arrays.indices.push_back(c);
      x.arrays.values.push_back(cell);
    }
    x.arrays.offsets.push_back(static_cast<int64_t>(x.arrays.indices.size()));
  }
  return x;
}

Cells dense_of(int64_t rows, int64_t columns, const SparseArrays& arrays) {
  Cells out(static_cast<size_t>(rows * columns));
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t e = arrays.offsets[static_cast<size_t>(r)]; e < arrays.offsets[static_cast<size_t>(r) + 1]; ++e)
      out[static_cast<size_t>(r * columns + arrays.indices[static_cast<size_t>(e)])] =
          arrays.values[static_cast<size_t>(e)];
  }
  return out;
}

/// The cell over the terms k that `stored(k)` allows: the others are +0, which changes no sum.
template <class Stored, class Left, class Right>
double sparse_cell(int64_t depth, const Stored& stored, const Left& left, const Right& right) {
  return cell_of(
      depth, [&](int64_t k) { return stored(k) ? left(k) : 0.0; },
      [&](int64_t k) { return stored(k) ? right(k) : 0.0; });
}

template <class Cell>
Cells cells_of(int64_t rows, int64_t columns, const Cell& cell) {
  Cells out;
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c)
      out.push_back(cell(r, c));
  }
  return out;
}

void check(const char* form, const Shape& s, int64_t number, int threads, const Cells& expected, const Cells& actual) {
  const std::string found = difference(expected, actual);
  if (found.empty()) return;
  FAIL_CHECK(form << " with " << std::string(name_of(instruction_set())) << ", " << threads << " threads, seed "
                  << kSeed << ", shape " << number << ": " << s.rows << "x" << s.depth << " times " << s.depth << "x"
                  << s.columns << ": " << found);
}

struct Case {
  int64_t number;
  Shape shape;
  Content content;
};

template <class Body>
void for_cases(uint64_t seed, const Body& body) {
  Random random(seed);
  Pools pools;
  for (int64_t number = 0; number < 2100; ++number) {
    Case one{number, random_shape(random, number % 100 == 0 ? 300'000 : 20'000), random_content(random)};
    if (number % 8 == 0) one.shape.rows = 1;
    if (number % 8 == 1) one.shape.columns = 1;
    body(random, pools, one);
  }
}

TEST_CASE("sparse times dense has the specified bits", "[numerics]") {
  for_cases(kSeed, [](Random& random, Pools& pools, const Case& one) {
    const Shape& s = one.shape;
    const Sparse a = random_sparse(random, s.rows, s.depth, one.content);
    const Cells b = random_cells(random, s.depth * s.columns, one.content);
    const Cells expected = cells_of(s.rows, s.columns, [&](int64_t i, int64_t j) {
      return sparse_cell(
          s.depth, [&](int64_t k) { return a.has(i, k); }, [&](int64_t k) { return a.at(i, k); },
          [&](int64_t k) { return b[static_cast<size_t>(k * s.columns + j)]; });
    });
    if (one.content != Content::kRare) check("specification", s, one.number, 1, reference(s, a.cells, b), expected);
    const SparseArrays flipped = transpose_sparse(a.view());
    under_each_instruction_set([&] {
      ThreadPool& pool = pools.next();
      Cells c(expected.size(), -7.0);
      multiply_sparse_dense(pool, a.view(), s.columns, b.data(), c.data());
      check("sparse dense", s, one.number, pool.threads(), expected, c);
      std::fill(c.begin(), c.end(), -7.0);
      multiply_transposed_sparse_dense(pool, flipped.view(s.depth, s.rows), s.columns, b.data(), c.data());
      check("t(sparse) dense", s, one.number, pool.threads(), expected, c);
    });
  });
}

TEST_CASE("dense times sparse has the specified bits", "[numerics]") {
  for_cases(kSeed + 1, [](Random& random, Pools& pools, const Case& one) {
    const Shape& s = one.shape;
    const Cells a = random_cells(random, s.rows * s.depth, one.content);
    const Sparse b = random_sparse(random, s.depth, s.columns, one.content);
    const Cells expected = cells_of(s.rows, s.columns, [&](int64_t i, int64_t j) {
      return sparse_cell(
          s.depth, [&](int64_t k) { return b.has(k, j); },
          [&](int64_t k) { return a[static_cast<size_t>(i * s.depth + k)]; }, [&](int64_t k) { return b.at(k, j); });
    });
    under_each_instruction_set([&] {
      ThreadPool& pool = pools.next();
      Cells c(expected.size(), -7.0);
      multiply_dense_sparse(pool, s.rows, a.data(), b.view(), c.data());
      check("dense sparse", s, one.number, pool.threads(), expected, c);
    });
  });
}

TEST_CASE("sparse times sparse has the specified bits", "[numerics]") {
  for_cases(kSeed + 2, [](Random& random, Pools& pools, const Case& one) {
    const Shape& s = one.shape;
    const Sparse a = random_sparse(random, s.rows, s.depth, one.content);
    const Sparse b = random_sparse(random, s.depth, s.columns, one.content);
    const Cells expected = cells_of(s.rows, s.columns, [&](int64_t i, int64_t j) {
      return sparse_cell(
          s.depth, [&](int64_t k) { return a.has(i, k) && b.has(k, j); }, [&](int64_t k) { return a.at(i, k); },
          [&](int64_t k) { return b.at(k, j); });
    });
    if (one.content != Content::kRare)
      check("specification", s, one.number, 1, reference(s, a.cells, b.cells), expected);
    under_each_instruction_set([&] {
      ThreadPool& pool = pools.next();
      const SparseArrays c = multiply_sparse(pool, a.view(), b.view());
      bool tidy = static_cast<int64_t>(c.offsets.size()) == s.rows + 1;
      for (const double value : c.values)
        tidy = tidy && value != 0;
      for (int64_t r = 0; tidy && r < s.rows; ++r) {
        const auto begin = c.indices.begin() + c.offsets[static_cast<size_t>(r)];
        const auto end = c.indices.begin() + c.offsets[static_cast<size_t>(r) + 1];
        tidy = std::is_sorted(begin, end) && std::adjacent_find(begin, end) == end;
      }
      REQUIRE(tidy);
      check("sparse sparse", s, one.number, pool.threads(), expected, dense_of(s.rows, s.columns, c));
    });
  });
}

}  // namespace
}  // namespace lineal::numerics
