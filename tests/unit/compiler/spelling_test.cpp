// Reconstructed literals: what is spelled must read back as the same value, through the parser and a run.
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

#include "compiler/driver/audit/reconstruct_literal.h"
#include "compiler/driver/session.h"
#include "runtime/core/cat.h"

using namespace lineal;

namespace {

// Prints the spelled values one a line, by a run of a script.
std::vector<std::string> printed(const std::vector<Value>& values) {
  bool uses_backslash = false;
  std::string script;
  for (const Value& value : values)
    script += cat("print(", spell(value, uses_backslash), ")\nprint(\"\\f\")\n");
  if (uses_backslash) script.insert(0, define_backslash());
  std::string out;
  Config config;
  config.threads = 1;
  Session session(
      config, [&out](std::string_view text) { out += text; }, [](std::string_view) {});
  const RunResult result = session.run("test", script, {});
  REQUIRE(result.ok());
  std::vector<std::string> lines;
  for (size_t at = 0; at < out.size();) {
    const size_t end = out.find("\n\f\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(out.substr(at, end - at));
    at = end + 3;
  }
  return lines;
}

}  // namespace

TEST_CASE("spelled numbers read back bit by bit") {
  std::mt19937_64 random(20262);
  std::vector<Value> values;
  std::vector<double> expected{0.0,
                               -0.0,
                               1.0,
                               0.1,
                               1e23,
                               5e-324,
                               std::numeric_limits<double>::max(),
                               std::numeric_limits<double>::min(),
                               -1.5e-300,
                               9007199254740993.0};
  while (expected.size() < 400) {
    const double number = std::bit_cast<double>(uint64_t{random()});
    if (std::isfinite(number)) expected.push_back(number);
  }
  for (const double number : expected)
    values.push_back(Value::real(number));
  const std::vector<std::string> lines = printed(values);
  REQUIRE(lines.size() == expected.size());
  for (size_t i = 0; i < lines.size(); ++i)
    CHECK(std::bit_cast<uint64_t>(std::strtod(lines[i].c_str(), nullptr)) == std::bit_cast<uint64_t>(expected[i]));
}

TEST_CASE("numbers that have no digits, integers and booleans") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  CHECK(printed({Value::real(std::nan("")), Value::real(kInfinity), Value::real(-kInfinity)}) ==
        std::vector<std::string>{"NaN", "Infinity", "-Infinity"});
  CHECK(printed({Value::integer(kLeast), Value::integer(1), Value::integer(-7), Value::boolean(true),
                 Value::boolean(false)}) ==
        std::vector<std::string>{"-9223372036854775808", "1", "-7", "TRUE", "FALSE"});
}

TEST_CASE("spelled strings read back byte by byte") {
  std::mt19937_64 random(20263);
  const std::string_view letters = "\\\\\\\"'nrtbfxs \n\r\t\b{}#$%\xc3\xa9";
  std::vector<std::string> expected{"", "\\", "\\\\", "\\n", "\\\\n", "a\\", "\"", "'", "\\\"", "v1 + 2", "%s", "\n\n"};
  while (expected.size() < 300) {
    std::string text;
    for (size_t length = random() % 9; length > 0; --length)
      text += letters[random() % letters.size()];
    expected.push_back(text);
  }
  std::vector<Value> values;
  for (const std::string& text : expected)
    values.push_back(Value::string(text));
  CHECK(printed(values) == expected);
}
