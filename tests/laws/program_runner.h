// Runs generated programs in a folder of their own.
#pragma once

#include <string>

#include "compiler/driver/session.h"
#include "tests/laws/program_generator.h"

namespace lineal {

/// A temporary folder, removed in the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

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
