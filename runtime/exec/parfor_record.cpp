#include "runtime/exec/parfor_record.h"

#include <algorithm>

namespace lineal {

bool ParForRecord::is_result(int32_t slot) const {
  return std::find(loop_.results.begin(), loop_.results.end(), slot) != loop_.results.end();
}

void ParForRecord::note_write(const OpDef& op, const Instruction& instruction, const KernelCall& call, bool trace) {
  if (!op.is(kInPlace) || instruction.out.empty() || instruction.in.empty()) return;
  const int32_t slot = instruction.out[0];
  if (slot != instruction.in[0] || !is_result(slot)) return;
  if (std::find(whole_slots_.begin(), whole_slots_.end(), slot) != whole_slots_.end()) return;
  Write write{slot, &op, {}, {}};
  for (size_t i = 1; i < call.in.size(); ++i) {
    write.arguments.push_back(call.in[i]);
    if (trace) write.lineage.push_back(call.in_lineage[i]);
  }
  writes.push_back(std::move(write));
}

void ParForRecord::finish(const Activation& last) {
  for (const int32_t slot : loop_.results) {
    const bool indexed = std::any_of(writes.begin(), writes.end(), [slot](const Write& w) { return w.slot == slot; });
    if (indexed) continue;
    const auto at = static_cast<size_t>(slot);
    const Value& now = last.values[at];
    const Value& before = initial_.values[at];
    if (now.empty() || (now.kind() == before.kind() && now.bits() == before.bits())) continue;
    wholes.push_back({slot, now, last.lineage[at]});
  }
}

}  // namespace lineal
