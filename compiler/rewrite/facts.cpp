#include "compiler/rewrite/facts.h"

#include <algorithm>
#include <vector>

namespace lineal {

ValueInfo infer_result(const OpDef& op, std::span<const ValueInfo> in) {
  ValueInfo out;
  if (op.infer && op.outputs == 1) op.infer(op, in, {&out, 1});
  return out;
}

bool may_fail(const OpDef& op, std::span<const ValueInfo> in, const ValueInfo& out) {
  if (op.fails == Fails::kPossibly) return true;
  bool all_numbers = true;
  for (size_t i = 0; i < in.size(); ++i) {
    if (in[i].kind == ValueKind::kNone || op.params.empty()) return true;
    if (!(op.params[std::min(i, op.params.size() - 1)].accepts & mask_of(in[i].kind))) return true;
    all_numbers &= in[i].is_number();
  }
  if (op.fails == Fails::kNever) return false;
  if (all_numbers) {
    // Arithmetic of ints may leave their range, and division by zero has no int to give.
    return !out.number && out.kind != ValueKind::kDouble && out.kind != ValueKind::kBoolean;
  }
  for (const ValueInfo& info : in) {
    if (!info.is_number() && !info.sized()) return true;
  }
  return !out.sized() && !out.is_number();
}

bool may_fail(const Hop& hop) {
  switch (hop.kind) {
    case HopKind::kLiteral:
    case HopKind::kExists:
    case HopKind::kOutput:
      return false;
    case HopKind::kVariable:
      return hop.info.kind == ValueKind::kNone;
    case HopKind::kOperator:
      break;
    default:
      return true;
  }
  if (hop.op->outputs != 1) return true;
  std::vector<ValueInfo> in;
  for (const Hop* input : hop.inputs)
    in.push_back(input->info);
  return may_fail(*hop.op, in, hop.info);
}

bool is_movable(const Hop& hop) {
  switch (hop.kind) {
    case HopKind::kLiteral:
    case HopKind::kVariable:
    case HopKind::kExists:
    case HopKind::kOutput:
      return true;
    case HopKind::kOperator:
      return hop.op->is(kPure | kDeterministic) && !hop.op->is(kRecorded) && hop.op->prepare == nullptr;
    default:
      return false;
  }
}

bool Facts::is_disposable(Hop* hop) {
  std::vector<Hop*> open{hop};
  while (!open.empty()) {
    Hop* next = open.back();
    if (disposable_.contains(next)) {
      open.pop_back();
      continue;
    }
    const size_t before = open.size();
    bool inputs = true;
    for (Hop* input : next->inputs) {
      if (!input) continue;
      const auto known = disposable_.find(input);
      if (known == disposable_.end()) {
        open.push_back(input);
      } else {
        inputs &= known->second;
      }
    }
    if (open.size() > before) continue;
    open.pop_back();
    disposable_[next] = inputs && is_movable(*next) && !may_fail(*next);
  }
  return disposable_.at(hop);
}

}  // namespace lineal
