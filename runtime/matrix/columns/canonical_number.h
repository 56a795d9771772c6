// Texts that a number gives back byte by byte.
#pragma once

#include <cstdint>
#include <string_view>

namespace lineal {

/// Says whether `text` is what a whole number prints as, "-7" but not "07" or "+7", and stores the number.
bool read_canonical(std::string_view text, int64_t& number);

/// Says whether `text` is what format_double gives for a number, "7.0" or "NaN" but not "7" or "7.50", and stores it.
bool read_canonical(std::string_view text, double& number);

}  // namespace lineal
