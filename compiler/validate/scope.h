// The variables of a script or function while it is read from top to bottom.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "compiler/ast/ast.h"

namespace lineal {

/// Knows which names may have a value where the reading stands. There are no block scopes: a name assigned in any
/// branch counts from there on; inside a conditional body nothing is certain, for the body may never run.
class Scope {
 public:
  void assign(std::string_view name) { assigned_.emplace(name); }
  /// Assigns all that the statements of a loop's body assign, since the second iteration sees it.
  void assign_all(const ast::Block& block);

  /// Whether something before this point assigns the name.
  bool contains(std::string_view name) const { return assigned_.contains(std::string(name)); }
  const std::unordered_set<std::string>& names() const { return assigned_; }

 private:
  std::unordered_set<std::string> assigned_;
};

/// Whether scripts may not assign the name: NaN, Inf, pi.
bool is_constant(std::string_view name);

}  // namespace lineal
