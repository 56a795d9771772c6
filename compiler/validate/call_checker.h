// Checks one call: does the function exist, do the arguments fit, how many values does it give.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/validate/validate.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {

class CallChecker {
 public:
  CallChecker(const ModuleSet& program, const Module& from, const OpRegistry& registry, std::vector<Error>& errors)
      : program_(program), from_(from), registry_(registry), errors_(errors) {}

  /// How many values the context of a call takes.
  enum class Use : uint8_t { kStatement, kValue, kTargets };

  /// Reports what is wrong with `call`; `targets` counts those of a multi-assignment.
  void check(const ast::Expression& call, Use use, size_t targets = 1);

 private:
  void check_function(const ast::Expression& call, ModuleSet::Found found, Use use, size_t targets);
  void check_builtin(const ast::Expression& call, ModuleSet::Found found, Use use, size_t targets);
  void check_native(const ast::Expression& call, Use use, size_t targets);
  void check_compiler_call(const ast::Expression& call, Use use, size_t targets);
  void check_outputs(const ast::Expression& call, size_t outputs, Use use, size_t targets);
  void unknown(const ast::Expression& call);
  void fail(SourceSpan where, std::string message);

  const ModuleSet& program_;
  const Module& from_;
  const OpRegistry& registry_;
  std::vector<Error>& errors_;
};

}  // namespace lineal
