#include "compiler/ast/walk.h"

namespace lineal::ast {

void push_children(std::vector<const Expression*>& stack, const Expression& node) {
  for (size_t i = node.arguments.size(); i-- > 0;)
    stack.push_back(node.arguments[i].value.get());
  for (size_t i = node.subscripts.size(); i-- > 0;) {
    if (node.subscripts[i].upper) stack.push_back(node.subscripts[i].upper.get());
    if (node.subscripts[i].lower) stack.push_back(node.subscripts[i].lower.get());
  }
  for (size_t i = node.operands.size(); i-- > 0;)
    stack.push_back(node.operands[i].get());
}

}  // namespace lineal::ast
