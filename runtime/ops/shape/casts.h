// Casts that the interpreter applies by itself.
#pragma once

#include <string_view>

namespace lineal {

inline constexpr std::string_view kAsMatrix = "as.matrix";

}  // namespace lineal
