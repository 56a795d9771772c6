// What the prompt does to a piece of script before it is compiled: a bare expression prints.
#pragma once

#include <string>

#include "compiler/driver/module_loader.h"

namespace lineal {

/// Returns `text`; if it is one expression with a value, or ends in one behind a `;` ("x = 3; x"), as a script that
/// prints it, with what was put in front hidden from error messages.
ScriptText show_last_expression(const std::string& text, const ScriptArguments& arguments);

/// Returns true if the text is the beginning of an expression: "1 +" is no statement, yet more lines may complete it.
bool ends_inside_expression(const std::string& text, const ScriptArguments& arguments);

}  // namespace lineal
