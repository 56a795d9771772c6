#include "runtime/core/cat.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal::test {

namespace {

std::string literal(const Value& value) {
  if (value.is_int()) return cat(value.as_int());
  if (value.is_double()) return cat("d", value.as_double());
  if (value.is_boolean()) return value.as_boolean() ? "TRUE" : "FALSE";
  return cat("\"", value.text(), "\"");
}

std::string subscript(const ast::Subscript& part) {
  std::string out = part.lower ? brackets(*part.lower) : "";
  if (part.upper) out += cat(":", brackets(*part.upper));
  return out;
}

}  // namespace

std::string brackets(const ast::Expression& node) {
  std::string out;
  switch (node.kind) {
    case ast::ExpressionKind::kLiteral:
      return literal(node.literal);
    case ast::ExpressionKind::kVariable:
      return node.name;
    case ast::ExpressionKind::kUnary:
      return cat("(", node.name, brackets(*node.operands[0]), ")");
    case ast::ExpressionKind::kBinary:
      return cat("(", brackets(*node.operands[0]), " ", node.name, " ", brackets(*node.operands[1]), ")");
    case ast::ExpressionKind::kIndex:
      out = cat(node.name, "[", subscript(node.subscripts[0]));
      if (node.subscripts.size() > 1) out += cat(",", subscript(node.subscripts[1]));
      return cat(out, "]");
    case ast::ExpressionKind::kCall:
      for (const ast::Argument& each : node.arguments) {
        out += out.empty() ? "" : ", ";
        if (!each.name.empty()) out += cat(each.name, "=");
        out += brackets(*each.value);
      }
      return cat(node.name, "(", out, ")");
    case ast::ExpressionKind::kExpressionList:
      for (const ast::ExpressionPtr& each : node.operands)
        out += cat(out.empty() ? "" : ", ", brackets(*each));
      return cat("[", out, "]");
  }
  return out;
}

}  // namespace lineal::test
