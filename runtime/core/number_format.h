// Numbers as DML prints them.
#pragma once

#include <cstdint>
#include <string>

namespace lineal {

/// Appends a double in the layout of Java's Double.toString with the shortest digits that read back: "1.0", "1.0E7",
/// "9.999E-4", "NaN", "-Infinity", "-0.0".
void append_double(std::string& out, double value);
std::string format_double(double value);

/// Appends a cell of toString with exactly `decimals` fraction digits, rounded half-even on the shortest decimal
/// digits; a tie is decided by the exact binary value. -0.0 prints as 0.0; `decimals` of -1 prints up to three digits
/// without trailing zeros.
void append_fixed(std::string& out, double value, int decimals);

}  // namespace lineal
