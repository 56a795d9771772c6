#include "compiler/validate/scope.h"

namespace lineal {

void Scope::assign_all(const ast::Block& block) {
  for (const auto& each : block) {
    for (const ast::Target& target : each->targets)
      assign(target.name);
    if (!each->variable.empty()) assign(each->variable);
    assign_all(each->body);
    assign_all(each->otherwise);
  }
}

bool is_constant(std::string_view name) {
  return name == "NaN" || name == "Inf" || name == "pi";
}

}  // namespace lineal
