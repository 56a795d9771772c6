#include <algorithm>

#include "compiler/lower/schedule.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

using Input = TraceStep::Input;

// Writes the steps that trace one written node at one step of the schedule.
class TraceWriter {
 public:
  TraceWriter(Schedule& schedule, int32_t at) : schedule_(schedule), at_(at) {}

  Input input_for(const Hop* root) {
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      if (known_.contains(hop) || leaf(hop)) {
        open.pop_back();
        continue;
      }
      const Hop* node = hop->kind == HopKind::kOutput ? written_form(hop->inputs[0]) : hop;
      LINEAL_CHECK(node->kind == HopKind::kOperator, "lowering: lineage of a call that does not run");
      bool ready = true;
      for (size_t i = node->inputs.size(); i-- > 0;) {
        const Hop* input = written_form(node->inputs[i]);
        if (known_.contains(input)) continue;
        open.push_back(input);
        ready = false;
      }
      if (!ready) continue;
      open.pop_back();
      TraceStep step;
      step.op = node->op->symbol;
      step.output = hop->output;
      for (const Hop* input : node->inputs)
        step.inputs.push_back(known_.at(written_form(input)));
      known_.emplace(hop, add(std::move(step)));
    }
    return known_.at(root);
  }

  Input add(TraceStep step) {
    steps_.push_back(std::move(step));
    return {Input::From::kStep, static_cast<int32_t>(steps_.size() - 1)};
  }

  std::vector<TraceStep> take() { return std::move(steps_); }

 private:
  // Literals, variables, and values whose lineage is at hand.
  bool leaf(const Hop* hop) {
    Operand operand = kNoOperand;
    if (hop->kind == HopKind::kLiteral) {
      operand = schedule_.constant(hop);
    } else if (hop->kind == HopKind::kVariable) {
      operand = schedule_.entry(hop->slot);
    } else if (const auto made = schedule_.available.find(schedule_.numbers.of(hop));
               made != schedule_.available.end() && made->second.step < at_) {
      // A value that is dead otherwise is not kept for its lineage, which is cheap to trace again; unless only running
      // can tell it.
      const ScheduledValue& value = schedule_.values[static_cast<size_t>(made->second.value)];
      const bool opaque =
          is_opaque(*hop) || (hop->kind == HopKind::kOutput && is_opaque(*written_form(hop->inputs[0])));
      if (opaque || value.last_use >= at_) operand = made->second.value;
    }
    if (operand == kNoOperand) return false;
    if (operand >= 0) {
      int32_t& last_use = schedule_.values[static_cast<size_t>(operand)].last_use;
      last_use = std::max(last_use, at_);
    }
    known_.emplace(hop, Input{Input::From::kOperand, operand});
    return true;
  }

  Schedule& schedule_;
  const int32_t at_;
  std::vector<TraceStep> steps_;
  std::unordered_map<const Hop*, Input> known_;
};

void trace(Schedule& schedule, Step& step, int32_t at) {
  TraceWriter writer(schedule, at);
  const Input written = writer.input_for(step.trace_as);
  if (step.rewritten) {
    Input executed{Input::From::kOperand, step.in.empty() ? kNoOperand : step.in[0]};
    if (step.kind == InstructionKind::kCompute) {
      TraceStep ran;
      ran.op = step.hop->op->symbol;
      for (const Operand operand : step.in)
        ran.inputs.push_back({Input::From::kOperand, operand});
      executed = writer.add(std::move(ran));
    }
    writer.add({.kind = TraceStep::Kind::kRewritten, .op = {}, .inputs = {written, executed}});
  } else if (written.from == Input::From::kOperand) {
    writer.add({.kind = TraceStep::Kind::kAlias, .op = {}, .inputs = {written}});
  }
  step.trace = writer.take();
}

}  // namespace

void trace_values(Schedule& schedule, const std::vector<bool>& live_out) {
  std::vector<bool> assigned(live_out.size());
  const auto use = [&schedule](Operand operand, int32_t at) {
    if (operand < 0) return;
    int32_t& last_use = schedule.values[static_cast<size_t>(operand)].last_use;
    last_use = std::max(last_use, at);
  };
  for (size_t i = 0; i < schedule.steps.size(); ++i) {
    const Step& step = schedule.steps[i];
    for (const Operand operand : step.in)
      use(operand, static_cast<int32_t>(i));
    if (step.kind != InstructionKind::kCopy || step.variable < 0) continue;
    if (step.final) use(step.out[0], kForever);
    assigned[static_cast<size_t>(step.variable)] = true;
  }
  for (const Operand operand : schedule.root_values)
    use(operand, kForever);
  for (const auto& [slot, value] : schedule.entries) {
    const auto variable = static_cast<size_t>(slot);
    if (live_out[variable] && !assigned[variable]) use(value, kForever);
  }
  for (size_t i = 0; i < schedule.steps.size(); ++i) {
    Step& step = schedule.steps[i];
    if (step.trace_as) trace(schedule, step, static_cast<int32_t>(i));
  }
  // A trace may have met a variable that no operator reads.
  for (const auto& [slot, value] : schedule.entries) {
    const auto variable = static_cast<size_t>(slot);
    if (live_out[variable] && !assigned[variable]) use(value, kForever);
  }
}

}  // namespace lineal
