// Distances between results: what counts as the same, as near, as another thing.
#include "compiler/driver/audit/audit_difference.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace lineal;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Value row(std::initializer_list<double> cells) {
  NewMatrix block = NewMatrix::dense(1, static_cast<int64_t>(cells.size()));
  std::copy(cells.begin(), cells.end(), block->data());
  return Value::matrix(std::move(block));
}

}  // namespace

TEST_CASE("differences are relative above one and absolute below") {
  const double nan = std::nan("");
  CHECK(largest_difference(row({1, 2}), row({1, 2})) == 0);
  CHECK(largest_difference(row({0.25, 0}), row({0.5, 0})) == 0.25);
  CHECK(largest_difference(row({100, 0}), row({200, 0})) == 0.5);
  CHECK(largest_difference(row({nan, kInfinity}), row({nan, kInfinity})) == 0);
  CHECK(largest_difference(row({nan}), row({1})) == kInfinity);
  CHECK(largest_difference(row({kInfinity}), row({-kInfinity})) == kInfinity);
  CHECK(largest_difference(row({1, 2}), row({1})) == kInfinity);
  CHECK(largest_difference(row({1}), Value::real(1)) == kInfinity);
  CHECK(largest_difference(Value::integer(4), Value::real(2)) == 0.5);
  CHECK(largest_difference(Value::string("a"), Value::string("a")) == 0);
  CHECK(largest_difference(Value::string("a"), Value::string("b")) == kInfinity);
}

TEST_CASE("sparse matrices are compared by their entries") {
  const auto one_entry = [](int64_t column, double value) {
    return Value::matrix(
        NewMatrix::sparse(2, 1000000000000, {.offsets = {0, 1, 1}, .columns = {column}, .values = {value}}));
  };
  const Value nothing = Value::matrix(NewMatrix::zero(2, 1000000000000));
  CHECK(largest_difference(nothing, nothing) == 0);
  CHECK(largest_difference(one_entry(7, 2), nothing) == 1);
  CHECK(largest_difference(nothing, one_entry(7, 2)) == 1);
  CHECK(largest_difference(one_entry(7, 2), one_entry(7, 4)) == 0.5);
  CHECK(largest_difference(one_entry(7, 2), one_entry(8, 2)) == 1);
}
