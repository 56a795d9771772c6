// The fast path: scalars in, one scalar out, nothing allocated.
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/matrix/value_lineage.h"

namespace lineal {

bool Interpreter::run_scalar(const Code& code, const Instruction& instruction, Activation& activation) {
  const Value* in[4];
  const size_t count = instruction.in.size();
  if (count > 4) return false;
  for (size_t i = 0; i < count; ++i)
    in[i] = &operand(code, instruction.in[i], activation);
  Value out;
  if (!instruction.op->scalar(in, out)) return false;
  if (!instruction.out[0].exists()) return true;
  if (record_) record_->replaced(instruction.out[0]);
  const size_t slot = instruction.out[0].at();
  if (lineage_on()) {
    LineageRef lineage;
    if (instruction.trace.empty()) {
      const LineageNode* nodes[4];
      for (size_t i = 0; i < count; ++i) {
        const Operand at = instruction.in[i];
        nodes[i] = at.is_place() ? activation.lineage[at.place().at()].get()
                                 : code.constant_lineage[at.constant_index()].get();
      }
      lineage = LineageNode::operation(instruction.op->symbol, std::span(nodes, count), 0, scalar_fact(out));
      ++nodes_;
    } else {
      lineage = trace(code, instruction, activation).node(out);
    }
    activation.lineage[slot] = std::move(lineage);
  }
  activation.values[slot] = std::move(out);
  return true;
}

}  // namespace lineal
