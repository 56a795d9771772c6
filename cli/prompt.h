// The prompt, and the filter that it is on a pipe.
#pragma once

#include "cli/command_line.h"

namespace lineal {

/// Reads statements and commands from stdin until it ends; returns the exit status: on a terminal 0, on a pipe that of
/// the first error.
int prompt(const CommandLine& line);

}  // namespace lineal
