// Values as DML spells them.
#pragma once

#include <string>
#include <string_view>

#include "runtime/matrix/value.h"

namespace lineal {

/// The variable that stands for one backslash in spelled strings: DML has no literal of it.
inline constexpr std::string_view kBackslash = "backslash";

/// A scalar as an operand: a literal, or an expression in parentheses where DML has no such literal. Sets
/// `uses_backslash` when it refers to kBackslash.
std::string spell(const Value& scalar, bool& uses_backslash);

/// The statement that gives kBackslash its value.
std::string define_backslash();

}  // namespace lineal
