// Numbers may stand in for their texts only where nothing of the text is lost.
#include "runtime/matrix/columns/canonical_number.h"

#include <charconv>
#include <limits>

#include "runtime/core/number_format.h"

namespace lineal {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whole digits without a leading zero, a point and a fraction without trailing zeros: up to 15 digits tell doubles
/// apart, so that no shorter digits stand for the same one, and below 10^7 and from 10^-3 there is no exponent.
bool is_plain_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = text.find('.');
  if (point == std::string_view::npos || point == 0 || point > 7 || point + 1 == text.size() || text.size() > 16) {
    return false;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    if (i != point && !is_digit(text[i])) return false;
  }
  const std::string_view fraction = text.substr(point + 1);
  if (fraction.size() > 1 && fraction.back() == '0') return false;
  if (text[0] != '0') return true;
  return point == 1 && !fraction.starts_with("000");
}

}  // namespace

bool read_canonical(std::string_view text, int64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [last, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || last != end) return false;
  if (text.starts_with('-')) return text[1] != '0';
  return text[0] != '0' || text.size() == 1;
}

bool read_canonical(std::string_view text, double& number) {
  constexpr size_t kLongest = 24;  // -2.2250738585072014E-308
  if (text.empty() || text.size() > kLongest) return false;
  if (text == "NaN") {
    number = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  if (text == "Infinity" || text == "-Infinity") {
    number = text[0] == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return true;
  }
  if (!is_digit(text[0]) && (text.size() == 1 || text[0] != '-' || !is_digit(text[1]))) return false;
  const char* const end = text.data() + text.size();
  const auto [last, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || last != end) return false;
  return is_plain_decimal(text) || format_double(number) == text;
}

}  // namespace lineal
