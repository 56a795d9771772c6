#include "compiler/lower/allocate_slots.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace lineal {
namespace {

using ValueTrace = TraceStepIn<ValuePlace>;

// Walks the schedule and keeps, for every living value, the slot that holds it. A value lives in one slot: that of the
// variable it was assigned to while it was made, else in a temporary. `y = x` makes another value.
class SlotAllocator {
 public:
  SlotAllocator(Schedule schedule, const LowerScope& scope)
      : schedule_(std::move(schedule)), scope_(scope), slot_of_(schedule_.values.size()), holds_(scope.variables) {}

  LoweredDag run() {
    for (const auto& [slot, value] : schedule_.entries)
      put(value, slot);
    for (size_t i = 0; i < schedule_.steps.size(); ++i)
      step(schedule_.steps[i], static_cast<int32_t>(i));
    for (const ValueOperand operand : schedule_.root_values)
      result_.values.push_back(place(operand));
    result_.code.constants = std::move(schedule_.constants);
    result_.code.constant_lineage = std::move(schedule_.constant_lineage);
    result_.code.slots = static_cast<int32_t>(holds_.size());
    return std::move(result_);
  }

 private:
  bool is_variable(Slot slot) const { return slot.at() < scope_.variables; }
  ValuePlace& holder(Slot slot) { return holds_[slot.at()]; }
  Slot& slot_of(ValuePlace value) { return slot_of_[value.at()]; }
  int32_t& last_use(ValuePlace value) { return schedule_.values[value.at()].last_use; }

  void put(ValuePlace value, Slot slot) {
    holder(slot) = value;
    slot_of(value) = slot;
  }

  void put_in_temporary(ValuePlace value) {
    Slot slot(holds_.size());
    if (free_.empty()) {
      holds_.emplace_back();
    } else {
      slot = free_.top();
      free_.pop();
    }
    put(value, slot);
  }

  Operand place(ValueOperand operand) {
    if (operand.is_place()) return Operand(slot_of(operand.place()));
    return operand.exists() ? Operand::constant(operand.constant_index()) : Operand();
  }

  TraceStep place(ValueTrace trace) {
    TraceStep placed{.kind = trace.kind,
                     .op = trace.op,
                     .output = trace.output,
                     .value = std::move(trace.value),
                     .rule = std::move(trace.rule),
                     .place = std::move(trace.place)};
    for (const ValueTrace::Input& input : trace.inputs) {
      if (input.step.exists()) {
        placed.inputs.push_back({.step = Place<TraceStep>(input.step.at())});
      } else {
        placed.inputs.push_back({.operand = place(input.operand)});
      }
    }
    return placed;
  }

  // Moves the value that the slot holds elsewhere if it is needed after step `at`.
  void clear(Slot slot, int32_t at) {
    const ValuePlace value = holder(slot);
    if (!value.exists() || last_use(value) <= at) return;
    put_in_temporary(value);
    Instruction move;
    move.kind = InstructionKind::kCopy;
    move.in = {Operand(slot)};
    move.last = {1};
    move.out = {slot_of(value)};
    move.release = {slot};
    move.where = schedule_.steps[static_cast<size_t>(at)].where;
    result_.code.instructions.push_back(std::move(move));
    holder(slot) = {};
  }

  // Results that the next steps assign to variables are written there directly.
  void take_variables(const Step& step, int32_t at) {
    for (size_t next = static_cast<size_t>(at) + 1; next < schedule_.steps.size(); ++next) {
      Step& assign = schedule_.steps[next];
      if (assign.kind != InstructionKind::kCopy || !assign.variable.exists() || assign.trace_as) return;
      if (!assign.in[0].is_place()) return;
      const ValuePlace value = assign.in[0].place();
      if (std::find(step.out.begin(), step.out.end(), value) == step.out.end() || slot_of(value).exists()) return;
      const auto taken = [&](ValuePlace other) { return slot_of(other) == assign.variable; };
      if (std::any_of(step.out.begin(), step.out.end(), taken)) return;
      written_directly_.push_back({value, assign.variable});
      slot_of(value) = assign.variable;
      last_use(value) = std::max(last_use(value), last_use(assign.out[0]));
    }
  }

  void step(Step& step, int32_t at) {
    const bool assigns = step.kind == InstructionKind::kCopy && step.variable.exists();
    if (assigns && step.in[0].is_place() && slot_of(step.in[0].place()) == step.variable) {
      // It is there: written directly, or `x = x`.
      int32_t& end = last_use(step.in[0].place());
      end = std::max(end, last_use(step.out[0]));
      return;
    }
    written_directly_.clear();
    if (assigns) {
      written_directly_.push_back({step.out[0], step.variable});
      last_use(step.out[0]) = std::max(last_use(step.out[0]), at + 1);
    } else {
      take_variables(step, at);
    }
    for (const auto& [value, slot] : written_directly_)
      clear(slot, at);

    Instruction instruction;
    instruction.kind = step.kind;
    instruction.where = step.where;
    for (const ValueOperand operand : step.in)
      instruction.in.push_back(place(operand));
    if (step.kind == InstructionKind::kExists) instruction.in = {Operand(step.variable)};
    instruction.last.resize(instruction.in.size());
    for (ValueTrace& trace : step.trace)
      instruction.trace.push_back(place(std::move(trace)));
    release_dead(step, at, instruction);
    give_slots(step, at, instruction);
    describe(step, instruction);
    std::erase_if(instruction.release, [&](Slot slot) {
      return std::find(instruction.out.begin(), instruction.out.end(), slot) != instruction.out.end();
    });
    result_.code.instructions.push_back(std::move(instruction));
  }

  // Values whose last use this is: operands may be moved out of their slots.
  void release_dead(const Step& step, int32_t at, Instruction& instruction) {
    const auto release = [&](ValuePlace value) {
      const Slot slot = slot_of(value);
      if (!slot.exists() || holder(slot) != value || last_use(value) > at) return;
      const auto position = std::find(instruction.in.rbegin(), instruction.in.rend(), Operand(slot));
      if (position != instruction.in.rend() && instruction.kind != InstructionKind::kExists) {
        instruction.last[static_cast<size_t>(instruction.in.rend() - position) - 1] = 1;
      }
      instruction.release.push_back(slot);
      holder(slot) = {};
      if (!is_variable(slot)) free_.push(slot);
    };
    for (const ValueOperand operand : step.in) {
      if (operand.is_place()) release(operand.place());
    }
    for (const ValuePlace value : traced_[static_cast<size_t>(at)])
      release(value);
  }

  void give_slots(const Step& step, int32_t at, Instruction& instruction) {
    if (step.kind == InstructionKind::kAccumulate) {
      instruction.out = {step.variable};
      return;
    }
    for (const auto& [value, slot] : written_directly_)
      put(value, slot);
    for (const ValuePlace value : step.out) {
      if (!slot_of(value).exists() && last_use(value) > at) put_in_temporary(value);
      instruction.out.push_back(slot_of(value));
    }
  }

  void describe(const Step& step, Instruction& instruction) {
    if (!step.hop) return;
    if (step.kind == InstructionKind::kCompute) {
      instruction.op = step.hop->op;
      instruction.probe = step.hop->op->is(kReusable | kDeterministic) && step.hop->op->is_pure();
    }
    if (step.kind == InstructionKind::kCall) instruction.callee = scope_.callees->at(step.hop->callee);
    if (step.kind == InstructionKind::kEval || step.kind == InstructionKind::kEvalList) {
      instruction.names = step.hop->argument_names;
    }
  }

 public:
  // Which values the trace of each step refers to; gathered before operands are renamed.
  void gather_traced() {
    traced_.resize(schedule_.steps.size());
    for (size_t i = 0; i < schedule_.steps.size(); ++i) {
      for (const ValueTrace& trace : schedule_.steps[i].trace) {
        for (const ValueTrace::Input& input : trace.inputs) {
          if (input.operand.is_place()) traced_[i].push_back(input.operand.place());
        }
      }
    }
  }

 private:
  Schedule schedule_;
  const LowerScope& scope_;
  LoweredDag result_;
  std::vector<Slot> slot_of_;      // by value; none: none yet
  std::vector<ValuePlace> holds_;  // by slot; none: none that is needed
  std::priority_queue<Slot, std::vector<Slot>, std::greater<>> free_;
  std::vector<std::pair<ValuePlace, Slot>> written_directly_;  // and the variables
  std::vector<std::vector<ValuePlace>> traced_;
};

}  // namespace

LoweredDag allocate_slots(Schedule schedule, const LowerScope& scope) {
  SlotAllocator allocator(std::move(schedule), scope);
  allocator.gather_traced();
  return allocator.run();
}

}  // namespace lineal
