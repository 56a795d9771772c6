// The operators that build lists, for those who build them.
#pragma once

#include <string_view>

namespace lineal {

inline constexpr std::string_view kMakeList = "list";
inline constexpr std::string_view kMakeEmptyList = "list_empty";
inline constexpr std::string_view kMakeNamedList = "list_named";  // over names and values in turn

}  // namespace lineal
