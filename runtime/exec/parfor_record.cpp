#include "runtime/exec/parfor_record.h"

#include <algorithm>

namespace lineal {

ParForRecord::ParForRecord(const Block& loop) : loop_(loop) {
  for (const int32_t slot : loop.results) {
    Version& first = versions_.emplace_back();
    first.slot = slot;
    set_version(slot, static_cast<int32_t>(versions_.size() - 1));
  }
}

void ParForRecord::set_version(int32_t slot, int32_t version) {
  if (static_cast<size_t>(slot) >= version_in_.size()) {
    if (version == kNone) return;
    version_in_.resize(static_cast<size_t>(slot) + 1, kNone);
  }
  version_in_[static_cast<size_t>(slot)] = version;
}

void ParForRecord::copied(Operand from, int32_t to) {
  set_version(to, version_in(from));
}

void ParForRecord::wrote(const OpDef& op, const Instruction& instruction, const KernelCall& call, bool trace) {
  const int32_t to = instruction.out.empty() ? -1 : instruction.out[0];
  if (to < 0) return;
  const int32_t before = version_in(instruction.in[0]);
  if (before == kNone) return replaced(to);
  Version after{before, versions_[static_cast<size_t>(before)].slot, {}};
  after.write.slot = after.slot;
  after.write.op = &op;
  after.write.where = instruction.where;
  for (size_t i = 1; i < call.in.size(); ++i) {
    after.write.arguments.push_back(call.in[i]);
    if (trace) after.write.lineage.push_back(call.in_lineage[i]);
  }
  versions_.push_back(std::move(after));
  set_version(to, static_cast<int32_t>(versions_.size() - 1));
}

void ParForRecord::wrote(Write write) {
  const int32_t slot = write.slot;
  const int32_t before = version_in(slot);
  if (before == kNone) return;
  Version after{before, versions_[static_cast<size_t>(before)].slot, std::move(write)};
  after.write.slot = after.slot;
  versions_.push_back(std::move(after));
  set_version(slot, static_cast<int32_t>(versions_.size() - 1));
}

bool ParForRecord::is_partial(int32_t slot) const {
  const int32_t version = version_in(slot);
  return version != kNone && versions_[static_cast<size_t>(version)].slot == slot;
}

void ParForRecord::finish(const Activation& last) {
  for (const int32_t slot : loop_.results) {
    if (is_partial(slot)) {
      const size_t first = writes.size();
      for (int32_t at = version_in(slot); versions_[static_cast<size_t>(at)].parent != kNone;) {
        Version& version = versions_[static_cast<size_t>(at)];
        writes.push_back(version.write);  // a copy: two results may share a history
        at = version.parent;
      }
      std::reverse(writes.begin() + static_cast<std::ptrdiff_t>(first), writes.end());
      continue;
    }
    const auto at = static_cast<size_t>(slot);
    if (!last.values[at].empty()) wholes.push_back({slot, last.values[at], last.lineage[at]});
  }
}

}  // namespace lineal
