#include "compiler/driver/audit/reconstruct_literal.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/number_format.h"

namespace lineal {
namespace {

std::string spell_double(double number) {
  // A quotient of zeros is the NaN with the sign bit on the machines that have one.
  if (std::isnan(number)) return std::signbit(number) ? "(0.0 / 0.0)" : "NaN";
  if (std::isinf(number)) return number > 0 ? "Inf" : "(-Inf)";
  return std::signbit(number) ? cat("(", format_double(number), ")") : format_double(number);
}

std::string spell_integer(int64_t number) {
  // The literal without its sign would not fit.
  if (number == std::numeric_limits<int64_t>::min()) return cat("(", number + 1, " - 1)");
  return number < 0 ? cat("(", number, ")") : cat(number);
}

std::string spell_plain(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '"':
        out += "\\\"";
        break;
      default:
        out += c;
    }
  }
  return out + "\"";
}

// A literal cannot hold one backslash, and two of them may be taken for an escape with what follows. So text with
// backslashes is put together.
std::string spell_string(std::string_view text, bool& uses_backslash) {
  if (text.find('\\') == std::string_view::npos) return spell_plain(text);
  std::string out = "(\"\"";
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\\', at), text.size());
    if (end > at) out += cat(" + ", spell_plain(text.substr(at, end - at)));
    at = end;
    if (at < text.size()) {
      out += cat(" + ", kBackslash);
      uses_backslash = true;
      ++at;
    }
  }
  return out + ")";
}

}  // namespace

std::string spell(const Value& scalar, bool& uses_backslash) {
  if (scalar.is_double()) return spell_double(scalar.as_double());
  if (scalar.is_int()) return spell_integer(scalar.as_int());
  if (scalar.is_boolean()) return scalar.as_boolean() ? "TRUE" : "FALSE";
  return spell_string(scalar.text(), uses_backslash);
}

std::string define_backslash() {
  return cat(kBackslash, " = as.scalar(map(as.frame(\"\\\\n\"), \"x -> x.substring(0, 1)\"))\n");
}

}  // namespace lineal
