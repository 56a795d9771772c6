// Checks of comparisons: what they say, how they compare, what they evaluate.
#include "runtime/core/check.h"

#include <cstdint>
#include <string>

#include <catch2/catch.hpp>

namespace lineal {
namespace {

/// The message of what the action throws, without the place: up to " at ".
template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kInternal);
    const std::string message(error.message());
    CHECK(message.find("check_test.cpp:") != std::string::npos);
    return message.substr(0, message.rfind(" at "));
  }
  return "nothing was thrown";
}

enum class Colour : uint8_t { kRed = 3, kGreen = 5 };

TEST_CASE("a failed comparison shows both values", "[check]") {
  const int64_t rows = 3;
  const size_t columns = 2;
  CHECK(message_of([&] { LINEAL_CHECK_EQ(rows, columns, "not square"); }) == "not square: rows == columns: 3 and 2");
  CHECK(message_of([&] { LINEAL_CHECK_NE(rows, 3, "three"); }) == "three: rows != 3: 3 and 3");
  CHECK(message_of([&] { LINEAL_CHECK_LT(rows, columns, "wide"); }) == "wide: rows < columns: 3 and 2");
  CHECK(message_of([&] { LINEAL_CHECK_LE(rows, columns, "wide"); }) == "wide: rows <= columns: 3 and 2");
  CHECK(message_of([&] { LINEAL_CHECK_GT(columns, rows, "high"); }) == "high: columns > rows: 2 and 3");
  CHECK(message_of([&] { LINEAL_CHECK_GE(columns, rows, "high"); }) == "high: columns >= rows: 2 and 3");
}

TEST_CASE("values of other kinds are shown too", "[check]") {
  const bool flag = true;
  const std::string text = "abc";
  CHECK(message_of([&] { LINEAL_CHECK_EQ(flag, false, "flag"); }) == "flag: flag == false: true and false");
  CHECK(message_of([&] { LINEAL_CHECK_EQ(text, "xyz", "text"); }) == "text: text == \"xyz\": \"abc\" and \"xyz\"");
  CHECK(message_of([&] { LINEAL_CHECK_GT(0.1, 0.5, "part"); }) == "part: 0.1 > 0.5: 0.1 and 0.5");
  CHECK(message_of([&] { LINEAL_CHECK_EQ(Colour::kRed, Colour::kGreen, "colour"); }) ==
        "colour: Colour::kRed == Colour::kGreen: 3 and 5");
}

TEST_CASE("integers are compared by their values", "[check]") {
  CHECK_NOTHROW([] { LINEAL_CHECK_LT(-1, size_t{0}, "signs"); }());
  CHECK(message_of([] { LINEAL_CHECK_EQ(int64_t{-1}, UINT64_MAX, "signs"); }) ==
        "signs: int64_t{-1} == UINT64_MAX: -1 and 18446744073709551615");
}

TEST_CASE("a comparison with a number that is none fails", "[check]") {
  const double nan = __builtin_nan("");
  CHECK(message_of([&] { LINEAL_CHECK_EQ(nan, nan, "number"); }) == "number: nan == nan: nan and nan");
  CHECK(message_of([&] { LINEAL_CHECK_LE(nan, 1.0, "number"); }) == "number: nan <= 1.0: nan and 1");
}

TEST_CASE("sides are evaluated once and the reason only on failure", "[check]") {
  int evaluated = 0;
  int reasons = 0;
  const auto reason = [&reasons] { return std::string(static_cast<size_t>(++reasons), '!'); };
  LINEAL_CHECK_EQ(++evaluated, 1, reason());
  CHECK(evaluated == 1);
  CHECK(reasons == 0);
  CHECK(message_of([&] { LINEAL_CHECK_EQ(++evaluated, 1, reason()); }) == "!: ++evaluated == 1: 2 and 1");
  CHECK(evaluated == 2);
}

}  // namespace
}  // namespace lineal
