// Checks a program before anything runs: names, arity, argument names, definite misuse. Reports everything at once.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "runtime/core/error.h"

namespace lineal {

class OpRegistry;

/// All files of a program, linked. `main` is the script; every other module was reached by source() or is a builtin
/// written in DML.
struct Module {
  std::string path;  // as resolved; "" for the main script
  ast::Script script;
  std::map<std::string, const Module*, std::less<>> aliases;  // namespace alias → module
  std::map<std::string, const ast::Function*, std::less<>> functions;
};

struct ModuleSet {
  std::vector<std::unique_ptr<Module>> modules;  // modules[0] is main
  const Module& main() const { return *modules.front(); }

  struct Found {
    const Module* module = nullptr;
    const ast::Function* function = nullptr;
    explicit operator bool() const { return function != nullptr; }
  };
  /// Finds the function that `name` ("f" or "ns::f") means when called from `from`: its own functions first, then DML
  /// builtins. A builtin `f` has entries m_f, s_f and f_f for matrices, scalars (and lists) and frames: the first of
  /// them that exists stands for all here. A native operator goes before a builtin but not before an own function.
  Found find(const Module& from, std::string_view name) const;
  const Module* builtins = nullptr;  // functions of all loaded DML builtins
  /// Variables that exist before main runs: those of the session at the prompt.
  std::set<std::string, std::less<>> variables;
};

/// Returns every fault of the program in order of position: unknown functions and arguments, wrong arity, unknown or
/// repeated named arguments, missing arguments without default, variables that are never assigned before they are read,
/// duplicate functions and parameters, outputs never assigned, assignments to constants, multi-assignments with more
/// targets than outputs, unknown parfor options. What may depend on run-time kinds or a branch not taken is left to run
/// time.
std::vector<Error> validate(const ModuleSet& program);
/// The same against other operators than operators().
std::vector<Error> validate(const ModuleSet& program, const OpRegistry& registry);

/// Suggests the nearest known name for a misspelt one as the end of a message, "; did you mean sum?", or nothing.
std::string suggest(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace lineal
