// Shorthand for tests: scripts to a linked program and its faults.
#pragma once

#include <string>
#include <vector>

#include "compiler/parse/parser.h"
#include "compiler/validate/validate.h"
#include "runtime/ops/declare/registry.h"

namespace lineal::test {

/// Operators enough for these tests, with kernels that never run.
const OpRegistry& toy_operators();

/// A program from a main script, a script imported as "lib", and builtins; the latter two may be empty.
class Program {
 public:
  explicit Program(std::string main, std::string imported = {}, std::string builtins = {});

  ModuleSet& modules() { return set_; }
  /// Every fault as "line:column: message".
  std::vector<std::string> faults() const;

 private:
  Module* add(std::string text);

  SourceMap sources_;
  ModuleSet set_;
};

/// The only fault of a script; empty when there is none, and all of them when there are several.
std::string fault(std::string main, std::string imported = {}, std::string builtins = {});

}  // namespace lineal::test
