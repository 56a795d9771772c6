// The operators behind X[...] and X[...] = value, for those who build them.
#pragma once

#include <string_view>

namespace lineal {

inline constexpr std::string_view kRightIndex = "rightIndex";       // X[rows, columns]
inline constexpr std::string_view kRightIndexRows = "rightIndex1";  // X[rows], or elements of a list
inline constexpr std::string_view kLeftIndex = "leftIndex";         // X[rows, columns] = value
inline constexpr std::string_view kLeftIndexRows = "leftIndex1";    // X[rows] = value

}  // namespace lineal
