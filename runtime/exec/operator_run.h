// One execution of one operator.
#pragma once

#include <string>

#include "runtime/exec/few_or_many.h"
#include "runtime/exec/interpreter.h"

namespace lineal {

/// The way of an instruction from its operands to its results. `run` is the list of its steps; everything that a step
/// leaves for a later one is a member.
class OperatorRun {
 public:
  OperatorRun(Interpreter& interpreter, const Code& code, const Instruction& instruction, Activation& activation);

  void run();

 private:
  /// Fetches the operands and returns them.
  std::span<const Value> take_operands();
  void prepare();
  void trace();
  /// A copy that can wait is put off. True if it was.
  bool defer();
  /// True if the reuse cache has the results. Otherwise this thread may have become their producer.
  bool look_up();
  void compute();
  void force_operands();
  /// Values that die in this instruction are handed over to the kernel, so that it may write into them.
  void hand_over();
  void put_back();
  void trace_results();
  void keep(int64_t nanoseconds);
  void record();
  void publish();

  bool dies_here(size_t i) const { return i < instruction_.last.size() && instruction_.last[i]; }
  LineageRef node_of(size_t output);

  Interpreter& interpreter_;
  const Code& code_;
  const Instruction& instruction_;
  Activation& activation_;
  const bool tracing_;

  FewOrMany<Value, kFewOperands> operands_;
  FewOrMany<LineageRef, kFewOperands> operand_lineage_;
  FewOrMany<const LineageNode*, kFewOperands> nodes_;  // of operand_lineage_
  const std::span<Value> in_;
  const OpDef& op_;
  FewOrMany<Value, kFewOutputs> results_;
  FewOrMany<LineageRef, kFewOutputs> result_lineage_;
  const std::span<Value> out_;
  const std::span<LineageRef> out_lineage_;
  std::string leaf_;
  KernelCall call_;

  Interpreter::LastStep last_;
  Key key_;  // of what this execution computes; empty if the cache has no business with it
  ReuseCache::Ticket ticket_;
};

}  // namespace lineal
