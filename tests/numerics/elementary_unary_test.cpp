// Every elementary function of one argument, by every instruction set, against MPFR in every bit.
#include <cstdio>

#include <catch2/catch.hpp>

#include "tests/numerics/elementary_hard_arguments.inc"
#include "tests/numerics/elementary_oracle.h"

using namespace lineal;

namespace {

std::vector<double> arguments_of(const ElementaryFunction& function, int64_t count) {
  std::vector<double> arguments = special_arguments();
  for (const HardArgument& hard : kHardArguments) {
    if (std::string(function.name) == hard.function) arguments.push_back(hard.x);
  }
  Numbers numbers(2024);
  while (static_cast<int64_t>(arguments.size()) < count) {
    for (const auto& [low, high] : function.ranges) {
      for (int i = 0; i < 6; ++i)
        arguments.push_back(numbers.between(low, high));
    }
    arguments.push_back(numbers.any());
    arguments.push_back(numbers.around_one(60));
    arguments.push_back(numbers.around_one(10));
    arguments.push_back(numbers.around_one(3));
  }
  return arguments;
}

}  // namespace

TEST_CASE("elementary functions are rounded correctly by every instruction set") {
  const InstructionSet before = instruction_set();
  for (const ElementaryFunction& function : elementary_functions()) {
    const std::vector<double> arguments = arguments_of(function, argument_count());
    std::vector<double> expected;
    expected.reserve(arguments.size());
    for (const double x : arguments)
      expected.push_back(oracle(function.oracle, x));
    std::vector<double> got(arguments.size());
    for (const InstructionSet set : available_sets()) {
      REQUIRE(force_instruction_set(set));
      function.loop(arguments.data(), got.data(), static_cast<int64_t>(arguments.size()));
      int64_t wrong = 0;
      for (size_t i = 0; i < arguments.size(); ++i) {
        if (same_bits(got[i], expected[i])) continue;
        if (++wrong <= 5) {
          UNSCOPED_INFO(function.name << " " << name_of(set) << ": " << Catch::Detail::stringify(arguments[i]));
          std::printf("%s %s: f(%a) = %a, not %a\n", function.name, name_of(set).data(), arguments[i], got[i],
                      expected[i]);
        }
      }
      CHECK(wrong == 0);
      for (size_t i = 0; i < arguments.size(); i += 97)
        CHECK(same_bits(function.one(arguments[i]), expected[i]));
    }
    force_instruction_set(before);
  }
}

TEST_CASE("loops over elementary functions keep to their cells, at every length and alignment, in place too") {
  const InstructionSet before = instruction_set();
  for (const InstructionSet set : available_sets()) {
    REQUIRE(force_instruction_set(set));
    for (const ElementaryFunction& function : elementary_functions()) {
      Numbers numbers(7);
      std::vector<double> x(100);
      for (double& cell : x)
        cell = numbers.bits() % 16 == 0 ? numbers.any() : numbers.between(-1, 1);
      for (int64_t start = 0; start < 9; ++start) {
        for (int64_t count = 0; count <= 70; ++count) {
          std::vector<double> out(100, 42.0);
          std::vector<double> in_place = x;
          function.loop(x.data() + start, out.data() + start + 1, count);
          function.loop(in_place.data() + start, in_place.data() + start, count);
          bool right = true;
          for (int64_t i = 0; i < 90; ++i) {
            const auto at = static_cast<size_t>(i);
            const bool inside = i >= start && i < start + count;
            right = right && same_bits(in_place[at], inside ? function.one(x[at]) : x[at]);
            right = right && same_bits(out[at + 1], inside ? in_place[at] : 42.0);
          }
          CHECK(right);
        }
      }
    }
  }
  force_instruction_set(before);
}

TEST_CASE("expm1 and log1p are rounded correctly") {
  Numbers numbers(11);
  for (int i = 0; i < 20000; ++i) {
    const double x = i % 3 == 0 ? numbers.any() : numbers.around_one(60);
    CHECK(same_bits(kernels::expm1(x), oracle(mpfr_expm1, x)));
    CHECK(same_bits(kernels::log1p(x), oracle(mpfr_log1p, x)));
  }
}
