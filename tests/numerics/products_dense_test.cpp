// Dense products against the specification, bit for bit: every form, every instruction set, several numbers of threads.
#include <algorithm>

#include "runtime/linalg/dense_products.h"
#include "tests/numerics/products_reference.h"

namespace lineal::numerics {
namespace {

using linalg::Form;
using linalg::Sign;

constexpr Form kForms[] = {Form::kPlain, Form::kTransposed};
constexpr uint64_t kSeed = 20240611;

/// Reports a difference with what is needed to see it again.
void check(const std::string& form, const Shape& s, int64_t number, int threads, const Cells& expected,
           const Cells& actual) {
  const std::string found = difference(expected, actual);
  if (found.empty()) return;
  FAIL_CHECK(form << " with " << std::string(name_of(instruction_set())) << ", " << threads << " threads, seed "
                  << kSeed << ", shape " << number << ": " << s.rows << "x" << s.depth << " times " << s.depth << "x"
                  << s.columns << ": " << found);
}

void check_forms(Pools& pools, int64_t number, const Shape& s, const Cells& a, const Cells& b) {
  const Cells expected = reference(s, a, b);
  const Cells a_flipped = transposed(s.rows, s.depth, a);
  const Cells b_flipped = transposed(s.depth, s.columns, b);
  under_each_instruction_set([&] {
    for (const Form left : kForms) {
      for (const Form right : kForms) {
        ThreadPool& pool = pools.next();
        Cells c(expected.size(), -7.0);
        multiply(pool, left, right, s.rows, s.columns, s.depth, (left == Form::kPlain ? a : a_flipped).data(),
                 (right == Form::kPlain ? b : b_flipped).data(), c.data());
        check(cat(left == Form::kPlain ? "A" : "t(A)", right == Form::kPlain ? " B" : " t(B)"), s, number,
              pool.threads(), expected, c);
      }
    }
  });
}

TEST_CASE("dense products have the specified bits", "[numerics]") {
  Random random(kSeed);
  Pools pools;
  for (int64_t number = 0; number < 2400; ++number) {
    const Shape s = random_shape(random, number % 100 == 0 ? 6'000'000 : 40'000);
    const Content content = random_content(random);
    const Cells a = random_cells(random, s.rows * s.depth, content);
    const Cells b = random_cells(random, s.depth * s.columns, content);
    check_forms(pools, number, s, a, b);
  }
}

TEST_CASE("products with vectors have the specified bits", "[numerics]") {
  Random random(kSeed + 1);
  Pools pools;
  for (int64_t number = 0; number < 2100; ++number) {
    Shape s = random_shape(random, number % 50 == 0 ? 400'000 : 20'000);
    (number % 2 == 0 ? s.rows : s.columns) = 1;
    if (number % 7 == 0) s.rows = s.columns = 1;
    const Content content = random_content(random);
    const Cells a = random_cells(random, s.rows * s.depth, content);
    const Cells b = random_cells(random, s.depth * s.columns, content);
    check_forms(pools, number, s, a, b);
  }
}

TEST_CASE("products of a matrix with itself have the specified bits", "[numerics]") {
  Random random(kSeed + 2);
  Pools pools;
  for (int64_t number = 0; number < 2100; ++number) {
    Shape s = random_shape(random, number % 100 == 0 ? 3'000'000 : 40'000);
    s.rows = s.columns = std::min(s.rows, s.columns);
    const Cells x = random_cells(random, s.rows * s.depth, random_content(random));
    const Cells flipped = transposed(s.rows, s.depth, x);
    const Cells expected = reference(s, x, flipped);
    under_each_instruction_set([&] {
      ThreadPool& pool = pools.next();
      Cells c(expected.size(), -7.0);
      multiply_self(pool, Form::kPlain, s.rows, s.depth, x.data(), c.data());
      check("X t(X)", s, number, pool.threads(), expected, c);
      std::fill(c.begin(), c.end(), -7.0);
      multiply_self(pool, Form::kTransposed, s.depth, s.rows, flipped.data(), c.data());
      check("t(X) X", s, number, pool.threads(), expected, c);
    });
  }
}

TEST_CASE("adding a product has the specified bits and spares the gaps", "[numerics]") {
  Random random(kSeed + 3);
  Pools pools;
  for (int64_t number = 0; number < 2100; ++number) {
    const Shape s = random_shape(random, number % 100 == 0 ? 3'000'000 : 30'000);
    const Content content = random_content(random);
    const Cells a = random_cells(random, s.rows * s.depth, content);
    const Cells b = random_cells(random, s.depth * s.columns, content);
    const Cells before = random_cells(random, s.rows * s.columns, content);
    const Cells product = reference(s, a, b);
    const int64_t gap = below(random, 4);
    const Form left = kForms[below(random, 2)];
    const Form right = kForms[below(random, 2)];
    const bool a_plain = left == Form::kPlain;
    const bool b_plain = right == Form::kPlain;
    const Cells a_stored =
        a_plain ? spread(s.rows, s.depth, gap, a) : spread(s.depth, s.rows, gap, transposed(s.rows, s.depth, a));
    const Cells b_stored = b_plain ? spread(s.depth, s.columns, gap, b)
                                   : spread(s.columns, s.depth, gap, transposed(s.depth, s.columns, b));
    for (const Sign sign : {Sign::kPlus, Sign::kMinus}) {
      Cells after(before.size());
      for (size_t i = 0; i < after.size(); ++i)
        after[i] = cell_result(sign == Sign::kPlus ? before[i] + product[i] : before[i] - product[i]);
      const Cells expected = spread(s.rows, s.columns, gap, after);
      under_each_instruction_set([&] {
        ThreadPool& pool = pools.next();
        Cells c = spread(s.rows, s.columns, gap, before);
        multiply_add(pool, left, right, s.rows, s.columns, s.depth, sign, a_stored.data(),
                     (a_plain ? s.depth : s.rows) + gap, b_stored.data(), (b_plain ? s.columns : s.depth) + gap,
                     c.data(), s.columns + gap);
        check(sign == Sign::kPlus ? "C + op(A) op(B)" : "C - op(A) op(B)", s, number, pool.threads(), expected, c);
      });
    }
  }
}

TEST_CASE("large products have the same bits on any number of threads", "[numerics]") {
  Random random(kSeed + 4);
  const Shape shapes[] = {{300, 250, 270}, {1100, 40, 257}, {40, 2100, 258}, {45, 50, 13000},
                          {25, 9, 40000},  {7, 300, 9000},  {530, 90, 130},  {2, 1300, 5000}};
  int64_t number = 0;
  for (const Shape& s : shapes) {
    const Cells a = random_cells(random, s.rows * s.depth, Content::kFinite);
    const Cells b = random_cells(random, s.depth * s.columns, Content::kFinite);
    const Cells expected = reference(s, a, b);
    const Cells a_flipped = transposed(s.rows, s.depth, a);
    const Shape square{s.rows, s.rows, s.depth};
    const bool self = s.rows <= 530;
    const Cells expected_self = self ? reference(square, a, a_flipped) : Cells();
    ++number;
    under_each_instruction_set([&] {
      for (const int threads : {1, 2, 3, 7}) {
        ThreadPool pool(threads);
        Cells c(expected.size(), -7.0);
        multiply(pool, Form::kPlain, Form::kPlain, s.rows, s.columns, s.depth, a.data(), b.data(), c.data());
        check("A B", s, number, threads, expected, c);
        multiply(pool, Form::kTransposed, Form::kPlain, s.rows, s.columns, s.depth, a_flipped.data(), b.data(),
                 c.data());
        check("t(A) B", s, number, threads, expected, c);
        if (!self) continue;
        Cells own(expected_self.size(), -7.0);
        multiply_self(pool, Form::kTransposed, s.depth, s.rows, a_flipped.data(), own.data());
        check("t(X) X", square, number, threads, expected_self, own);
      }
    });
  }
}

}  // namespace
}  // namespace lineal::numerics
