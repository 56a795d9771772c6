// Runs generated programs in a folder of their own.
#pragma once

#include <string>

#include "compiler/driver/session.h"
#include "tests/laws/program_generator.h"
#include "tests/laws/temporary_folder.h"

namespace lineal {

/// What a run printed, and its errors as users see them.
struct ProgramOutput {
  std::string printed;
  std::string errors;
  bool operator==(const ProgramOutput&) const = default;
};

/// How a program is given to a session: as one script, or piece by piece at the prompt with what redefines functions.
enum class RunAs { kScript, kPrompt };

/// Runs the program below `folder`, whose files it may overwrite. Draws depend on the program alone.
ProgramOutput run_program(const GeneratedProgram& program, RunAs form, Config config, const TemporaryFolder& folder);

/// The number that an environment variable holds.
int64_t number_from_environment(const char* name, int64_t otherwise);

}  // namespace lineal
