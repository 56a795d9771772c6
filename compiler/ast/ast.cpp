#include "compiler/ast/ast.h"

#include <utility>

namespace lineal::ast {

namespace {

void take(std::vector<ExpressionPtr>& pending, ExpressionPtr& child) {
  if (child) pending.push_back(std::move(child));
}

void take_children(std::vector<ExpressionPtr>& pending, Expression& node) {
  for (ExpressionPtr& operand : node.operands)
    take(pending, operand);
  for (Subscript& subscript : node.subscripts) {
    take(pending, subscript.lower);
    take(pending, subscript.upper);
  }
  for (Argument& argument : node.arguments)
    take(pending, argument.value);
}

}  // namespace

// Moves all descendants to one stack, so that every destructor called from here finds its node without children.
Expression::~Expression() {
  if (operands.empty() && subscripts.empty() && arguments.empty()) return;
  std::vector<ExpressionPtr> pending;
  take_children(pending, *this);
  while (!pending.empty()) {
    const ExpressionPtr node = std::move(pending.back());
    pending.pop_back();
    take_children(pending, *node);
  }
}

}  // namespace lineal::ast
