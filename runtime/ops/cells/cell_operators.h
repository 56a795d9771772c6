// Cell-wise operators that the compiler and the interpreter build or look for.
#pragma once

#include <string_view>

namespace lineal {

inline constexpr std::string_view kPlus = "+";
inline constexpr std::string_view kMinus = "-";
inline constexpr std::string_view kTimes = "*";
inline constexpr std::string_view kNot = "!";
inline constexpr std::string_view kNotEqual = "!=";
inline constexpr std::string_view kIsNan = "is.nan";
inline constexpr std::string_view kIfElse = "ifelse";

}  // namespace lineal
