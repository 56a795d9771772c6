// Printing of numbers against the digits that Java gives.
#include "runtime/core/number_format.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

namespace lineal {
namespace {

struct Row {
  uint64_t bits;
  const char* text;
  const char* fixed[7];
};

// Made by JavaNumbers.java beside this file.
constexpr Row kJava[] = {
#include "tests/unit/core/number_format_java.inc"
};
constexpr int kDecimals[7] = {0, 1, 2, 3, 5, 10, -1};

std::string fixed(double value, int decimals) {
  std::string out;
  append_fixed(out, value, decimals);
  return out;
}

TEST_CASE("doubles print as Java's Double.toString", "[number_format]") {
  REQUIRE(std::size(kJava) > 150);
  for (const Row& row : kJava) {
    const auto value = std::bit_cast<double>(row.bits);
    CHECK(format_double(value) == row.text);
  }
}

TEST_CASE("cells print as Java's DecimalFormat", "[number_format]") {
  for (const Row& row : kJava) {
    const auto value = std::bit_cast<double>(row.bits);
    for (int i = 0; i < 7; ++i) {
      INFO(row.text << " with " << kDecimals[i] << " decimals");
      CHECK(fixed(value, kDecimals[i]) == row.fixed[i]);
    }
  }
}

TEST_CASE("numbers that one digit would tell apart get two, the closest ones", "[number_format]") {
  // The smallest doubles as Java 19 and later print them (JDK-4511638).
  CHECK(format_double(4.9406564584124654e-324) == "4.9E-324");
  CHECK(format_double(2 * 4.9406564584124654e-324) == "9.9E-324");
  CHECK(format_double(2e23) == "2.0E23");
}

TEST_CASE("appending keeps what is there", "[number_format]") {
  std::string out = "x = ";
  append_double(out, 0.25);
  append_fixed(out, -1.0, 2);
  CHECK(out == "x = 0.25-1.00");
}

}  // namespace
}  // namespace lineal
