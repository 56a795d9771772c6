// Arguments of a call to the parameters of a function written in DML.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/ast.h"

namespace lineal {

/// One expression per parameter, null where the default applies; or what is wrong.
struct BoundArguments {
  std::vector<const ast::Expression*> values;
  std::string problem;  // empty: the call fits. Without the name of the function: "argument missing: X"
  SourceSpan where;     // of the argument at fault; unknown when it is the call as a whole
  explicit operator bool() const { return problem.empty(); }
};

/// Binds positional arguments first, then named ones in any order.
BoundArguments bind_arguments(const ast::Function& function, const std::vector<ast::Argument>& arguments);

}  // namespace lineal
