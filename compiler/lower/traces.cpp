#include <algorithm>

#include "compiler/lower/schedule.h"
#include "compiler/rewrite/facts.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

using ValueTrace = TraceStepIn<ValuePlace>;
using Input = ValueTrace::Input;

// Writes the steps that trace one identity at one step of the schedule.
class TraceWriter {
 public:
  TraceWriter(Schedule& schedule, int32_t at, const SourceMap* sources)
      : schedule_(schedule), at_(at), sources_(sources) {}

  Input input_for(const Hop* root) {
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      if (known_.contains(hop) || leaf(hop)) {
        open.pop_back();
        continue;
      }
      const Hop* node = hop->kind == HopKind::kOutput ? hop->inputs[0] : hop;
      LINEAL_CHECK(node->kind == HopKind::kOperator, "lowering: lineage of a call that does not run");
      bool ready = true;
      for (size_t i = node->inputs.size(); i-- > 0;) {
        if (known_.contains(node->inputs[i])) continue;
        open.push_back(node->inputs[i]);
        ready = false;
      }
      if (!ready) continue;
      open.pop_back();
      ValueTrace step;
      step.op = node->op;
      step.output = hop->output;
      step.value = known_number(hop->info);
      if (!hop->rule.empty()) {
        step.rule = hop->rule;
        step.place = place_of(hop->where);
      }
      for (const Hop* input : node->inputs)
        step.inputs.push_back(known_.at(input));
      known_.emplace(hop, add(std::move(step)));
    }
    return known_.at(root);
  }

  Input add(ValueTrace step) {
    steps_.push_back(std::move(step));
    return {.step = Place<ValueTrace>(steps_.size() - 1)};
  }

  std::vector<ValueTrace> take() { return std::move(steps_); }

 private:
  std::string place_of(SourceSpan where) const {
    if (!sources_ || !where.known()) return {};
    const SourceSpan shown = sources_->shown(where);
    return cat(sources_->name(shown.file), ":", shown.line);
  }

  // Literals, variables, and values whose lineage is at hand.
  bool leaf(const Hop* hop) {
    ValueOperand operand;
    if (hop->kind == HopKind::kLiteral) {
      operand = schedule_.constant(hop);
    } else if (hop->kind == HopKind::kVariable) {
      operand = ValueOperand(schedule_.entry(hop->slot));
    } else if (const auto made = schedule_.available.find(schedule_.numbers.of(hop));
               made != schedule_.available.end() && made->second.step < at_) {
      // A value that is dead otherwise is not kept for its lineage, which is cheap to trace again; unless only running
      // can tell it, as it can what number comes out.
      const ScheduledValue& value = schedule_.values[made->second.value.at()];
      const bool opaque = is_opaque(*hop) || (hop->kind == HopKind::kOutput && is_opaque(*hop->inputs[0]));
      const bool scalar = hop->info.is_number() || (hop->kind == HopKind::kOperator && hop->op->gives_scalars());
      if (opaque || scalar || value.last_use >= at_) operand = ValueOperand(made->second.value);
    }
    if (!operand.exists()) return false;
    if (operand.is_place()) {
      int32_t& last_use = schedule_.values[operand.place().at()].last_use;
      last_use = std::max(last_use, at_);
    }
    known_.emplace(hop, Input{.operand = operand});
    return true;
  }

  Schedule& schedule_;
  const int32_t at_;
  const SourceMap* const sources_;
  std::vector<ValueTrace> steps_;
  std::unordered_map<const Hop*, Input> known_;
};

void trace(Schedule& schedule, Step& step, int32_t at, const SourceMap* sources) {
  TraceWriter writer(schedule, at, sources);
  const Input result = writer.input_for(step.trace_as);
  if (!result.step.exists()) writer.add({.kind = ValueTrace::Kind::kAlias, .inputs = {result}});
  step.trace = writer.take();
}

}  // namespace

void trace_values(Schedule& schedule, const std::vector<bool>& live_out, const SourceMap* sources) {
  std::vector<bool> assigned(live_out.size());
  const auto use = [&schedule](ValuePlace value, int32_t at) {
    int32_t& last_use = schedule.values[value.at()].last_use;
    last_use = std::max(last_use, at);
  };
  for (size_t i = 0; i < schedule.steps.size(); ++i) {
    const Step& step = schedule.steps[i];
    for (const ValueOperand operand : step.in) {
      if (operand.is_place()) use(operand.place(), static_cast<int32_t>(i));
    }
    if (step.kind != InstructionKind::kCopy || !step.variable.exists()) continue;
    if (step.final) use(step.out[0], kForever);
    assigned[step.variable.at()] = true;
  }
  for (const ValueOperand operand : schedule.root_values) {
    if (operand.is_place()) use(operand.place(), kForever);
  }
  for (const auto& [slot, value] : schedule.entries) {
    if (live_out[slot.at()] && !assigned[slot.at()]) use(value, kForever);
  }
  for (size_t i = 0; i < schedule.steps.size(); ++i) {
    Step& step = schedule.steps[i];
    if (step.trace_as) trace(schedule, step, static_cast<int32_t>(i), sources);
  }
  // A trace may have met a variable that no operator reads.
  for (const auto& [slot, value] : schedule.entries) {
    if (live_out[slot.at()] && !assigned[slot.at()]) use(value, kForever);
  }
}

}  // namespace lineal
