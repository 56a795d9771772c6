// Numbers in data files.
#pragma once

#include <string_view>

namespace lineal {

/// Removes blanks and tabs (and the \r of a CRLF) at both ends.
std::string_view trim(std::string_view text);

/// Reads a whole text as a number, blanks at both ends ignored: decimal digits with optional sign, fraction and
/// exponent, or NaN, Infinity, inf in any case with an optional sign. Too large is infinite and too small is zero, as
/// in Java. Returns false for anything else, among it the empty text and hexadecimal digits.
bool parse_number(std::string_view text, double& value);

}  // namespace lineal
