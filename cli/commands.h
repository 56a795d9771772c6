// The commands of the program, as a table.
#pragma once

#include <span>
#include <string_view>

#include "cli/command_line.h"

namespace lineal {

struct Command {
  std::string_view name;
  std::string_view synopsis;
  std::string_view help;
  int (*run)(const CommandLine& line);  // returns the exit status, throws Error
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);

}  // namespace lineal
