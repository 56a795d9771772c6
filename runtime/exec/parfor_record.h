// What one parfor iteration did to the variables of its surroundings.
#pragma once

#include <string>
#include <vector>

#include "runtime/exec/activation.h"
#include "runtime/ops/op_def.h"
#include "runtime/program/program.h"

namespace lineal {

/// Collected while an iteration runs; merged in the order of iterations, so that the outcome does not depend on who ran
/// what when.
class ParForRecord {
 public:
  ParForRecord(const Block& loop, const Activation& initial) : loop_(loop), initial_(initial) {}

  /// An indexed assignment to a result variable. It is repeated on the merged variable when the iteration's turn comes.
  struct Write {
    int32_t slot = -1;
    const OpDef* op = nullptr;
    std::vector<Value> arguments;  // without the variable itself
    std::vector<LineageRef> lineage;
  };
  struct Accumulation {
    int32_t slot = -1;
    Value value;
    LineageRef lineage;
  };
  struct Whole {
    int32_t slot = -1;
    Value value;
    LineageRef lineage;
  };

  std::vector<Write> writes;
  std::vector<Accumulation> accumulations;
  std::vector<Whole> wholes;

  /// Called after every operator of the iteration; notes those that write into a result variable.
  void note_write(const OpDef& op, const Instruction& instruction, const KernelCall& call, bool trace);
  /// Called at the end of the iteration: variables that were assigned as a whole.
  void finish(const Activation& last);

 private:
  bool is_result(int32_t slot) const;

  const Block& loop_;
  const Activation& initial_;
  std::vector<int32_t> whole_slots_;
};

}  // namespace lineal
