// Half-up rounding on the shortest decimal digits.
#include "runtime/ops/text/print_decimal.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

/// value = 0.DIGITS * 10^exponent; no zeros in front, unless the value is zero.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal shortest_digits(double value) {
  char text[40];
  const char* end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  Decimal result;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') result.digits += *at;
  }
  if (at != end) {
    ++at;
    if (*at == '+') ++at;
    std::from_chars(at, end, result.exponent);
  }
  ++result.exponent;
  if (value == 0) result = {"0", 1};
  return result;
}

/// Keeps `count` digits (may be zero or negative), rounded half-up.
void round_half_up(Decimal& number, int64_t count) {
  if (count >= static_cast<int64_t>(number.digits.size())) return;
  const bool up = count >= 0 && number.digits[static_cast<size_t>(count)] >= '5';
  number.digits.resize(static_cast<size_t>(count < 0 ? 0 : count));
  if (!up) return;
  size_t i = number.digits.size();
  while (i > 0 && number.digits[i - 1] == '9')
    number.digits[--i] = '0';
  if (i > 0) {
    ++number.digits[i - 1];
  } else {
    number.digits.insert(number.digits.begin(), '1');
    ++number.exponent;
  }
}

/// The digit that stands for 10^position.
char digit_at(const Decimal& number, int position) {
  const int64_t index = number.exponent - 1 - position;
  if (index < 0 || index >= static_cast<int64_t>(number.digits.size())) return '0';
  return number.digits[static_cast<size_t>(index)];
}

std::string fixed_text(const Decimal& number, int decimals) {
  std::string text;
  for (int position = number.exponent > 1 ? number.exponent - 1 : 0; position >= -decimals; --position) {
    if (position == -1) text += '.';
    text += digit_at(number, position);
  }
  return text;
}

std::string scientific_text(const Decimal& number, int decimals, bool zero) {
  const int exponent = zero ? 0 : number.exponent - 1;
  std::string text;
  for (int i = 0; i <= decimals; ++i) {
    if (i == 1) text += '.';
    text += digit_at(number, number.exponent - 1 - i);
  }
  const int magnitude = std::abs(exponent);
  return text += cat(exponent < 0 ? "e-" : "e+", magnitude < 10 ? "0" : "", magnitude);
}

}  // namespace

std::string fixed_half_up(double value, int decimals) {
  Decimal number = shortest_digits(value);
  round_half_up(number, int64_t{number.exponent} + decimals);
  return fixed_text(number, decimals);
}

std::string scientific_half_up(double value, int decimals) {
  Decimal number = shortest_digits(value);
  round_half_up(number, int64_t{decimals} + 1);
  return scientific_text(number, decimals, value == 0);
}

std::string general_half_up(double value, int precision) {
  if (precision == 0) precision = 1;
  Decimal number = shortest_digits(value);
  if (value == 0) return fixed_text(number, precision - 1);
  round_half_up(number, precision);
  // number is at least 1e-4 from exponent -3 on, and below 10^precision up to exponent `precision`.
  if (number.exponent >= -3 && number.exponent <= precision) return fixed_text(number, precision - number.exponent);
  return scientific_text(number, precision - 1, false);
}

}  // namespace lineal
