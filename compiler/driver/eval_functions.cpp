#include "compiler/driver/eval_functions.h"

#include <filesystem>

#include "runtime/io/file_system.h"

namespace lineal {
namespace {

std::string normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

}  // namespace

EvalFunctions::EvalFunctions(const ModuleSet& modules, const BuildResult& built, const Program& code,
                             std::string folder)
    : modules_(modules), folder_(std::move(folder)) {
  std::unordered_map<const HopFunction*, const FunctionCode*> lowered;
  for (size_t i = 0; i < code.functions.size(); ++i)
    lowered.emplace(built.program->functions[i].get(), code.functions[i].get());
  for (const auto& module : modules.modules) {
    for (const auto& function : module->script.functions) {
      const FunctionCode* const of = lowered.at(built.functions.at(function.get()));
      code_.emplace(function.get(), of);
      home_.emplace(of, module.get());
    }
  }
}

const FunctionCode* EvalFunctions::find(const FunctionCode& caller, std::string_view name) const {
  const auto home = home_.find(&caller);
  const ModuleSet::Found found = lookup(home == home_.end() ? modules_.main() : *home->second, name);
  return found ? code_.at(found.function) : nullptr;
}

ModuleSet::Found EvalFunctions::lookup(const Module& asking, std::string_view name) const {
  const size_t mark = name.rfind("::");
  if (mark == std::string_view::npos) {
    const ModuleSet::Found found = modules_.find(modules_.main(), name);
    return found ? found : modules_.find(asking, name);
  }
  if (const ModuleSet::Found found = modules_.find(asking, name)) return found;
  if (const ModuleSet::Found found = modules_.find(modules_.main(), name)) return found;
  const std::string path = normal(resolve_path(folder_, std::string(name.substr(0, mark))));
  for (const auto& module : modules_.modules) {
    if (!module->path.empty() && normal(module->path) == path) return modules_.find(*module, name.substr(mark + 2));
  }
  return {};
}

}  // namespace lineal
