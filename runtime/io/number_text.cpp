// Numbers in data files, through std::from_chars.
#include "runtime/io/number_text.h"

#include <charconv>
#include <limits>

namespace lineal {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    if (c != lower[i]) return false;
  }
  return true;
}

/// The value of well-formed digits that from_chars found out of range: infinite or zero, by the decimal exponent of the
/// leading non-zero digit.
double out_of_range(std::string_view digits) {
  int64_t position = 0;  // decimal exponent of the leading digit
  bool point = false;
  bool leading = true;
  size_t i = 0;
  for (; i < digits.size() && digits[i] != 'e' && digits[i] != 'E'; ++i) {
    if (digits[i] == '.') {
      point = true;
    } else if (leading && digits[i] == '0') {
      if (point) --position;
    } else {
      leading = false;
      if (!point) ++position;
    }
  }
  int64_t exponent = 0;
  bool negative = false;
  if (i < digits.size()) {
    ++i;
    if (i < digits.size() && (digits[i] == '+' || digits[i] == '-')) negative = digits[i++] == '-';
    for (; i < digits.size(); ++i) {
      if (exponent < 1'000'000'000'000) exponent = exponent * 10 + (digits[i] - '0');
    }
  }
  return position + (negative ? -exponent : exponent) > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

bool parse_number(std::string_view text, double& value) {
  text = trim(text);
  if (text.empty()) return false;
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  if (text.empty()) return false;
  if ((text[0] >= '0' && text[0] <= '9') || text[0] == '.') {
    const char* last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data(), last, value);
    if (end != last || failed == std::errc::invalid_argument) return false;
    if (failed == std::errc::result_out_of_range) value = out_of_range(text);
  } else if (equals_ignoring_case(text, "nan")) {
    value = std::numeric_limits<double>::quiet_NaN();
    return true;
  } else if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
    value = std::numeric_limits<double>::infinity();
  } else {
    return false;
  }
  if (negative) value = -value;
  return true;
}

}  // namespace lineal
