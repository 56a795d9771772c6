// Decimal digits of doubles, rounded half-up as Java's Formatter does.
#pragma once

#include <string>

namespace lineal {

/// `value` >= 0 and finite. "1234.50" with exactly `decimals` fraction digits.
std::string fixed_half_up(double value, int decimals);

/// "1.234e+03": one digit, `decimals` fraction digits, at least two exponent digits.
std::string scientific_half_up(double value, int decimals);

/// `precision` significant digits in fixed form from 1e-4 up to 10^precision, in scientific form elsewhere.
std::string general_half_up(double value, int precision);

}  // namespace lineal
