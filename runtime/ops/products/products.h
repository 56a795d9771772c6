// The matrix product, for passes that look for it.
#pragma once

#include <string_view>

namespace lineal {

inline constexpr std::string_view kMatrixProduct = "%*%";

}  // namespace lineal
