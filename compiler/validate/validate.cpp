#include "compiler/validate/validate.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "compiler/validate/body_checker.h"
#include "compiler/validate/scope.h"
#include "runtime/core/cat.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

namespace {

class ModuleChecker {
 public:
  ModuleChecker(const ModuleSet& program, const Module& module, const OpRegistry& registry, std::vector<Error>& errors)
      : program_(program), module_(module), registry_(registry), errors_(errors) {}

  void check() {
    imports();
    functions();
    BodyChecker body(program_, module_, registry_, errors_);
    if (&module_ == &program_.main()) {
      for (const std::string& name : program_.variables)
        body.scope().assign(name);
    }
    body.check(module_.script.body);
  }

 private:
  void fail(SourceSpan where, std::string message) {
    errors_.emplace_back(ErrorKind::kInvalid, std::move(message), where);
  }
  void imports();
  void functions();
  void function(const ast::Function& function);
  void parameters(const std::vector<ast::Parameter>& parameters, std::string_view what);

  const ModuleSet& program_;
  const Module& module_;
  const OpRegistry& registry_;
  std::vector<Error>& errors_;
};

void ModuleChecker::imports() {
  std::map<std::string_view, const ast::Import*> seen;
  for (const ast::Import& each : module_.script.imports) {
    const auto [entry, added] = seen.emplace(each.alias, &each);
    if (added || entry->second->path == each.path) continue;
    fail(each.where,
         cat("source: the namespace ", each.alias, " stands for two files: ", entry->second->path, " and ", each.path));
  }
}

void ModuleChecker::functions() {
  std::map<std::string_view, const ast::Function*> seen;
  for (const auto& each : module_.script.functions) {
    const auto [entry, added] = seen.emplace(each->name, each.get());
    if (!added) {
      fail(each->where, cat("function: defined twice: ", each->name));
      errors_.back().note("first defined here", entry->second->where);
    }
    function(*each);
  }
}

void ModuleChecker::function(const ast::Function& function) {
  parameters(function.parameters, "parameter");
  parameters(function.results, "result");
  BodyChecker body(program_, module_, registry_, errors_);
  // A default may use the parameters before it.
  for (const ast::Parameter& each : function.parameters) {
    if (each.fallback) body.check_value(*each.fallback);
    body.scope().assign(each.name);
  }
  body.check(function.body);
  for (const ast::Parameter& each : function.results) {
    if (!body.scope().contains(each.name)) {
      fail(each.where, cat("function: the result is never assigned: ", each.name, " of ", function.name));
    }
  }
}

void ModuleChecker::parameters(const std::vector<ast::Parameter>& parameters, std::string_view what) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    const ast::Parameter& each = parameters[i];
    if (is_constant(each.name)) fail(each.where, cat("function: a constant is no ", what, ": ", each.name));
    const bool twice = std::any_of(parameters.begin(), parameters.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const ast::Parameter& other) { return other.name == each.name; });
    if (twice) fail(each.where, cat("function: the ", what, " occurs twice: ", each.name));
  }
}

}  // namespace

std::vector<Error> validate(const ModuleSet& program) {
  return validate(program, operators());
}

std::vector<Error> validate(const ModuleSet& program, const OpRegistry& registry) {
  std::vector<Error> errors;
  for (const auto& module : program.modules)
    ModuleChecker(program, *module, registry, errors).check();
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    const SourceSpan left = a.where();
    const SourceSpan right = b.where();
    return std::tuple(left.file, left.line, left.column) < std::tuple(right.file, right.line, right.column);
  });
  return errors;
}

}  // namespace lineal
