// The pipeline of passes over HOPs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/hop/verify.h"

namespace lineal {

struct PassOptions {
  std::vector<std::string> disabled;  // names; "all": every optional pass
  std::vector<std::string> explain;   // names; "all"
  bool exact = false;                 // no pass that may change rounding
  bool keep_variables = false;        // variables of main live on (prompt)
  bool verify = kVerifyByDefault;     // check the graphs before the first pass and after each one
  std::function<void(std::string_view)> print;
  /// Told how long each pass took; may be empty.
  std::function<void(std::string_view pass, int64_t nanoseconds)> on_time;
};

struct PassDescription {
  std::string_view name;
  std::string_view what;
  bool may_change_rounding = false;
};

/// Every optional pass in order.
const std::vector<PassDescription>& passes();

/// Runs the passes over a program.
void optimise(HopProgram& program, const PassOptions& options);

}  // namespace lineal
