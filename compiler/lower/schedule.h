// The order in which a DAG runs, over numbered values that have no slots yet.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/hop/value_numbers.h"
#include "compiler/lower/lower.h"

namespace lineal {

inline constexpr int32_t kForever = INT32_MAX;

struct ScheduledValue;
using ValuePlace = Place<ScheduledValue>;
using ValueOperand = OperandIn<ValuePlace>;

/// A value of the block: what a variable holds at its begin, or a result of a step.
struct ScheduledValue {
  Slot entry_slot = {};   // the variable, for values that exist before the block
  int32_t last_use = -1;  // number of the step; kForever when needed after the block
};

/// An instruction to be.
struct Step {
  InstructionKind kind = InstructionKind::kCompute;
  const Hop* hop = nullptr;
  std::vector<ValueOperand> in = {};
  std::vector<ValuePlace> out = {};
  SourceSpan where = {};

  const Hop* trace_as = nullptr;                    // what the result is known as, where that is not "op over operands"
  std::vector<TraceStepIn<ValuePlace>> trace = {};  // filled in by trace_values

  Slot variable = {};  // kCopy: the variable that is assigned; kAccumulate: the one added to
  bool final = false;  // no later step assigns the variable
};

struct Schedule {
  std::vector<Step> steps;
  std::vector<ScheduledValue> values;
  std::vector<Value> constants;
  std::vector<LineageRef> constant_lineage;
  std::vector<ValueOperand> root_values;

  ValueNumbers numbers;
  struct Available {
    int32_t step = -1;  // that makes it; -1: there from the begin
    ValuePlace value;
  };
  std::unordered_map<ValueNumbers::Number, Available> available;  // by the lineage that the value has
  std::unordered_map<Slot, ValuePlace> entries;                   // by variable

  /// The value that variable `slot` has as the block begins.
  ValuePlace entry(Slot slot);
  /// The constant of a literal, whose lineage is what it is known as where that needs no variable.
  ValueOperand constant(const Hop* literal);

 private:
  std::map<std::pair<ValueNumbers::Number, ValueNumbers::Number>, size_t> constant_index_;
};

/// Orders the operators: roots in turn, each preceded by those operators that no earlier root needed, inputs first and
/// left to right.
Schedule make_schedule(const Dag& dag, const std::vector<bool>& live_out, RootValues root_values);

/// Sets `last_use` of every value, and builds the trace of every step whose lineage is not "operator over operands".
void trace_values(Schedule& schedule, const std::vector<bool>& live_out, const SourceMap* sources);

}  // namespace lineal
