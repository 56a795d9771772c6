// seq(): lengths, values, errors, inference.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/random/random_call.h"

namespace lineal::random_tests {
namespace {

std::vector<double> seq(double from, double to, double step) {
  Bench bench;
  return cells(bench.run("seq", {{"from", number(from)}, {"to", number(to)}, {"incr", number(step)}}));
}
std::string failure(double from, double to, double step) {
  Bench bench;
  return bench.error("seq", {{"from", number(from)}, {"to", number(to)}, {"incr", number(step)}});
}

TEST_CASE("seq includes both ends and counts by repeated addition") {
  CHECK(seq(1, 5, 1) == std::vector<double>{1, 2, 3, 4, 5});
  CHECK(seq(1, 6, 2) == std::vector<double>{1, 3, 5});
  CHECK(seq(3, 3, -2) == std::vector<double>{3});
  CHECK(seq(-1, -2, -0.5) == std::vector<double>{-1, -1.5, -2});
  Bench bench;
  CHECK(cells(bench.run("seq", {{"from", whole(4)}, {"to", whole(2)}})) == std::vector<double>{4, 3, 2});
  // As SystemDS prints seq(0.1, 1, 0.1): the sum of ten 0.1 is not 1, and yet the last value is there.
  const std::vector<double> tenths = seq(0.1, 1, 0.1);
  REQUIRE(tenths.size() == 10);
  CHECK(tenths[2] == 0.30000000000000004);
  CHECK(tenths[9] == 0.9999999999999999);
}

TEST_CASE("an increment of 1 counts down when the end is below") {
  CHECK(seq(5, 3, 1) == std::vector<double>{5, 4, 3});
  CHECK(failure(5, 3, 2) != "no error");
}

TEST_CASE("seq refuses what never arrives") {
  const std::string wrong = "seq: the increment does not lead from the first to the last value: ";
  CHECK(failure(1, 5, 0) == wrong + "from=1, to=5, incr=0");
  CHECK(failure(1, 1, 0) == wrong + "from=1, to=1, incr=0");
  CHECK(failure(1, 5, -1) == wrong + "from=1, to=5, incr=-1");
  CHECK(failure(1, std::nan(""), 1) == "seq: arguments must be finite: from=1, to=nan, incr=1");
  CHECK(failure(1, std::numeric_limits<double>::infinity(), 1) ==
        "seq: arguments must be finite: from=1, to=inf, incr=1");
  CHECK(failure(0, 1e300, 1) == "seq: too many values: from=0, to=1e+300, incr=1");
  CHECK(failure(0, 1, 1e-320) != "no error");
  CHECK(failure(-1e308, 1e308, 1e300) == "no error");
}

TEST_CASE("the length of a sequence is inferred from known numbers") {
  const OpDef& op = *operators().find("seq");
  const auto rows = [&](double from, double to, double step) {
    const std::vector<ValueInfo> in = {ValueInfo::of_number(ValueKind::kInt, from),
                                       ValueInfo::of_number(ValueKind::kInt, to),
                                       ValueInfo::of_number(ValueKind::kInt, step)};
    ValueInfo out;
    op.infer(op, in, {&out, 1});
    CHECK(out.columns == 1);
    return out.rows;
  };
  CHECK(rows(1, 10, 1) == 10);
  CHECK(rows(10, 1, 1) == 10);
  CHECK(rows(1, 10, -1) == -1);
  CHECK(rows(1, 10, 0) == -1);
  CHECK(rows(0, 1e300, 1) == -1);
}

}  // namespace
}  // namespace lineal::random_tests
