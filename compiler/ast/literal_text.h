// Literals as DML source.
#pragma once

#include <string>
#include <string_view>

#include "runtime/matrix/value.h"

namespace lineal::ast {

/// Appends a scalar as a literal that parses to the same value.
void append_literal(std::string& out, const Value& literal);

/// Appends a string in double quotes, or single ones where only those work. DML cannot spell every string: a single
/// backslash before an ordinary letter has no literal, and is written as it is.
void append_quoted(std::string& out, std::string_view text);

/// Whether the literal is written with a minus, which binds like one.
bool is_signed_literal(const Value& literal);

}  // namespace lineal::ast
