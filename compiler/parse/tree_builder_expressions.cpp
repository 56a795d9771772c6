// Expressions: operators by precedence, operands, literals, command-line arguments.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "compiler/ast/precedence.h"
#include "compiler/parse/literals.h"
#include "compiler/parse/token_filter.h"
#include "compiler/parse/tree_builder.h"
#include "runtime/core/cat.h"

namespace lineal {

using ast::Expression;
using ast::ExpressionKind;
using ast::ExpressionPtr;

namespace {

constexpr uint64_t kPastInt = uint64_t{1} << 63;

ExpressionPtr make_expression(ExpressionKind kind, SourceSpan where, std::string_view name = {}) {
  auto out = std::make_unique<Expression>();
  out->kind = kind;
  out->where = where;
  out->name = name;
  return out;
}

ExpressionPtr make_literal(Value value, SourceSpan where) {
  auto out = make_expression(ExpressionKind::kLiteral, where);
  out->literal = std::move(value);
  return out;
}

/// The value of a name that no script can assign.
Value constant(std::string_view name) {
  if (name == "NaN") return Value::real(std::numeric_limits<double>::quiet_NaN());
  if (name == "Inf") return Value::real(std::numeric_limits<double>::infinity());
  if (name == "pi") return Value::real(3.14159265358979323846);
  return {};
}

}  // namespace

struct TreeBuilder::Stacks {
  std::vector<Part> parts;
  std::vector<Operator> operators;
};

ExpressionPtr TreeBuilder::expression(DmlParser::ExpressionContext& tree) {
  return finish(part(tree));
}

ExpressionPtr TreeBuilder::finish(Part part) {
  if (part.past_int) fail(part.node->where, cat("number: larger than the largest int: ", kPastInt));
  return std::move(part.node);
}

// Dijkstra's two stacks. Prefix operators wait without disturbing what is below them, so an operand may start with one
// whatever the operator in front of it: 2 ^ -x, a * !b.
TreeBuilder::Part TreeBuilder::part(DmlParser::ExpressionContext& tree) {
  Stacks stacks;
  for (antlr4::tree::ParseTree* child : tree.children) {
    if (auto* sign = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      const antlr4::Token* token = sign->getSymbol();
      stacks.operators.push_back({token, ast::prefix_level(text(*token)), true});
      continue;
    }
    auto& rule = *static_cast<antlr4::ParserRuleContext*>(child);
    if (rule.getRuleIndex() == DmlParser::RuleOperand) {
      stacks.parts.push_back(operand(static_cast<DmlParser::OperandContext&>(rule)));
      continue;
    }
    const auto [level, side] = ast::infix_binding(text(*rule.start));
    while (!stacks.operators.empty()) {
      const int waiting = stacks.operators.back().level;
      if (waiting < level || (waiting == level && side == ast::Associates::kRight)) break;
      reduce(stacks);
    }
    stacks.operators.push_back({rule.start, level, false});
  }
  while (!stacks.operators.empty())
    reduce(stacks);
  return std::move(stacks.parts.back());
}

void TreeBuilder::reduce(Stacks& stacks) {
  const Operator op = stacks.operators.back();
  stacks.operators.pop_back();
  if (op.prefix) {
    reduce_prefix(stacks, op);
  } else {
    Part right = std::move(stacks.parts.back());
    stacks.parts.pop_back();
    Part left = std::move(stacks.parts.back());
    Part whole(left.begin, right.end, std::max(left.depth, right.depth) + 1);
    whole.node = make_expression(ExpressionKind::kBinary, positions_.span(left.begin, right.end), text(*op.token));
    whole.node->operands.push_back(finish(std::move(left)));
    whole.node->operands.push_back(finish(std::move(right)));
    stacks.parts.back() = std::move(whole);
  }
  if (stacks.parts.back().depth > kMaxOperands && !too_deep_) {
    too_deep_ = true;
    fail(span(*op.token), cat("expression: deeper than ", kMaxOperands, " operators"));
  }
}

void TreeBuilder::reduce_prefix(Stacks& stacks, const Operator& op) {
  Part& inner = stacks.parts.back();
  if (fold_sign(inner, op)) return;
  Part whole(token_begin(*op.token), inner.end, inner.depth + 1);
  whole.node = make_expression(ExpressionKind::kUnary, positions_.span(whole.begin, whole.end), text(*op.token));
  whole.node->operands.push_back(finish(std::move(inner)));
  inner = std::move(whole);
}

/// Makes "-" and the literal behind it one literal.
bool TreeBuilder::fold_sign(Part& operand, const Operator& op) {
  Expression& node = *operand.node;
  const std::string_view sign = text(*op.token);
  const bool numeric = node.literal.is_int() || node.literal.is_double();
  if (node.kind != ExpressionKind::kLiteral || !numeric || sign == "!") return false;
  if (sign == "-") {
    if (operand.past_int) {
      operand.past_int = false;  // holds the smallest int already
    } else if (node.literal.is_double()) {
      // A NaN stays the one NaN that the language has.
      if (!std::isnan(node.literal.as_double())) node.literal = Value::real(-node.literal.as_double());
    } else if (node.literal.as_int() == std::numeric_limits<int64_t>::min()) {
      return false;
    } else {
      node.literal = Value::integer(-node.literal.as_int());
    }
  }
  operand.begin = token_begin(*op.token);
  node.where = positions_.span(operand.begin, operand.end);
  return true;
}

TreeBuilder::Part TreeBuilder::operand(DmlParser::OperandContext& tree) {
  const antlr4::Token& first = *tree.start;
  Part out(token_begin(first), token_end(*tree.stop));
  switch (first.getType()) {
    case DmlParser::OpenParen: {
      Part inner = part(*tree.expression(0));
      inner.begin = out.begin;
      inner.end = out.end;
      return inner;
    }
    case DmlParser::OpenBracket:
      out.node = make_expression(ExpressionKind::kExpressionList, span(tree));
      for (DmlParser::ExpressionContext* each : tree.expression()) {
        Part element = part(*each);
        out.depth = std::max(out.depth, element.depth + 1);
        out.node->operands.push_back(finish(std::move(element)));
      }
      return out;
    case DmlParser::Identifier:
      return named_operand(tree);
    case DmlParser::IfDefined:
      return if_defined(tree);
    case DmlParser::CommandLine:
      return command_line(first);
    default:
      return literal(first);
  }
}

TreeBuilder::Part TreeBuilder::named_operand(DmlParser::OperandContext& tree) {
  const antlr4::Token& name = *tree.start;
  Part out(token_begin(name), token_end(*tree.stop));
  if (tree.arguments() != nullptr) {
    out.node = make_expression(ExpressionKind::kCall, span(tree), text(name));
    out.node->arguments = arguments(*tree.arguments(), &out.depth);
  } else if (tree.subscripts() != nullptr) {
    out.node = make_expression(ExpressionKind::kIndex, span(tree), text(name));
    out.node->subscripts = subscripts(*tree.subscripts(), &out.depth);
  } else if (Value value = constant(text(name)); !value.empty()) {
    out.node = make_literal(std::move(value), span(tree));
  } else {
    out.node = make_expression(ExpressionKind::kVariable, span(tree), text(name));
  }
  return out;
}

TreeBuilder::Part TreeBuilder::if_defined(DmlParser::OperandContext& tree) {
  const antlr4::Token& name = *tree.CommandLine()->getSymbol();
  used_arguments_.emplace(text(name).substr(1));
  const auto given = arguments_.find(text(name).substr(1));
  if (given == arguments_.end() || given->second.empty()) {
    Part fallback = part(*tree.expression(0));
    fallback.begin = token_begin(*tree.start);
    fallback.end = token_end(*tree.stop);
    return fallback;
  }
  Part out = command_line(name);
  out.begin = token_begin(*tree.start);
  out.end = token_end(*tree.stop);
  return out;
}

TreeBuilder::Part TreeBuilder::command_line(const antlr4::Token& token) {
  Part out(token_begin(token), token_end(token));
  const std::string_view name = text(token).substr(1);
  used_arguments_.emplace(name);
  const auto given = arguments_.find(name);
  if (given == arguments_.end() || given->second.empty()) {
    // Places go by -args, names by NAME=VALUE.
    const bool place = name.find_first_not_of("0123456789") == std::string_view::npos;
    fail(span(token),
         cat("$", name, ": no such argument was given: pass ",
             place ? cat("-args with ", name, " or more values") : cat(name, "=VALUE"), ", or write ifdef($", name,
             ", default)"),
         ErrorKind::kInvalid);
    out.node = make_literal(Value::integer(0), span(token));
    return out;
  }
  out.node = make_literal(argument_literal(given->second), span(token));
  return out;
}

TreeBuilder::Part TreeBuilder::literal(const antlr4::Token& token) {
  Part out(token_begin(token), token_end(token));
  const std::string_view written = text(token);
  switch (token.getType()) {
    case DmlParser::True:
    case DmlParser::False:
      out.node = make_literal(Value::boolean(token.getType() == DmlParser::True), span(token));
      return out;
    case DmlParser::String:
      out.node = make_literal(Value::string(string_content(token)), span(token));
      return out;
    default:
      break;
  }
  if (written.ends_with('l') || written.ends_with('L')) {
    fail(span(token), cat("number: the suffix L is not part of the language: ", written));
    out.node = make_literal(Value::integer(0), span(token));
    return out;
  }
  if (token.getType() == DmlParser::Integer) return integer(token);
  out.node = make_literal(Value::real(parse_real(written)), span(token));
  return out;
}

TreeBuilder::Part TreeBuilder::integer(const antlr4::Token& token) {
  Part out(token_begin(token), token_end(token));
  const std::optional<uint64_t> value = parse_digits(text(token));
  if (!value || *value > kPastInt) {
    fail(span(token), cat("number: larger than the largest int: ", text(token)));
  }
  out.past_int = value == kPastInt;
  out.node = make_literal(Value::integer(static_cast<int64_t>(value.value_or(0))), span(token));
  return out;
}

ExpressionPtr TreeBuilder::call(const antlr4::Token& name, DmlParser::ArgumentsContext& tree) {
  auto out =
      make_expression(ExpressionKind::kCall, positions_.span(token_begin(name), token_end(*tree.stop)), text(name));
  out->arguments = arguments(tree);
  return out;
}

std::vector<ast::Argument> TreeBuilder::arguments(DmlParser::ArgumentsContext& tree, int* depth) {
  std::vector<ast::Argument> out;
  int deepest = 0;
  for (DmlParser::ArgumentContext* each : tree.argument())
    out.push_back(argument(*each, deepest));
  if (depth != nullptr) *depth = deepest + 1;
  return out;
}

ast::Argument TreeBuilder::argument(DmlParser::ArgumentContext& tree, int& depth) {
  ast::Argument out;
  out.where = span(tree);
  DmlParser::ExpressionContext* value = tree.expression(0);
  if (tree.Assign() != nullptr) {
    const antlr4::Token& name = *value->start;
    const antlr4::Token& sign = *tree.Assign()->getSymbol();
    if (text(sign) == "<-") fail(span(sign), "unexpected '<-': write '< -' to compare with a negative number");
    if (value->start != value->stop || name.getType() != DmlParser::Identifier) {
      fail(span(*value), cat("unexpected '=': before it must stand the name of an argument"));
    }
    out.name = text(name);
    value = tree.expression(1);
  }
  Part inner = part(*value);
  depth = std::max(depth, inner.depth);
  out.value = finish(std::move(inner));
  return out;
}

std::vector<ast::Subscript> TreeBuilder::subscripts(DmlParser::SubscriptsContext& tree, int* depth) {
  std::vector<ast::Subscript> out;
  int deepest = 0;
  for (DmlParser::SubscriptContext* each : tree.subscript()) {
    ast::Subscript& subscript = out.emplace_back();
    const std::vector<DmlParser::ExpressionContext*> bounds = each->expression();
    for (size_t i = 0; i < bounds.size(); ++i) {
      Part bound = part(*bounds[i]);
      deepest = std::max(deepest, bound.depth);
      (i == 0 ? subscript.lower : subscript.upper) = finish(std::move(bound));
    }
  }
  if (depth != nullptr) *depth = deepest + 1;
  return out;
}

std::string TreeBuilder::string_content(const antlr4::Token& token) const {
  const std::string_view quoted = text(token);
  return unescape(quoted.substr(1, quoted.size() - 2));
}

}  // namespace lineal
