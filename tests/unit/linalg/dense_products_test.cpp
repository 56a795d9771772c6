// One product, one sequence of bits: every form, every number of threads; values against exact integer sums.
#include "runtime/linalg/dense_products.h"

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/linalg/matrix_vector.h"
#include "runtime/linalg/transpose.h"

namespace lineal::linalg {
namespace {

using Cells = std::vector<double>;

struct Shape {
  int64_t rows, columns, depth;
};

Cells random_cells(std::mt19937_64& random, int64_t count) {
  std::normal_distribution<double> normal;
  Cells cells(static_cast<size_t>(count));
  for (double& cell : cells)
    cell = normal(random);
  return cells;
}

Cells flipped(int64_t rows, int64_t columns, const Cells& x) {
  Cells out(x.size());
  transpose(rows, columns, x.data(), out.data());
  return out;
}

bool same_bits(const Cells& a, const Cells& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

Cells product(ThreadPool& pool, Form left, Form right, Shape s, const Cells& a, const Cells& b) {
  Cells c(static_cast<size_t>(s.rows * s.columns), -7.0);
  multiply(pool, left, right, s.rows, s.columns, s.depth, a.data(), b.data(), c.data());
  return c;
}

std::vector<Shape> shapes(std::mt19937_64& random) {
  std::vector<Shape> out = {
      {0, 3, 2},      {3, 0, 2},      {3, 2, 0},      {1, 1, 0},      {1, 1, 1},       {1, 1, 5000},   {2, 2, 2},
      {3, 1, 7},      {1, 3, 7},      {5, 4, 3},      {17, 13, 2049}, {64, 48, 300},   {2, 3, 9000},   {1, 300, 3000},
      {300, 1, 3000}, {513, 70, 257}, {601, 530, 65}, {3, 1, 40000},  {30, 101, 6200}, {9, 530, 4100}, {8, 27, 70000}};
  const auto below = [&](int64_t limit) { return static_cast<int64_t>(random() % static_cast<uint64_t>(limit)); };
  for (int i = 0; i < 150; ++i)
    out.push_back({1 + below(40), 1 + below(40), 1 + below(400)});
  for (int i = 0; i < 12; ++i)
    out.push_back({1 + below(220), 1 + below(220), 1 + below(5000)});
  return out;
}

TEST_CASE("every form of a product has the same bits", "[linalg]") {
  std::mt19937_64 random(3);
  ThreadPool one(1);
  ThreadPool two(2);
  ThreadPool three(3);
  for (const Shape& s : shapes(random)) {
    const Cells a = random_cells(random, s.rows * s.depth);
    const Cells b = random_cells(random, s.depth * s.columns);
    const Cells a_flipped = flipped(s.rows, s.depth, a);
    const Cells b_flipped = flipped(s.depth, s.columns, b);
    const Cells plain = product(one, Form::kPlain, Form::kPlain, s, a, b);
    INFO(s.rows << "x" << s.depth << " times " << s.depth << "x" << s.columns);
    CHECK(same_bits(plain, product(two, Form::kPlain, Form::kPlain, s, a, b)));
    CHECK(same_bits(plain, product(three, Form::kPlain, Form::kPlain, s, a, b)));
    CHECK(same_bits(plain, product(two, Form::kTransposed, Form::kPlain, s, a_flipped, b)));
    CHECK(same_bits(plain, product(two, Form::kPlain, Form::kTransposed, s, a, b_flipped)));
    CHECK(same_bits(plain, product(two, Form::kTransposed, Form::kTransposed, s, a_flipped, b_flipped)));
    // t(A B) = t(B) t(A), bit for bit.
    const Shape other{s.columns, s.rows, s.depth};
    CHECK(same_bits(flipped(s.rows, s.columns, plain),
                    product(two, Form::kPlain, Form::kPlain, other, b_flipped, a_flipped)));
  }
}

TEST_CASE("a product with itself has the bits of the general product", "[linalg]") {
  std::mt19937_64 random(4);
  ThreadPool one(1);
  ThreadPool three(3);
  for (const Shape& s : shapes(random)) {
    const Cells x = random_cells(random, s.depth * s.columns);
    const Cells x_flipped = flipped(s.depth, s.columns, x);
    INFO("X is " << s.depth << "x" << s.columns);
    for (ThreadPool* pool : {&one, &three}) {
      Cells left(static_cast<size_t>(s.columns * s.columns), -7.0);
      multiply_self(*pool, Form::kTransposed, s.depth, s.columns, x.data(), left.data());
      const Shape square{s.columns, s.columns, s.depth};
      CHECK(same_bits(left, product(one, Form::kPlain, Form::kPlain, square, x_flipped, x)));
      Cells right(left.size(), -7.0);
      multiply_self(*pool, Form::kPlain, s.columns, s.depth, x_flipped.data(), right.data());
      CHECK(same_bits(left, right));
    }
  }
}

TEST_CASE("a row or column of a product does not depend on the others", "[linalg]") {
  std::mt19937_64 random(5);
  ThreadPool pool(2);
  for (const int64_t size : {2, 3, 5, 11, 23, 47, 95}) {
    const Shape whole{size, size, 333};
    const Cells a = random_cells(random, size * 333);
    const Cells b = random_cells(random, 333 * size);
    const Cells c = product(pool, Form::kPlain, Form::kPlain, whole, a, b);
    for (int64_t rows = 1; rows <= size; ++rows) {
      const Cells part = product(pool, Form::kPlain, Form::kPlain, {rows, size, 333}, a, b);
      INFO(rows << " of " << size);
      CHECK(std::memcmp(part.data(), c.data(), part.size() * sizeof(double)) == 0);
    }
  }
}

TEST_CASE("products of small integers are exact", "[linalg]") {
  std::mt19937_64 random(6);
  ThreadPool pool(2);
  for (const Shape& s : shapes(random)) {
    Cells a(static_cast<size_t>(s.rows * s.depth));
    Cells b(static_cast<size_t>(s.depth * s.columns));
    for (double& cell : a)
      cell = static_cast<double>(static_cast<int>(random() % 19) - 9);
    for (double& cell : b)
      cell = static_cast<double>(static_cast<int>(random() % 19) - 9);
    const Cells c = product(pool, Form::kPlain, Form::kPlain, s, a, b);
    bool right = true;
    for (int64_t i = 0; i < s.rows; ++i) {
      for (int64_t j = 0; j < s.columns; ++j) {
        int64_t sum = 0;
        for (int64_t k = 0; k < s.depth; ++k)
          sum +=
              static_cast<int64_t>(a[static_cast<size_t>(i * s.depth + k)] * b[static_cast<size_t>(k * s.columns + j)]);
        right = right && c[static_cast<size_t>(i * s.columns + j)] == static_cast<double>(sum);
      }
    }
    INFO(s.rows << "x" << s.depth << " times " << s.depth << "x" << s.columns);
    CHECK(right);
  }
}

}  // namespace
}  // namespace lineal::linalg
