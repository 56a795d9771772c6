#include "compiler/driver/prompt/prompt_definitions.h"

namespace lineal {
namespace {

/// The modules that source() reaches from main.
std::set<const Module*> reached_from(const Module& main) {
  std::set<const Module*> reached;
  std::vector<const Module*> open = {&main};
  while (!open.empty()) {
    const Module* const module = open.back();
    open.pop_back();
    for (const auto& [alias, target] : module->aliases) {
      if (reached.insert(target).second) open.push_back(target);
    }
  }
  return reached;
}

}  // namespace

void PromptDefinitions::lend(ModuleSet& program) {
  Module& main = *program.modules.front();
  lent_.clear();
  for (auto& function : functions_) {
    // One that the program defines anew stays here until the new one has compiled.
    if (!main.functions.emplace(function->name, function.get()).second) continue;
    lent_.insert(function.get());
    main.script.functions.push_back(std::move(function));
  }
  std::erase_if(functions_, [](const auto& function) { return function == nullptr; });
  main.aliases.insert(aliases_.begin(), aliases_.end());
  for (auto& module : modules_) {
    lent_.insert(module.get());
    program.modules.push_back(std::move(module));
  }
  modules_.clear();
}

void PromptDefinitions::take_back(ModuleSet& program, bool compiled) {
  if (compiled) {
    functions_.clear();
    aliases_ = program.main().aliases;
  }
  const std::set<const Module*> reached = reached_from(program.main());
  for (auto& function : program.modules.front()->script.functions) {
    if (compiled || lent_.contains(function.get())) functions_.push_back(std::move(function));
  }
  for (size_t i = 1; i < program.modules.size(); ++i) {
    auto& module = program.modules[i];
    if (compiled ? reached.contains(module.get()) : lent_.contains(module.get())) modules_.push_back(std::move(module));
  }
}

}  // namespace lineal
