// Syntax tree to HOP DAGs: one DAG per run of statements without control flow.
#pragma once

#include <memory>

#include "compiler/hop/hop.h"
#include "compiler/validate/validate.h"

namespace lineal {

struct BuildResult {
  std::unique_ptr<HopProgram> program;
  std::vector<Error> errors;  // parfor dependencies and what only building can see
};

/// Builds HOPs for the main script and every function it can reach (all functions of all modules if it uses eval).
/// `program` must have passed validate(). `prompt_variables` are names that get the first slots of main, in order.
BuildResult build_hops(const ModuleSet& program, const std::vector<std::string>& prompt_variables = {});

}  // namespace lineal
