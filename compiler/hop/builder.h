// Syntax tree to HOP DAGs: one DAG per run of statements without control flow.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/validate/validate.h"

namespace lineal {

using FunctionMap = std::unordered_map<const ast::Function*, HopFunction*>;

struct BuildResult {
  std::unique_ptr<HopProgram> program;
  FunctionMap functions;      // of `program`
  std::vector<Error> errors;  // parfor dependencies and what only building can see
};

/// Builds HOPs for the main script and every function it can reach (all functions of all modules if it uses eval).
/// `program` must have passed validate(). `prompt_variables` are names that get the first slots of main, in order.
BuildResult build_hops(const ModuleSet& program, const std::vector<std::string>& prompt_variables = {});

}  // namespace lineal
