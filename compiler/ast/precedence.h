// How tightly operators bind, for the parser and the printer.
#pragma once

#include <cstdint>
#include <string_view>

namespace lineal::ast {

enum class Associates : uint8_t { kLeft, kRight };

/// An operator's place in the table of precedence. Higher levels bind tighter; level 0 means "no such operator".
struct Binding {
  int level = 0;
  Associates side = Associates::kLeft;
};

/// Levels between which expressions fall: a literal, a call or a name binds tightest.
inline constexpr int kPrimaryLevel = 11;
/// `-x`, `+x`: below `^`, above everything else.
inline constexpr int kSignLevel = 9;
/// `!x`: below comparisons, so `!a == b` is `!(a == b)`.
inline constexpr int kNotLevel = 3;

/// The binding of an operator between two operands.
Binding infix_binding(std::string_view name);
/// The level of an operator in front of its operand.
int prefix_level(std::string_view name);

}  // namespace lineal::ast
