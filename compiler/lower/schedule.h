// The order in which a DAG runs, over numbered values that have no slots yet.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/hop/value_numbers.h"
#include "compiler/lower/lower.h"

namespace lineal {

inline constexpr int32_t kForever = INT32_MAX;

/// A value of the block: what a variable holds at its begin, or a result of a step.
struct ScheduledValue {
  int32_t entry_slot = -1;  // the variable, for values that exist before the block
  int32_t last_use = -1;    // number of the step; kForever when needed after the block
};

/// An instruction to be. Operands are numbers of values (>= 0), constants (< 0), or kNoOperand.
struct Step {
  InstructionKind kind = InstructionKind::kCompute;
  const Hop* hop = nullptr;
  std::vector<Operand> in = {};
  std::vector<int32_t> out = {};  // values
  SourceSpan where = {};

  const Hop* trace_as = nullptr;      // what the result is known as, where that is not "op over operands"
  std::vector<TraceStep> trace = {};  // filled in by trace_values; operands are values

  int32_t variable = -1;  // kCopy: the variable that is assigned; kAccumulate: the one added to
  bool final = false;     // no later step assigns the variable
};

struct Schedule {
  std::vector<Step> steps;
  std::vector<ScheduledValue> values;
  std::vector<Value> constants;
  std::vector<LineageRef> constant_lineage;
  std::vector<Operand> root_values;

  ValueNumbers numbers;
  struct Available {
    int32_t step = -1;  // that makes it; -1: there from the begin
    int32_t value = -1;
  };
  std::unordered_map<ValueNumbers::Number, Available> available;  // by the lineage that the value has
  std::unordered_map<int32_t, int32_t> entries;                   // variable → value

  /// The value that variable `slot` has as the block begins.
  int32_t entry(int32_t slot);
  /// The constant of a literal, whose lineage is what it is known as where that needs no variable.
  Operand constant(const Hop* literal);

 private:
  std::map<std::pair<ValueNumbers::Number, ValueNumbers::Number>, int32_t> constant_index_;
};

/// Orders the operators: roots in turn, each preceded by those operators that no earlier root needed, inputs first and
/// left to right.
Schedule make_schedule(const Dag& dag, const std::vector<bool>& live_out, RootValues root_values);

/// Sets `last_use` of every value, and builds the trace of every step whose lineage is not "operator over operands".
void trace_values(Schedule& schedule, const std::vector<bool>& live_out, const SourceMap* sources);

}  // namespace lineal
