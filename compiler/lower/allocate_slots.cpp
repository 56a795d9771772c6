#include "compiler/lower/allocate_slots.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace lineal {
namespace {

// Walks the schedule and keeps, for every living value, the slot that holds it. A value lives in one slot: that of the
// variable it was assigned to while it was made, else in a temporary. `y = x` makes another value.
class SlotAllocator {
 public:
  SlotAllocator(Schedule schedule, const LowerScope& scope)
      : schedule_(std::move(schedule)),
        scope_(scope),
        slot_of_(schedule_.values.size(), -1),
        holds_(scope.variables, -1) {}

  LoweredDag run() {
    for (const auto& [slot, value] : schedule_.entries)
      put(value, slot);
    for (size_t i = 0; i < schedule_.steps.size(); ++i)
      step(schedule_.steps[i], static_cast<int32_t>(i));
    for (const Operand operand : schedule_.root_values)
      result_.values.push_back(place(operand));
    result_.code.constants = std::move(schedule_.constants);
    result_.code.constant_lineage = std::move(schedule_.constant_lineage);
    result_.code.slots = static_cast<int32_t>(holds_.size());
    return std::move(result_);
  }

 private:
  bool is_variable(int32_t slot) const { return static_cast<size_t>(slot) < scope_.variables; }
  int32_t& holder(int32_t slot) { return holds_[static_cast<size_t>(slot)]; }
  int32_t& slot_of(int32_t value) { return slot_of_[static_cast<size_t>(value)]; }
  int32_t& last_use(int32_t value) { return schedule_.values[static_cast<size_t>(value)].last_use; }

  void put(int32_t value, int32_t slot) {
    holder(slot) = value;
    slot_of(value) = slot;
  }

  void put_in_temporary(int32_t value) {
    int32_t slot = static_cast<int32_t>(holds_.size());
    if (free_.empty()) {
      holds_.push_back(-1);
    } else {
      slot = free_.top();
      free_.pop();
    }
    put(value, slot);
  }

  Operand place(Operand operand) { return operand < 0 ? operand : slot_of(operand); }

  // Moves the value that the slot holds elsewhere if it is needed after step `at`.
  void clear(int32_t slot, int32_t at) {
    const int32_t value = holder(slot);
    if (value < 0 || last_use(value) <= at) return;
    put_in_temporary(value);
    Instruction move;
    move.kind = InstructionKind::kCopy;
    move.in = {slot};
    move.last = {1};
    move.out = {slot_of(value)};
    move.release = {slot};
    move.where = schedule_.steps[static_cast<size_t>(at)].where;
    result_.code.instructions.push_back(std::move(move));
    holder(slot) = -1;
  }

  // Results that the next steps assign to variables are written there directly.
  void take_variables(const Step& step, int32_t at) {
    for (size_t next = static_cast<size_t>(at) + 1; next < schedule_.steps.size(); ++next) {
      Step& assign = schedule_.steps[next];
      if (assign.kind != InstructionKind::kCopy || assign.variable < 0 || assign.trace_as) return;
      const Operand value = assign.in[0];
      if (std::find(step.out.begin(), step.out.end(), value) == step.out.end() || slot_of(value) >= 0) return;
      const auto taken = [&](int32_t other) { return slot_of(other) == assign.variable; };
      if (std::any_of(step.out.begin(), step.out.end(), taken)) return;
      written_directly_.push_back({value, assign.variable});
      slot_of(value) = assign.variable;
      last_use(value) = std::max(last_use(value), last_use(assign.out[0]));
    }
  }

  void step(Step& step, int32_t at) {
    const bool assigns = step.kind == InstructionKind::kCopy && step.variable >= 0;
    if (assigns && step.in[0] >= 0 && slot_of(step.in[0]) == step.variable) {
      // It is there: written directly, or `x = x`.
      last_use(step.in[0]) = std::max(last_use(step.in[0]), last_use(step.out[0]));
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
    for (const Operand operand : step.in)
      instruction.in.push_back(place(operand));
    if (step.kind == InstructionKind::kExists) instruction.in = {step.variable};
    instruction.last.resize(instruction.in.size());
    instruction.trace = std::move(step.trace);
    for (TraceStep& trace : instruction.trace) {
      for (TraceStep::Input& input : trace.inputs) {
        if (input.from == TraceStep::Input::From::kOperand) input.index = place(input.index);
      }
    }
    release_dead(step, at, instruction);
    give_slots(step, at, instruction);
    describe(step, instruction);
    std::erase_if(instruction.release, [&](int32_t slot) {
      return std::find(instruction.out.begin(), instruction.out.end(), slot) != instruction.out.end();
    });
    result_.code.instructions.push_back(std::move(instruction));
  }

  // Values whose last use this is: operands may be moved out of their slots.
  void release_dead(const Step& step, int32_t at, Instruction& instruction) {
    const auto release = [&](int32_t value) {
      const int32_t slot = slot_of(value);
      if (slot < 0 || holder(slot) != value || last_use(value) > at) return;
      const auto position = std::find(instruction.in.rbegin(), instruction.in.rend(), slot);
      if (position != instruction.in.rend() && instruction.kind != InstructionKind::kExists) {
        instruction.last[static_cast<size_t>(instruction.in.rend() - position) - 1] = 1;
      }
      instruction.release.push_back(slot);
      holder(slot) = -1;
      if (!is_variable(slot)) free_.push(slot);
    };
    for (const Operand operand : step.in) {
      if (operand >= 0) release(operand);
    }
    for (const int32_t value : traced_[static_cast<size_t>(at)])
      release(value);
  }

  void give_slots(const Step& step, int32_t at, Instruction& instruction) {
    if (step.kind == InstructionKind::kAccumulate) {
      instruction.out = {step.variable};
      return;
    }
    for (const auto& [value, slot] : written_directly_)
      put(value, slot);
    for (const int32_t value : step.out) {
      if (slot_of(value) < 0 && last_use(value) > at) put_in_temporary(value);
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
      for (const TraceStep& trace : schedule_.steps[i].trace) {
        for (const TraceStep::Input& input : trace.inputs) {
          if (input.from == TraceStep::Input::From::kOperand && input.index >= 0) traced_[i].push_back(input.index);
        }
      }
    }
  }

 private:
  Schedule schedule_;
  const LowerScope& scope_;
  LoweredDag result_;
  std::vector<int32_t> slot_of_;  // value → slot; -1: none yet
  std::vector<int32_t> holds_;    // slot → value; -1: none that is needed
  std::priority_queue<int32_t, std::vector<int32_t>, std::greater<>> free_;
  std::vector<std::pair<int32_t, int32_t>> written_directly_;  // value, variable
  std::vector<std::vector<int32_t>> traced_;
};

}  // namespace

LoweredDag allocate_slots(Schedule schedule, const LowerScope& scope) {
  SlotAllocator allocator(std::move(schedule), scope);
  allocator.gather_traced();
  return allocator.run();
}

}  // namespace lineal
