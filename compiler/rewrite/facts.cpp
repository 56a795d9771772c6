#include "compiler/rewrite/facts.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace lineal {

ValueInfo infer_result(const OpDef& op, std::span<const ValueInfo> in) {
  ValueInfo out;
  if (op.infer && op.outputs.size() == 1) op.infer(op, in, {&out, 1});
  return out;
}

const Hop* operation_over(Dag& dag, const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where,
                          StandIn instead) {
  std::vector<const Hop*> identities;
  std::vector<ValueInfo> in;
  for (const Hop* input : inputs) {
    identities.push_back(input->identity());
    in.push_back(input->info);
  }
  const ValueInfo info = infer_result(*op, in);
  if (!instead.known_as && identities != inputs) {
    instead.known_as = dag.operation(op, std::move(identities), where, info, {.rule = std::exchange(instead.rule, {})});
  }
  return dag.operation(op, std::move(inputs), where, info, std::move(instead));
}

StandIn stand_in(const StandIns& stand_ins, size_t number) {
  const auto found = stand_ins.find(number);
  return found == stand_ins.end() ? StandIn{} : found->second;
}

std::optional<Value> known_number(const ValueInfo& info) {
  if (!info.number) return std::nullopt;
  switch (info.kind) {
    case ValueKind::kInt:
      // Beyond 2^53 the double may not be the integer itself.
      if (!(std::abs(*info.number) < 0x1p53)) return std::nullopt;
      return Value::integer(static_cast<int64_t>(*info.number));
    case ValueKind::kDouble:
      return Value::real(*info.number);
    case ValueKind::kBoolean:
      return Value::boolean(*info.number != 0);
    default:
      return std::nullopt;
  }
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
  if (hop.op->outputs.size() != 1) return true;
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
      return hop.op->is_pure() && hop.op->is(kDeterministic) && !hop.op->is(kRecorded) && hop.op->prepare == nullptr;
    default:
      return false;
  }
}

bool Facts::is_disposable(const Hop* hop) {
  std::vector<const Hop*> open{hop};
  while (!open.empty()) {
    const Hop* next = open.back();
    if (disposable_.contains(next)) {
      open.pop_back();
      continue;
    }
    const size_t before = open.size();
    bool inputs = true;
    for (const Hop* input : next->inputs) {
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
