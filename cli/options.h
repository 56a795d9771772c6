// The options of the command line, as one table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"

namespace lineal {

enum class OptionValue : uint8_t { kNone, kOptional, kRequired };

/// One option. `apply` stores the value (empty when there is none) and throws Error(kUsage) for a bad one.
struct Option {
  std::string_view name;         // with dashes
  std::string_view placeholder;  // what the value is called in --help
  OptionValue value;
  std::string_view fallback;  // the default, as --help shows it
  std::string_view help;      // empty: for tests, and not listed by --help
  void (*apply)(CommandLine& line, std::string_view name, const std::string& value);
};

std::span<const Option> options();
/// Returns null when there is no such option.
const Option* find_option(std::string_view name);
/// Throws Error(kUsage) when a name to disable or explain is no pass of the compiler.
void check_pass_names(const Config& config);

}  // namespace lineal
