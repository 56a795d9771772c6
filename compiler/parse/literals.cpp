#include "compiler/parse/literals.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

#include "compiler/parse/parser.h"

namespace lineal {

namespace {

char escaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'f':
      return '\f';
    case 'r':
      return '\r';
    case '"':
    case '\'':
      return letter;
    default:
      return 0;
  }
}

std::string process_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char replacement = text[i] == '\\' && i + 1 < text.size() ? escaped(text[i + 1]) : '\0';
    out += replacement != 0 ? replacement : text[i];
    if (replacement != 0) ++i;
  }
  return out;
}

bool all_digits(std::string_view text) {
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

std::optional<int64_t> java_long(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!all_digits(text)) return {};
  const std::optional<uint64_t> magnitude = parse_digits(text);
  constexpr uint64_t kLimit = uint64_t{1} << 63;
  if (!magnitude || *magnitude > kLimit || (*magnitude == kLimit && !negative)) return {};
  return static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude);
}

/// Digits with at most one point and at least one digit, before an optional exponent.
bool is_decimal(std::string_view text) {
  const size_t mark = text.find_first_of("eE");
  std::string_view mantissa = text.substr(0, mark);
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
    if (!all_digits(exponent)) return false;
  }
  const size_t point = mantissa.find('.');
  if (point == std::string_view::npos) return all_digits(mantissa);
  const std::string_view before = mantissa.substr(0, point);
  const std::string_view after = mantissa.substr(point + 1);
  return (before.empty() || all_digits(before)) && (after.empty() || all_digits(after)) &&
         !(before.empty() && after.empty());
}

bool is_hexadecimal(std::string_view text) {
  if (!text.starts_with("0x") && !text.starts_with("0X")) return false;
  text.remove_prefix(2);
  const size_t mark = text.find_first_of("pP");
  if (mark == std::string_view::npos) return false;
  std::string_view exponent = text.substr(mark + 1);
  if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
  if (!all_digits(exponent)) return false;
  int points = 0;
  int digits = 0;
  for (char c : text.substr(0, mark)) {
    if (c == '.') {
      ++points;
    } else if (std::isxdigit(static_cast<unsigned char>(c)) != 0) {
      ++digits;
    } else {
      return false;
    }
  }
  return points <= 1 && digits > 0;
}

/// What Double.parseDouble accepts: blanks around it, a sign, NaN, Infinity, a decimal or hexadecimal number, and a
/// suffix of d or f.
std::optional<double> java_double(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ')
    text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
    text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  if (text == "NaN") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (text == "Infinity") {
    value = std::numeric_limits<double>::infinity();
  } else {
    if (text.ends_with('d') || text.ends_with('D') || text.ends_with('f') || text.ends_with('F')) {
      const std::string_view shorter = text.substr(0, text.size() - 1);
      if (is_decimal(shorter) || is_hexadecimal(shorter)) text = shorter;
    }
    if (is_hexadecimal(text)) {
      text.remove_prefix(2);
      if (std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::hex).ec != std::errc()) {
        return {};
      }
    } else if (is_decimal(text)) {
      value = parse_real(text);
    } else {
      return {};
    }
  }
  return negative ? -value : value;
}

/// Whether a decimal number that no double can hold is too large rather than too small.
bool exceeds_one(std::string_view text) {
  const size_t mark = text.find_first_of("eE");
  if (mark != std::string_view::npos && mark + 19 < text.size()) return text[mark + 1] != '-';
  int64_t exponent = 0;
  if (mark != std::string_view::npos) {
    const std::string_view digits = text.substr(text[mark + 1] == '+' ? mark + 2 : mark + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  }
  const std::string_view mantissa = text.substr(0, mark);
  const size_t leading = mantissa.find_first_not_of("0.");
  if (leading == std::string_view::npos) return false;
  const auto point = static_cast<int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  return exponent + point - static_cast<int64_t>(leading) > 0;
}

}  // namespace

std::string unescape(std::string_view text) {
  if (text.find_first_of("\\\r") == std::string_view::npos) return std::string(text);
  if (text.find('\r') == std::string_view::npos) return process_escapes(text);
  std::string lines;
  lines.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines += text[i] == '\r' ? '\n' : text[i];
  }
  return process_escapes(lines);
}

std::optional<uint64_t> parse_digits(std::string_view digits) {
  uint64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

double parse_real(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc::result_out_of_range) return value;
  return exceeds_one(text) ? std::numeric_limits<double>::infinity() : 0.0;
}

Value argument_literal(std::string_view text) {
  if (text == "TRUE" || text == "FALSE") return Value::boolean(text == "TRUE");
  if (const std::optional<int64_t> whole = java_long(text)) return Value::integer(*whole);
  if (const std::optional<double> real = java_double(text)) return Value::real(*real);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.front() == text.back()) {
    text = text.substr(1, text.size() - 2);
  }
  return Value::string(process_escapes(text));
}

}  // namespace lineal
