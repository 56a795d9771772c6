// Decimal digits by std::to_chars, laid out as Java does.
#include "runtime/core/number_format.h"

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

namespace lineal {
namespace {

/// The magnitude of a finite double in decimal: 0.d1d2...dn * 10^point, without trailing zeros (one digit 0 for zero).
struct Decimal {
  char digits[24] = {};
  int count = 0;
  int point = 0;
};

/// Reads "d.ddde[+-]xx" into digits and the position of the decimal point.
Decimal parse_scientific(const char* text, const char* end) {
  Decimal decimal;
  while (text < end && *text != 'e') {
    if (*text != '.') decimal.digits[decimal.count++] = *text;
    ++text;
  }
  int exponent = 0;
  const char* number = text + 1;
  if (number < end && *number == '+') ++number;
  std::from_chars(number, end, exponent);
  decimal.point = exponent + 1;
  while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
    --decimal.count;
  return decimal;
}

Decimal shortest(double magnitude) {
  char text[40];
  const char* end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  return parse_scientific(text, end);
}

/// Java always shows two digits, and takes the closest two-digit number where it has the choice: 4.9E-324,
/// not 5.0E-324.
Decimal shortest_with_fraction(double magnitude) {
  Decimal decimal = shortest(magnitude);
  if (decimal.count > 1) return decimal;
  char text[40];
  const char* end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, 1).ptr;
  double back = 0;
  const std::from_chars_result read = std::from_chars(text, end, back);
  return read.ec == std::errc() && back == magnitude ? parse_scientific(text, end) : decimal;
}

/// Appends the digits [from, to) of the decimal, where positions outside its digits are zeros.
void append_digits(std::string& out, const Decimal& decimal, int from, int to) {
  for (int i = from; i < to; ++i)
    out += i >= 0 && i < decimal.count ? decimal.digits[i] : '0';
}

/// Compares the exact binary value with its own shortest digits: -1, 0 or 1.
int compare_exact(double magnitude, const Decimal& decimal) {
  // 767 significant digits hold every double exactly.
  char text[800];
  const char* end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, 770).ptr;
  int exponent = 0;
  const char* at_exponent = end - 1;  // nothing is written at `end`
  while (at_exponent > text && *at_exponent != 'e')
    --at_exponent;
  const char* number = at_exponent + 1;
  if (*number == '+') ++number;
  std::from_chars(number, end, exponent);
  if (exponent + 1 != decimal.point) return exponent + 1 < decimal.point ? -1 : 1;
  int i = 0;
  for (const char* digit = text; digit < at_exponent; ++digit) {
    if (*digit == '.') continue;
    const char other = i < decimal.count ? decimal.digits[i] : '0';
    if (*digit != other) return *digit < other ? -1 : 1;
    ++i;
  }
  return 0;
}

/// Says whether cutting the decimal to its first `keep` digits has to round up. `keep` may be 0.
bool rounds_up(double magnitude, const Decimal& decimal, int keep) {
  if (keep >= decimal.count) return false;
  const char first = decimal.digits[keep];
  if (first != '5') return first > '5';
  if (keep + 1 < decimal.count) return true;
  // Java pads a lone digit of a number below 0.001 with a zero and then does not see that the value may lie above the
  // tie: 5.0E-4 at three decimals is 0.000.
  if (decimal.count == 1 && decimal.point < -2) return false;
  const int side = compare_exact(magnitude, decimal);
  if (side != 0) return side > 0;
  return keep > 0 && (decimal.digits[keep - 1] - '0') % 2 != 0;
}

/// Rounds to `decimals` fraction digits.
Decimal rounded(double magnitude, const Decimal& decimal, int decimals) {
  const int keep = decimal.point + decimals;
  if (keep >= decimal.count) return decimal;
  Decimal result;
  result.point = decimal.point;
  if (keep < 0) return result;
  const bool up = rounds_up(magnitude, decimal, keep);
  for (int i = 0; i < keep; ++i)
    result.digits[result.count++] = decimal.digits[i];
  if (!up) return result;
  int i = result.count - 1;
  while (i >= 0 && result.digits[i] == '9')
    result.digits[i--] = '0';
  if (i >= 0) {
    ++result.digits[i];
  } else {  // all nines, or nothing: the carry is a new first digit
    result.digits[0] = '1';
    for (int k = 1; k < result.count; ++k)
      result.digits[k] = '0';
    if (result.count == 0) result.count = 1;
    ++result.point;
  }
  return result;
}

bool append_special(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return true;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return true;
  }
  return false;
}

/// Appends a number that is an integer below 10^7 in magnitude, without a fraction. The most frequent case by far.
bool append_small_integer(std::string& out, double value) {
  if (!(value > -1e7 && value < 1e7)) return false;
  const auto integer = static_cast<int64_t>(value);
  if (static_cast<double>(integer) != value || (integer == 0 && std::signbit(value))) return false;
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, integer).ptr);
  return true;
}

}  // namespace

void append_double(std::string& out, double value) {
  if (append_small_integer(out, value)) {
    out += ".0";
    return;
  }
  if (append_special(out, value)) return;
  if (std::signbit(value)) out += '-';
  const double magnitude = std::fabs(value);
  if (magnitude == 0) {
    out += "0.0";
    return;
  }
  if (magnitude >= 1e-3 && magnitude < 1e7) {  // with a fraction, as small integers are done
    char text[40];
    out.append(text, std::to_chars(text, text + sizeof text, magnitude, std::chars_format::fixed).ptr);
    return;
  }
  const Decimal decimal = shortest_with_fraction(magnitude);
  out += decimal.digits[0];
  out += '.';
  append_digits(out, decimal, 1, decimal.count > 1 ? decimal.count : 2);
  out += 'E';
  char text[8];
  out.append(text, std::to_chars(text, text + sizeof text, decimal.point - 1).ptr);
}

std::string format_double(double value) {
  std::string out;
  append_double(out, value);
  return out;
}

void append_fixed(std::string& out, double value, int decimals) {
  if (value == 0) value = 0;  // drops the sign of -0.0
  if (append_special(out, value)) return;
  const bool trim = decimals < 0;
  const int fraction = trim ? 3 : decimals;
  if (append_small_integer(out, value)) {
    if (!trim && fraction > 0) out.append(1, '.').append(static_cast<size_t>(fraction), '0');
    return;
  }
  if (std::signbit(value)) out += '-';
  const double magnitude = std::fabs(value);
  const Decimal decimal = rounded(magnitude, shortest(magnitude), fraction);
  if (decimal.point <= 0) out += '0';
  append_digits(out, decimal, 0, decimal.point);
  int shown = fraction;
  if (trim) {
    int last = decimal.count;
    while (last > decimal.point && last > 0 && decimal.digits[last - 1] == '0')
      --last;
    shown = last > decimal.point ? last - decimal.point : 0;
    if (decimal.count == 0) shown = 0;
  }
  if (shown == 0) return;
  out += '.';
  append_digits(out, decimal, decimal.point, decimal.point + shown);
}

}  // namespace lineal
