// Literals: their text to their value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lineal {

/// Replaces \b \t \n \f \r \' \" from left to right. A doubled backslash stays doubled, as in DML. Line ends inside are
/// "\n" whatever the file uses.
std::string unescape(std::string_view text);

/// The value of decimal digits; nothing if it exceeds uint64.
std::optional<uint64_t> parse_digits(std::string_view digits);

/// The value of an unsigned real literal of DML; too large is infinity, too small is 0.
double parse_real(std::string_view text);

}  // namespace lineal
