#include "compiler/ast/literal_text.h"

#include <cmath>

#include "runtime/core/cat.h"

namespace lineal::ast {

namespace {

void append_real(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Inf" : "Inf";
    return;
  }
  const std::string digits = cat(value);
  out += digits;
  // Without point or exponent it would be an int.
  if (digits.find_first_of(".e") == std::string::npos) out += ".0";
}

char escape_letter(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

/// Whether a double quote stands behind an odd number of backslashes: escaped, it would close a string in double
/// quotes.
bool needs_single_quotes(std::string_view text) {
  size_t backslashes = 0;
  for (char c : text) {
    if (c == '"' && backslashes % 2 == 1) return true;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  return false;
}

}  // namespace

void append_literal(std::string& out, const Value& literal) {
  if (literal.is_string()) return append_quoted(out, literal.text());
  if (literal.is_boolean()) {
    out += literal.as_boolean() ? "TRUE" : "FALSE";
  } else if (literal.is_int()) {
    append_part(out, literal.as_int());
  } else {
    append_real(out, literal.as_double());
  }
}

void append_quoted(std::string& out, std::string_view text) {
  const char quote = needs_single_quotes(text) ? '\'' : '"';
  out += quote;
  for (size_t i = 0; i < text.size(); ++i) {
    char letter = escape_letter(text[i]);
    const bool is_quote = text[i] == '"' || text[i] == '\'';
    // Behind a backslash even the other quote would be taken for an escape.
    if (is_quote && (text[i] == quote || (i > 0 && text[i - 1] == '\\'))) letter = text[i];
    if (letter != 0) out += '\\';
    out += letter != 0 ? letter : text[i];
  }
  out += quote;
}

bool is_signed_literal(const Value& literal) {
  if (literal.is_int()) return literal.as_int() < 0;
  return literal.is_double() && std::signbit(literal.as_double()) && !std::isnan(literal.as_double());
}

}  // namespace lineal::ast
