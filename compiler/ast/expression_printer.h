// Expressions as DML source.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace lineal::ast {

/// Appends the expression with as few parentheses as the grammar allows. Depth costs no stack. Without `name_of` calls
/// keep their names.
void append_expression(std::string& out, const Expression& expression, const CallName* name_of = nullptr);

/// Appends "[a:b,c]".
void append_subscripts(std::string& out, const std::vector<Subscript>& subscripts, const CallName* name_of = nullptr);

}  // namespace lineal::ast
