// A lineage log as audit and reconstruction need it: parsed, every operator fit to be applied, a write at the root.
#pragma once

#include <map>
#include <string>

#include "lineage/log/lineage_log.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Reads and verifies a log whose root writes a result: `root->inputs()` are the arguments of write(). Every node that
/// applies an operator names one that exists, has inputs enough for it, and is a leaf only where the operator reads a
/// file or records a value. Throws Error(kIo) naming the file and the cause.
ParsedLog read_result_log(const std::string& path);

/// Where an input is now: moved by --map (a whole path or a leading part of one, as logged or resolved), else below the
/// folder of the run.
std::string locate_input(const std::string& logged, const std::string& folder,
                         const std::map<std::string, std::string>& moved);

/// The operator of a kOperator or kLeaf node of a log that has been read.
const OpDef& operator_of(const LineageNode& node);

/// "sha256=... format=..." → the value of one key; empty if there is none.
std::string fact_of(std::string_view facts, std::string_view key);

/// The whole number that a leaf such as time() recorded. Throws Error(kIo) if it is none.
int64_t recorded_value(const LineageNode& node);

}  // namespace lineal
