// Makes a failing program shorter.
#pragma once

#include <functional>
#include <vector>

#include "tests/laws/program_generator.h"

namespace lineal {

/// Leaves out pieces, and then lines, as long as the rest still fails. `fails` must be false for what does not run.
GeneratedProgram shrink(GeneratedProgram program, const std::function<bool(const GeneratedProgram&)>& fails);

/// The program with the files that it sources, as messages show it.
std::string show(const GeneratedProgram& program);

}  // namespace lineal
