// Functions and namespaces that statements at the prompt leave to later ones.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/validate/validate.h"

namespace lineal {

class PromptDefinitions {
 public:
  /// Adds what is known to a program, behind its own functions, files and namespaces: these come first. Called before
  /// the program is compiled, and followed by take_back.
  void lend(ModuleSet& program);

  /// Takes everything back, and the program's own definitions with it if it compiled: one that does not compile would
  /// spoil every statement after it. What nobody can reach any more is dropped.
  void take_back(ModuleSet& program, bool compiled);

 private:
  std::vector<std::unique_ptr<ast::Function>> functions_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::map<std::string, const Module*, std::less<>> aliases_;
  std::set<const void*> lent_;  // functions and modules
};

}  // namespace lineal
