// Which operator a call or an infix expression means, and which argument goes to which parameter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

/// A call matched to an operator. `arguments` is in parameter order, null where the default applies; what a variadic
/// operator takes beyond its parameters follows.
struct ResolvedCall {
  const OpDef* op = nullptr;
  std::vector<const ast::Expression*> arguments;
};

/// A match, or why there is none.
struct CallResolution {
  std::optional<ResolvedCall> call;
  std::string problem;  // without the name of the operator: "takes 2 arguments: 3 given"
  SourceSpan where;     // of the argument at fault; unknown when it is the call as a whole
  explicit operator bool() const { return call.has_value(); }
};

/// Matches `name(arguments)` to the first overload that accepts the number and names of the arguments. Positional
/// operators ignore names, but only if at least one argument has none. The kinds of values are not looked at.
CallResolution resolve_call(const OpRegistry& registry, std::string_view name,
                            const std::vector<ast::Argument>& arguments);

/// Matches a unary or binary expression. "&&" and "||" mean "&" and "|". Unary plus has no operator: it is its operand.
CallResolution resolve_operator(const OpRegistry& registry, const ast::Expression& expression);

/// Names that the compiler itself handles: exists, eval, evalList, list.
bool is_compiler_call(std::string_view name);

}  // namespace lineal
