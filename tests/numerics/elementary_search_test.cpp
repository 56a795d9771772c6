// Looks for arguments whose results lie next to the middle of two doubles, the hard ones to round. Not run by default:
// it writes elementary_hard_arguments.inc. LINEAL_ARGUMENTS sets how many arguments it looks at.
//
//     LINEAL_ARGUMENTS=2000000 build/release/bin/test_numerics "[.search]" | grep '^    {"'
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <catch2/catch.hpp>

#include "tests/numerics/elementary_oracle.h"

using namespace lineal;

namespace {

constexpr size_t kKept = 12;

struct Found {
  double distance;
  double x;
  double y;
};

/// How far a number with more bits lies from the middle of the two doubles beside it, in units of the last bit.
double distance_to_middle(mpfr_t exact) {
  if (!mpfr_regular_p(exact) || mpfr_get_exp(exact) < -1020 || mpfr_get_exp(exact) > 1023) return 1;
  MPFR_DECL_INIT(rest, kOraclePrecision);
  const double near = mpfr_get_d(exact, MPFR_RNDZ);
  mpfr_sub_d(rest, exact, near, MPFR_RNDN);
  mpfr_abs(rest, rest, MPFR_RNDN);
  mpfr_mul_2si(rest, rest, 53 - mpfr_get_exp(exact), MPFR_RNDN);
  mpfr_sub_d(rest, rest, 0.5, MPFR_RNDN);
  return std::fabs(mpfr_get_d(rest, MPFR_RNDN));
}

void keep(std::vector<Found>& found, const Found& candidate) {
  if (candidate.distance == 0 || (found.size() == kKept && candidate.distance >= found.back().distance)) return;
  found.push_back(candidate);
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.distance < b.distance; });
  if (found.size() > kKept) found.pop_back();
}

}  // namespace

TEST_CASE("search for arguments that are hard to round", "[.search]") {
  MPFR_DECL_INIT(argument, 53);
  MPFR_DECL_INIT(exponent, 53);
  MPFR_DECL_INIT(result, kOraclePrecision);
  Numbers numbers(31);
  for (const ElementaryFunction& function : elementary_functions()) {
    std::vector<Found> found;
    for (int64_t i = 0; i < argument_count(); ++i) {
      const auto& [low, high] = function.ranges[numbers.bits() % function.ranges.size()];
      const double x = i % 4 == 0 ? numbers.around_one(9) : numbers.between(low, high);
      mpfr_set_d(argument, x, MPFR_RNDN);
      function.oracle(result, argument, MPFR_RNDN);
      // Results that are next to the argument or to 1 are easy however near a middle they lie.
      if (std::fabs(x) > 1e-3) keep(found, {distance_to_middle(result), x, 0});
    }
    for (const Found& hard : found)
      std::printf("    {\"%s\", %a, 0},  // 2^%.1f\n", function.name, hard.x, std::log2(hard.distance));
  }
  std::vector<Found> found;
  for (int64_t i = 0; i < argument_count(); ++i) {
    const double x = i % 2 == 0 ? numbers.between(0, 3) : numbers.between(0, 1000);
    const double y = i % 3 == 0 ? 1.7 : numbers.between(-8, 8);
    mpfr_set_d(argument, x, MPFR_RNDN);
    mpfr_set_d(exponent, y, MPFR_RNDN);
    mpfr_pow(result, argument, exponent, MPFR_RNDN);
    keep(found, {distance_to_middle(result), x, y});
  }
  for (const Found& hard : found)
    std::printf("    {\"pow\", %a, %a},  // 2^%.1f\n", hard.x, hard.y, std::log2(hard.distance));
}
