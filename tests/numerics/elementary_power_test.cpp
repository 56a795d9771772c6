// Powers by every instruction set, against MPFR in every bit.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <catch2/catch.hpp>

#include "tests/numerics/elementary_hard_arguments.inc"
#include "tests/numerics/elementary_oracle.h"

using namespace lineal;

namespace {

struct Question {
  double x;
  double y;
};

/// Small whole numbers and fractions, whose powers are exact or lie in the middle of two doubles more often than
/// others.
void add_exact(std::vector<Question>& questions, Numbers& numbers, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    const auto power = static_cast<double>(numbers.bits() % 12);
    // A base of 53 / power bits or one more gives powers of 53 or 54 bits.
    const auto bits = power < 2 ? 20 : static_cast<int>(54 / power) + static_cast<int>(numbers.bits() % 2);
    const auto base = static_cast<double>((numbers.bits() >> (64 - bits)) | 1) * 0x1p-8;
    questions.push_back({numbers.bits() % 4 == 0 ? -base : base, power});
    // Roots of squares and fourth powers.
    const auto small = static_cast<double>(numbers.bits() >> 51);
    questions.push_back({small * small * small * small, 0.25 * static_cast<double>(1 + numbers.bits() % 7)});
    questions.push_back({static_cast<double>(numbers.bits() >> 38) * static_cast<double>(1 + numbers.bits() % 3), 1.5});
  }
}

std::vector<Question> questions(int64_t count) {
  std::vector<Question> all;
  for (const double x : special_arguments()) {
    for (const double y : {0.0,
                           -0.0,
                           0.5,
                           -0.5,
                           1.0,
                           -1.0,
                           2.0,
                           3.0,
                           -3.0,
                           1.7,
                           1e300,
                           -1e300,
                           0x1p53,
                           0x1p52 + 1,
                           0x1p51 + 1,
                           0x1p50 + 1,
                           0x1p49 + 1,
                           1e-300,
                           0x1p-1074,
                           std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(),
                           kCanonicalNan}) {
      all.push_back({x, y});
    }
  }
  for (const HardArgument& hard : kHardArguments) {
    if (std::string(hard.function) == "pow") all.push_back({hard.x, hard.y});
  }
  Numbers numbers(99);
  add_exact(all, numbers, count / 20);
  while (static_cast<int64_t>(all.size()) < count) {
    all.push_back({numbers.between(0, 3), numbers.between(-5, 5)});
    all.push_back({numbers.between(0, 1000), 1.7});
    all.push_back({numbers.between(-3, 3), static_cast<double>(numbers.bits() % 20) - 10});
    all.push_back({numbers.between(0.9, 1.1), numbers.between(-10000, 10000)});
    all.push_back({numbers.between(0.999, 1.001), numbers.between(-1e6, 1e6)});
    all.push_back({numbers.around_one(1022), numbers.around_one(8)});
    all.push_back({std::bit_cast<double>(numbers.bits() >> 1), numbers.between(-1.1, 1.1)});
    all.push_back({numbers.around_one(3), numbers.around_one(60)});
    all.push_back({2.0, numbers.between(-1080, 1030)});
    all.push_back({10.0, static_cast<double>(numbers.bits() % 700) - 350});
    all.push_back({numbers.any(), numbers.any()});
  }
  return all;
}

}  // namespace

TEST_CASE("powers are rounded correctly by every instruction set") {
  const std::vector<Question> all = questions(argument_count() * 2);
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> expected;
  for (const Question& question : all) {
    x.push_back(question.x);
    y.push_back(question.y);
    expected.push_back(power_oracle(question.x, question.y));
  }
  const InstructionSet before = instruction_set();
  std::vector<double> got(all.size());
  for (const InstructionSet set : available_sets()) {
    REQUIRE(force_instruction_set(set));
    kernels::pow(x.data(), y.data(), got.data(), static_cast<int64_t>(all.size()));
    int64_t wrong = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      if (same_bits(got[i], expected[i])) continue;
      if (++wrong <= 5) std::printf("%s: %a ^ %a = %a, not %a\n", name_of(set).data(), x[i], y[i], got[i], expected[i]);
    }
    CHECK(wrong == 0);
    wrong = 0;
    for (size_t i = 0; i < all.size(); i += 3) {
      double moved[3];
      kernels::pow(&x[i], y[i], &moved[0], 1);
      kernels::pow(x[i], &y[i], &moved[1], 1);
      moved[2] = kernels::pow(x[i], y[i]);
      for (const double cell : moved) {
        if (same_bits(cell, expected[i])) continue;
        if (++wrong <= 5)
          std::printf("%s, one number: %a ^ %a = %a, not %a\n", name_of(set).data(), x[i], y[i], cell, expected[i]);
      }
    }
    CHECK(wrong == 0);
  }
  force_instruction_set(before);
}

TEST_CASE("powers to one exponent of any size are rounded correctly") {
  const InstructionSet before = instruction_set();
  Numbers numbers(41);
  for (const double y : {-3.0, 1.7, 3.0, 20.5, -63.0, 64.5, 100.0, -250.0, 360.0, 2049.0, 1e5}) {
    // Bases whose powers are finite, negative ones and some of any size.
    const double reach = std::min(0.9, 600 / std::abs(y));
    std::vector<double> x(2000);
    std::vector<double> expected(x.size());
    for (size_t i = 0; i < x.size(); ++i) {
      x[i] = i % 50 == 7 ? numbers.any() : 1 + numbers.between(-reach, reach);
      if (i % 90 == 3) x[i] = -x[i];
      expected[i] = power_oracle(x[i], y);
    }
    for (const InstructionSet set : available_sets()) {
      REQUIRE(force_instruction_set(set));
      std::vector<double> got(x.size());
      kernels::pow(x.data(), y, got.data(), static_cast<int64_t>(x.size()));
      int64_t wrong = 0;
      for (size_t i = 0; i < x.size(); ++i)
        wrong += same_bits(got[i], expected[i]) ? 0 : 1;
      INFO(name_of(set) << ", exponent " << y);
      CHECK(wrong == 0);
    }
  }
  force_instruction_set(before);
}

TEST_CASE("loops over powers keep to their cells, at every length and alignment, in place too") {
  const InstructionSet before = instruction_set();
  Numbers numbers(5);
  std::vector<double> x(100);
  std::vector<double> y(100);
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = i % 16 == 7 ? numbers.any() : numbers.between(0, 3);
    y[i] = i % 5 == 3 ? 2 : numbers.between(-3, 3);
  }
  for (const InstructionSet set : available_sets()) {
    REQUIRE(force_instruction_set(set));
    for (int64_t start = 0; start < 9; ++start) {
      for (int64_t count = 0; count <= 70; ++count) {
        std::vector<double> out[4];
        for (std::vector<double>& cells : out)
          cells.assign(100, 42.0);
        out[3] = x;
        kernels::pow(&x[static_cast<size_t>(start)], &y[static_cast<size_t>(start)], out[0].data() + start, count);
        kernels::pow(&x[static_cast<size_t>(start)], 1.7, out[1].data() + start, count);
        kernels::pow(1.7, &y[static_cast<size_t>(start)], out[2].data() + start, count);
        kernels::pow(out[3].data() + start, out[3].data() + start, out[3].data() + start, count);
        bool right = true;
        for (int64_t i = 0; i < 90; ++i) {
          const auto at = static_cast<size_t>(i);
          const bool inside = i >= start && i < start + count;
          right = right && same_bits(out[0][at], inside ? kernels::pow(x[at], y[at]) : 42.0);
          right = right && same_bits(out[1][at], inside ? kernels::pow(x[at], 1.7) : 42.0);
          right = right && same_bits(out[2][at], inside ? kernels::pow(1.7, y[at]) : 42.0);
          right = right && same_bits(out[3][at], inside ? kernels::pow(x[at], x[at]) : x[at]);
        }
        CHECK(right);
      }
    }
  }
  force_instruction_set(before);
}

TEST_CASE("a logarithm to a base is a quotient of two logarithms") {
  const InstructionSet before = instruction_set();
  Numbers numbers(3);
  std::vector<double> x(1500);
  std::vector<double> base(1500);
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = i % 9 == 0 ? numbers.any() : numbers.between(0, 30);
    base[i] = i % 11 == 0 ? 1 : numbers.between(-0.1, 12);
  }
  for (const InstructionSet set : available_sets()) {
    REQUIRE(force_instruction_set(set));
    const auto count = static_cast<int64_t>(x.size());
    std::vector<double> both = x;  // in place
    std::vector<double> to_ten(x.size());
    std::vector<double> of_ten(x.size());
    kernels::log_to_base(both.data(), base.data(), both.data(), count);
    kernels::log_to_base(x.data(), 10, to_ten.data(), count);
    kernels::log_to_base(10, base.data(), of_ten.data(), count);
    const auto expected = [](double of, double to) {
      const double quotient = oracle(mpfr_log, of) / oracle(mpfr_log, to);
      return quotient == quotient ? quotient : kCanonicalNan;
    };
    for (size_t i = 0; i < x.size(); ++i) {
      CHECK(same_bits(both[i], expected(x[i], base[i])));
      CHECK(same_bits(to_ten[i], expected(x[i], 10)));
      CHECK(same_bits(of_ten[i], expected(10, base[i])));
      CHECK(same_bits(kernels::log_to_base(x[i], base[i]), both[i]));
    }
  }
  force_instruction_set(before);
}
