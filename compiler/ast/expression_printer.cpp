#include "compiler/ast/expression_printer.h"

#include <string_view>
#include <vector>

#include "compiler/ast/literal_text.h"
#include "compiler/ast/precedence.h"

namespace lineal::ast {

namespace {

/// Writes pieces of text and expressions off a stack, last piece first.
class Printer {
 public:
  Printer(std::string& out, const CallName* name_of) : out_(out), name_of_(name_of) {}

  void print(const Expression& root) {
    push(root);
    run();
  }
  void print(const std::vector<Subscript>& subscripts) {
    push(subscripts);
    run();
  }

 private:
  /// `lowest`: an operator between operands that binds looser is put in parentheses. `follow`: the level of the
  /// operator that comes next, which a looser prefix operator would swallow.
  struct Piece {
    const Expression* node;
    std::string_view text;
    int lowest;
    int follow;
  };

  void push(std::string_view text) { pieces_.push_back({nullptr, text, 0, 0}); }
  void push(const Expression& node, int lowest = 0, int follow = 0) { pieces_.push_back({&node, {}, lowest, follow}); }
  void push(const std::vector<Subscript>& subscripts);
  void push(const std::vector<Argument>& arguments);
  void push_list(const std::vector<ExpressionPtr>& nodes);
  void push_binary(const Expression& node, int follow);

  void run();
  void write(const Expression& node, int follow);

  std::string& out_;
  const CallName* name_of_;
  std::vector<Piece> pieces_;
};

bool needs_parentheses(const Expression& node, int lowest, int follow) {
  switch (node.kind) {
    case ExpressionKind::kBinary:
      return infix_binding(node.name).level < lowest;
    case ExpressionKind::kUnary:
      return prefix_level(node.name) < follow;
    case ExpressionKind::kLiteral:
      return is_signed_literal(node.literal) && kSignLevel < follow;
    default:
      return false;
  }
}

void Printer::run() {
  while (!pieces_.empty()) {
    const Piece piece = pieces_.back();
    pieces_.pop_back();
    if (piece.node == nullptr) {
      out_ += piece.text;
    } else if (needs_parentheses(*piece.node, piece.lowest, piece.follow)) {
      push(")");
      push(*piece.node);
      push("(");
    } else {
      write(*piece.node, piece.follow);
    }
  }
}

void Printer::write(const Expression& node, int follow) {
  switch (node.kind) {
    case ExpressionKind::kLiteral:
      return append_literal(out_, node.literal);
    case ExpressionKind::kVariable:
      out_ += node.name;
      return;
    case ExpressionKind::kUnary:
      out_ += node.name;
      return push(*node.operands[0], prefix_level(node.name), follow);
    case ExpressionKind::kBinary:
      return push_binary(node, follow);
    case ExpressionKind::kIndex:
      out_ += node.name;
      return push(node.subscripts);
    case ExpressionKind::kCall:
      out_ += name_of_ ? (*name_of_)(node) : node.name;
      return push(node.arguments);
    case ExpressionKind::kExpressionList:
      return push_list(node.operands);
  }
}

void Printer::push_binary(const Expression& node, int follow) {
  const auto [level, side] = infix_binding(node.name);
  const bool right = side == Associates::kRight;
  push(*node.operands[1], right ? level : level + 1, follow);
  push(" ");
  push(node.name);
  push(" ");
  push(*node.operands[0], right ? level + 1 : level, level);
}

void Printer::push(const std::vector<Subscript>& subscripts) {
  push("]");
  for (size_t i = subscripts.size(); i-- > 0;) {
    if (subscripts[i].upper) {
      push(*subscripts[i].upper);
      push(":");
    }
    if (subscripts[i].lower) push(*subscripts[i].lower);
    if (i > 0) push(subscripts[i].lower && subscripts[i - 1].lower ? ", " : ",");
  }
  push("[");
}

void Printer::push(const std::vector<Argument>& arguments) {
  push(")");
  for (size_t i = arguments.size(); i-- > 0;) {
    push(*arguments[i].value);
    if (!arguments[i].name.empty()) {
      push("=");
      push(arguments[i].name);
    }
    if (i > 0) push(", ");
  }
  push("(");
}

void Printer::push_list(const std::vector<ExpressionPtr>& nodes) {
  push("]");
  for (size_t i = nodes.size(); i-- > 0;) {
    push(*nodes[i]);
    if (i > 0) push(", ");
  }
  push("[");
}

}  // namespace

void append_expression(std::string& out, const Expression& expression, const CallName* name_of) {
  Printer(out, name_of).print(expression);
}

void append_subscripts(std::string& out, const std::vector<Subscript>& subscripts, const CallName* name_of) {
  Printer(out, name_of).print(subscripts);
}

}  // namespace lineal::ast
