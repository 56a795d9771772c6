#include "compiler/validate/body_checker.h"

#include <algorithm>
#include <array>

#include "compiler/ast/walk.h"
#include "compiler/validate/foreign_names.h"
#include "compiler/validate/resolve_call.h"
#include "runtime/core/cat.h"
#include "runtime/ops/cells/cell_operators.h"

namespace lineal {

using ast::Expression;
using ast::ExpressionKind;
using ast::Statement;
using ast::StatementKind;

namespace {

constexpr std::array<std::string_view, 10> kLoopOptions = {
    "check", "datapartitioner", "log", "mode", "opt", "par", "profile", "resultmerge", "taskpartitioner", "tasksize"};

SourceSpan name_span(SourceSpan where, std::string_view name) {
  where.length = static_cast<uint32_t>(name.size());
  return where;
}

}  // namespace

void BodyChecker::fail(SourceSpan where, std::string message) {
  errors_.emplace_back(ErrorKind::kInvalid, std::move(message), where);
}

void BodyChecker::check(const ast::Block& block) {
  for (const auto& each : block)
    statement(*each);
}

void BodyChecker::statement(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kCall:
      return check_expression(*statement.value, CallChecker::Use::kStatement, 0);
    case StatementKind::kAssign:
    case StatementKind::kAccumulate:
      check_value(*statement.value);
      read_targets(statement);
      return assign_targets(statement);
    case StatementKind::kMultiAssign:
      check_expression(*statement.value, CallChecker::Use::kTargets, statement.targets.size());
      read_targets(statement);
      return assign_targets(statement);
    case StatementKind::kIf:
      return branch(statement);
    case StatementKind::kFor:
    case StatementKind::kParFor:
    case StatementKind::kWhile:
      return loop(statement);
  }
}

/// What assignment to a part, or `+=`, needs to exist already.
void BodyChecker::read_targets(const Statement& statement) {
  for (const ast::Target& target : statement.targets) {
    check_subscripts(target.subscripts);
    const bool needs_value = !target.subscripts.empty() || statement.kind == StatementKind::kAccumulate;
    if (needs_value && !is_constant(target.name)) read(target.name, name_span(target.where, target.name));
  }
}

void BodyChecker::assign_targets(const Statement& statement) {
  for (const ast::Target& target : statement.targets) {
    check_assignable(target.name, target.where);
    scope_.assign(target.name);
  }
}

void BodyChecker::check_assignable(std::string_view name, SourceSpan where) {
  if (is_constant(name)) fail(where, cat("assignment: a constant cannot be assigned: ", name));
  if (name.find(':') != std::string_view::npos) fail(where, cat("assignment: not the name of a variable: ", name));
}

/// Follows a chain of `else if` without recursion.
void BodyChecker::branch(const Statement& statement) {
  check_value(*statement.value);
  const Statement* at = &statement;
  while (true) {
    check(at->body);
    if (at->otherwise.size() != 1 || at->otherwise[0]->kind != StatementKind::kIf) break;
    at = at->otherwise[0].get();
    check_value(*at->value);
  }
  check(at->otherwise);
}

void BodyChecker::loop(const Statement& statement) {
  if (statement.kind == StatementKind::kWhile) {
    check_value(*statement.value);
  } else {
    check_value(*statement.from);
    check_value(*statement.to);
    if (statement.increment) check_value(*statement.increment);
    check_options(statement.options);
    check_assignable(statement.variable, statement.variable_where);
    scope_.assign(statement.variable);
  }
  scope_.assign_all(statement.body);
  check(statement.body);
}

void BodyChecker::check_options(const std::vector<ast::Argument>& options) {
  for (size_t i = 0; i < options.size(); ++i) {
    const std::string& name = options[i].name;
    if (std::find(kLoopOptions.begin(), kLoopOptions.end(), name) == kLoopOptions.end()) {
      fail(options[i].where,
           cat("parfor: unknown option: ", name, suggest(name, {kLoopOptions.begin(), kLoopOptions.end()})));
    }
    const bool twice = std::any_of(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const ast::Argument& other) { return other.name == name; });
    if (twice) fail(options[i].where, cat("parfor: option given twice: ", name));
  }
}

void BodyChecker::check_subscripts(const std::vector<ast::Subscript>& subscripts) {
  for (const ast::Subscript& each : subscripts) {
    if (each.lower) check_value(*each.lower);
    if (each.upper) check_value(*each.upper);
  }
}

void BodyChecker::check_expression(const Expression& expression, CallChecker::Use use, size_t targets) {
  ast::walk(expression, [&](const Expression& node) {
    switch (node.kind) {
      case ExpressionKind::kVariable:
        read(node.name, node.where);
        return true;
      case ExpressionKind::kIndex:
        read(node.name, name_span(node.where, node.name));
        return true;
      case ExpressionKind::kUnary:
      case ExpressionKind::kBinary:
        check_operator(node);
        return true;
      case ExpressionKind::kCall: {
        const bool root = &node == &expression;
        calls_.check(node, root ? use : CallChecker::Use::kValue, root ? targets : 1);
        // Asking whether a variable exists does not read it.
        return node.name != "exists";
      }
      default:
        return true;
    }
  });
}

void BodyChecker::check_operator(const Expression& node) {
  if (node.kind == ExpressionKind::kUnary && node.name == kPlus) return;
  const CallResolution resolution = resolve_operator(registry_, node);
  if (!resolution) fail(node.where, cat(node.name, ": ", resolution.problem));
}

void BodyChecker::read(std::string_view name, SourceSpan where) {
  if (scope_.contains(name)) return;
  std::vector<std::string_view> known(scope_.names().begin(), scope_.names().end());
  const std::string advice = advice_on_variable(name);
  fail(where,
       cat(name, ": the variable is not assigned before it is read", advice.empty() ? suggest(name, known) : advice));
  scope_.assign(name);  // once is enough
}

}  // namespace lineal
