// The commands of the prompt that start with a colon.
#pragma once

#include <string>

#include "compiler/driver/session.h"

namespace lineal {

/// What commands work on.
struct PromptState {
  Session& session;
  RunResult last;  // of the last statement, for :stats
  bool quit = false;
  int first_error = 0;  // exit status of the first error
};

/// Runs statements and shows their problems, placed in the text `name` from its line `first_line` on.
void run_statements(PromptState& state, const std::string& text, const std::string& name = "prompt",
                    uint32_t first_line = 1);
/// Runs a line that starts with ':'.
void run_prompt_command(PromptState& state, const std::string& line);

}  // namespace lineal
