// The functions that eval() may name.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "compiler/hop/builder.h"
#include "compiler/validate/validate.h"
#include "runtime/program/program.h"

namespace lineal {

/// Finds functions by the name that a running function gives. An unqualified name means a function of the main script,
/// as in SystemDS, so that a function of a library may be handed the name of one's own; then one of the file that asks.
/// "ns::f" is looked up among the namespaces of the file that asks, then those of the main script; "path::f" names a
/// file itself.
class EvalFunctions {
 public:
  /// All arguments outlive this object; `code` is what the program of `built` was lowered to.
  EvalFunctions(const ModuleSet& modules, const BuildResult& built, const Program& code, std::string folder);

  /// Returns null if there is none. `caller` may be the main program.
  const FunctionCode* find(const FunctionCode& caller, std::string_view name) const;

 private:
  ModuleSet::Found lookup(const Module& asking, std::string_view name) const;

  const ModuleSet& modules_;
  const std::string folder_;
  std::unordered_map<const ast::Function*, const FunctionCode*> code_;
  std::unordered_map<const FunctionCode*, const Module*> home_;
};

}  // namespace lineal
