// What writer and parser of lineage logs agree on.
#pragma once

#include <string_view>

namespace lineal {

// A log is:
//
//   lineal lineage log 2
//   program "lineal 0.1"
//   profile "numerics 1"
//   machine "..."                          may be missing
//   folder "/home/..."
//   result "model.csv" "csv" SHA-256 of the result's bytes, or -
//   input "data.csv" SHA-256 SIZE          for every file read
//   nodes 5
//   (1) (L) FP64 0.5                       literal: INT64, FP64, BOOLEAN or STRING, and its exact value
//   (2) (C) read "sha256 ..." (1)          leaf: operator, text, inputs
//   (3) (I) eigen #1 (2)                   operator: name, its output if not the first, inputs
//   (4) (I) sum = FP64 36.0 (2)            an operator with a scalar result states it
//   (5) (I) neg by "sum of negated" at "fit.dml:3" (4)     what a rule put in the place of what was written
//   root (5) KEY
//   seal SHA-256 of all bytes before this line
//
// Nodes are numbered from 1 without gaps, inputs come earlier, the last is the root, and every other one is used.
inline constexpr std::string_view kLogName = "lineal lineage log ";
inline constexpr std::string_view kLogVersion = "2";

}  // namespace lineal
