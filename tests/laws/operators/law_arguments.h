// Arguments for laws over operators: what OpDef::law_cases may say, as values with a lineage that computes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/ops/declare/registry.h"
#include "tests/laws/operators/law_bench.h"

namespace lineal {

/// One argument: the value, and the lineage that computes it. Matrices are dense.
struct LawArgument {
  Value value;
  LineageRef lineage;
};
using LawArguments = std::vector<LawArgument>;

/// Reads one case of OpDef::law_cases. Arguments stand in order of parameters, divided by commas:
///
///   7x5            fractions from -2 to 2 and about as many zeros
///   7x5 full       fractions from 0.5 to 2, no zeros
///   7x5 whole      whole numbers from 1 to 4
///   7x5 flags      zeros and ones
///   7x5 definite   5x5, symmetric and positive definite
///   7x5 frame      a frame of such numbers
///   list           a list of a matrix and a number
///   3, 2.5, TRUE   numbers; 'text' without commas; _ for the default of the parameter
///
/// Matrices of one case differ from each other. Throws Error for anything else.
LawArguments read_law_case(const OpDef& op, std::string_view text, LawBench& bench);

/// A case, and what came out of it: dense matrices, one thread.
struct LawRun {
  std::string text;
  LawArguments arguments;
  std::vector<Value> outputs;
};

/// The cases that an operator declares, or those made up from the kinds of its parameters, in which it may fail and
/// does not occur then. Empty for an operator that no law runs.
std::vector<LawRun> law_runs(const OpDef& op, LawBench& bench);

/// Whether laws are to run the operator: it has no effect and does not say why not.
bool has_laws(const OpDef& op);

std::vector<Value> values_of(const LawArguments& arguments);
std::vector<const LineageNode*> nodes_of(const LawArguments& arguments);

}  // namespace lineal
