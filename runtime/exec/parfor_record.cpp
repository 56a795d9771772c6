#include "runtime/exec/parfor_record.h"

#include <algorithm>

namespace lineal {

ParForRecord::ParForRecord(const Block& loop) : loop_(loop) {
  for (const Slot slot : loop.results) {
    Version& first = versions_.emplace_back();
    first.slot = slot;
    set_version(slot, VersionNumber(versions_.size() - 1));
  }
}

void ParForRecord::set_version(Slot slot, VersionNumber version) {
  if (slot.at() >= version_in_.size()) {
    if (!version.exists()) return;
    version_in_.resize(slot.at() + 1);
  }
  version_in_[slot.at()] = version;
}

void ParForRecord::copied(Operand from, Slot to) {
  set_version(to, version_in(from));
}

void ParForRecord::wrote(const OpDef& op, const Instruction& instruction, const KernelCall& call, bool trace) {
  const Slot to = instruction.out.empty() ? Slot() : instruction.out[0];
  if (!to.exists()) return;
  const VersionNumber before = version_in(instruction.in[0]);
  if (!before.exists()) return replaced(to);
  Version after{before, versions_[before.at()].slot, {}};
  after.write.slot = after.slot;
  after.write.op = &op;
  after.write.where = instruction.where;
  for (size_t i = 1; i < call.in.size(); ++i) {
    after.write.arguments.push_back(call.in[i]);
    if (trace) after.write.lineage.push_back(call.in_lineage[i]);
  }
  versions_.push_back(std::move(after));
  set_version(to, VersionNumber(versions_.size() - 1));
}

void ParForRecord::wrote(Write write) {
  const Slot slot = write.slot;
  const VersionNumber before = version_in(slot);
  if (!before.exists()) return;
  Version after{before, versions_[before.at()].slot, std::move(write)};
  after.write.slot = after.slot;
  versions_.push_back(std::move(after));
  set_version(slot, VersionNumber(versions_.size() - 1));
}

bool ParForRecord::is_partial(Slot slot) const {
  const VersionNumber version = version_in(slot);
  return version.exists() && versions_[version.at()].slot == slot;
}

void ParForRecord::finish(const Activation& last) {
  for (const Slot slot : loop_.results) {
    if (is_partial(slot)) {
      const size_t first = writes.size();
      for (VersionNumber at = version_in(slot); versions_[at.at()].parent.exists();) {
        Version& version = versions_[at.at()];
        writes.push_back(version.write);  // a copy: two results may share a history
        at = version.parent;
      }
      std::reverse(writes.begin() + static_cast<std::ptrdiff_t>(first), writes.end());
      continue;
    }
    const size_t at = slot.at();
    if (!last.values[at].empty()) wholes.push_back({slot, last.values[at], last.lineage[at]});
  }
}

}  // namespace lineal
