// Functions that users of R and SystemDS expect and that are not there: what to write instead.
#pragma once

#include <string>
#include <string_view>

namespace lineal {

/// Returns advice to put behind "unknown function", with the punctuation before it; empty when there is none.
std::string advice_on_function(std::string_view name);

/// The same for a variable that has no value: constants of other languages.
std::string advice_on_variable(std::string_view name);

}  // namespace lineal
