// Visits expressions and statements without recursing on expressions.
#pragma once

#include <vector>

#include "compiler/ast/ast.h"

namespace lineal::ast {

/// Appends the direct children of `node` in reverse order of the text, for an explicit stack.
void push_children(std::vector<const Expression*>& stack, const Expression& node);

/// Calls `visit(node)` for every node of an expression, parents first, left to right. A visit that returns false leaves
/// out what is below.
template <class Visit>
void walk(const Expression& root, Visit&& visit) {
  std::vector<const Expression*> stack{&root};
  while (!stack.empty()) {
    const Expression& node = *stack.back();
    stack.pop_back();
    if (visit(node)) push_children(stack, node);
  }
}

}  // namespace lineal::ast
