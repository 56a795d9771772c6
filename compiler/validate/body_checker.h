// Checks the statements of a script or of a function.
#pragma once

#include <vector>

#include "compiler/validate/call_checker.h"
#include "compiler/validate/scope.h"
#include "compiler/validate/validate.h"

namespace lineal {

/// Reads statements in order and keeps track of assigned names. Recursion follows nested statements, whose depth the
/// parser limits.
class BodyChecker {
 public:
  BodyChecker(const ModuleSet& program, const Module& module, const OpRegistry& registry, std::vector<Error>& errors)
      : calls_(program, module, registry, errors), registry_(registry), errors_(errors) {}

  Scope& scope() { return scope_; }
  void check(const ast::Block& block);
  /// Checks an expression whose value is used.
  void check_value(const ast::Expression& expression) { check_expression(expression, CallChecker::Use::kValue, 1); }

 private:
  void statement(const ast::Statement& statement);
  void branch(const ast::Statement& statement);
  void loop(const ast::Statement& statement);
  void read_targets(const ast::Statement& statement);
  void assign_targets(const ast::Statement& statement);
  void check_subscripts(const std::vector<ast::Subscript>& subscripts);
  void check_expression(const ast::Expression& expression, CallChecker::Use use, size_t targets);
  void check_operator(const ast::Expression& node);
  void check_options(const std::vector<ast::Argument>& options);
  void check_assignable(std::string_view name, SourceSpan where);
  void read(std::string_view name, SourceSpan where);
  void fail(SourceSpan where, std::string message);

  CallChecker calls_;
  const OpRegistry& registry_;
  std::vector<Error>& errors_;
  Scope scope_;
};

}  // namespace lineal
