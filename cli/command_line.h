// The command line as data: which command, on what, with which options.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/parse/parser.h"
#include "runtime/core/config.h"

namespace lineal {

/// What one invocation of `lineal` asks for.
struct CommandLine {
  std::string command;  // "run", "repl", "audit", "reconstruct", "help", "version"; empty: decided by stdin
  std::vector<std::string> operands;  // scripts, logs
  ScriptArguments arguments;          // name=value
  bool inline_code = false;           // operands[0] is code, not a file
  Config config;
  bool counters = false;
  double tolerance = 0;                      // audit
  std::map<std::string, std::string> moved;  // audit: --map old=new
  std::string output;                        // reconstruct: -o
  bool as_written = false;                   // reconstruct: what the script says instead of what ran
  bool help_of_program = false;              // help: --help, whatever the operands
};

/// Parses arguments without the program's name, in Lineal's or SystemDS's spelling. Throws Error(kUsage).
CommandLine parse_command_line(const std::vector<std::string>& arguments);

/// Reads "1048576", "64k", "1m", "2g", "1t" as bytes. Throws Error(kUsage).
int64_t parse_size(std::string_view option, std::string_view text);

/// Splits "name=value" at the first '='. Throws Error(kUsage) unless the name is a letter, then letters, digits or '_'.
std::pair<std::string, std::string> parse_script_argument(std::string_view text);

}  // namespace lineal
