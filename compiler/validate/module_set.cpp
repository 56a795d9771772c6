#include <array>

#include "compiler/validate/validate.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

const ast::Function* lookup(const Module& module, std::string_view name) {
  const auto found = module.functions.find(name);
  return found == module.functions.end() ? nullptr : found->second;
}

}  // namespace

ModuleSet::Found ModuleSet::find(const Module& from, std::string_view name) const {
  if (const size_t mark = name.rfind("::"); mark != std::string_view::npos) {
    const auto alias = from.aliases.find(name.substr(0, mark));
    if (alias == from.aliases.end()) return {};
    const ast::Function* function = lookup(*alias->second, name.substr(mark + 2));
    return function == nullptr ? Found{} : Found{alias->second, function};
  }
  if (const ast::Function* own = lookup(from, name)) return {&from, own};
  if (builtins == nullptr) return {};
  constexpr std::array<std::string_view, 4> kPrefixes = {"", "m_", "s_", "f_"};
  for (std::string_view prefix : kPrefixes) {
    if (const ast::Function* function = lookup(*builtins, cat(prefix, name))) return {builtins, function};
  }
  return {};
}

}  // namespace lineal
