// What the declarations of operators say, as text for users.
#pragma once

#include <string>
#include <string_view>

namespace lineal {

/// How the operators of a DML spelling are called, what they give and what they do; of an opcode where there is no such
/// spelling. Empty when there is neither.
std::string operator_help(std::string_view name);

/// One line an operator: call, outputs, kernels, opcode.
std::string operator_table();

/// Every opcode, spelling and alias, one a line.
std::string operator_names();

/// docs/reference.md.
std::string operator_markdown();

}  // namespace lineal
