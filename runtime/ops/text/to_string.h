// The text of matrices, frames and lists, as toString() and print() show it.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/matrix/value.h"

namespace lineal {

struct ToStringOptions {
  int64_t rows = 100;  // at most this many rows and columns are shown
  int64_t columns = 100;
  int decimals = 3;     // -1: up to three, without zeros at the end
  bool sparse = false;  // one line per non-zero instead of the grid
  std::string separator = " ";
  std::string line_separator = "\n";
};

/// Returns the text of any value; scalars as print shows them.
std::string to_string(const Value& value, const ToStringOptions& options = {});

}  // namespace lineal
