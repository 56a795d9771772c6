// Reading numbers from text, as casts do.
#pragma once

#include <string_view>

namespace lineal {

/// Reads a number as Java's Double.parseDouble does: blanks around it are skipped; "NaN", "Infinity", "1e5", "+3" and
/// ".5" are numbers. False for anything else.
bool parse_number(std::string_view text, double& number);

/// True for "TRUE" and "true".
bool is_true_text(std::string_view text);

}  // namespace lineal
