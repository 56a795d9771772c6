#include "compiler/lower/lower.h"

#include <algorithm>
#include <set>

#include "compiler/hop/live_variables.h"
#include "compiler/lower/allocate_slots.h"
#include "compiler/lower/schedule.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"

namespace lineal {
namespace {

class FunctionLowering {
 public:
  FunctionLowering(const HopFunction& from, FunctionCode& to, const CalleeMap& callees, const SourceMap* sources)
      : from_(from), to_(to), scope_{from.variables.size(), &callees, sources} {}

  void run() {
    to_.name = from_.name;
    to_.where = from_.where;
    to_.slot_names = from_.variables;
    to_.slots = static_cast<int32_t>(from_.variables.size());
    to_.hash = from_.hash;
    for (const HopParameter& parameter : from_.parameters)
      bind_parameter(parameter);
    for (const HopParameter& result : from_.results)
      to_.results.push_back(binding(result));
    blocks(from_.body, to_.body);
    const bool repeatable = from_.deterministic && (!from_.has_effects || from_.may_fail_only);
    to_.reusable = repeatable && worth_a_probe_;
  }

 private:
  using HopBlocks = std::vector<std::unique_ptr<HopBlock>>;
  using Blocks = std::vector<std::unique_ptr<Block>>;

  static Binding binding(const HopParameter& parameter) {
    Binding binding;
    binding.name = parameter.name;
    binding.slot = parameter.slot;
    binding.type = static_cast<BindingType>(parameter.type);
    binding.scalar = parameter.scalar;
    binding.has_default = parameter.has_default;
    return binding;
  }

  // The default is computed into the parameter's own slot; a literal or another parameter is copied there.
  void bind_parameter(const HopParameter& parameter) {
    Binding bound = binding(parameter);
    Code code;
    if (parameter.has_default) {
      LoweredDag lowered =
          lower_dag(parameter.fallback, std::vector<bool>(scope_.variables, true), scope_, RootValues::kKept);
      code = std::move(lowered.code);
      Instruction store;
      store.kind = InstructionKind::kCopy;
      store.in = {lowered.values.at(0)};
      store.last = {0};
      store.out = {parameter.slot};
      store.where = parameter.where;
      code.instructions.push_back(std::move(store));
      bound.fallback_slot = parameter.slot;
      count(code);
    }
    to_.parameters.push_back(std::move(bound));
    to_.defaults.push_back(std::move(code));
  }

  void blocks(const HopBlocks& from, Blocks& to) {
    for (const auto& block : from)
      to.push_back(lower_block(*block));
  }

  static BlockKind kind_of(HopBlockKind kind) {
    switch (kind) {
      case HopBlockKind::kIf:
        return BlockKind::kIf;
      case HopBlockKind::kFor:
        return BlockKind::kFor;
      case HopBlockKind::kParFor:
        return BlockKind::kParFor;
      case HopBlockKind::kWhile:
        return BlockKind::kWhile;
      default:
        return BlockKind::kBasic;
    }
  }

  std::unique_ptr<Block> lower_block(const HopBlock& from) {
    auto block = std::make_unique<Block>();
    block->kind = kind_of(from.kind);
    block->where = from.where;
    block->variable = from.variable;
    block->source = &from;
    const bool basic = from.kind == HopBlockKind::kBasic;
    LoweredDag lowered = lower_dag(from.dag, basic ? from.live_out : live_after_head(from), scope_,
                                   basic ? RootValues::kDropped : RootValues::kKept);
    block->code = std::move(lowered.code);
    count(block->code);
    if (basic && sizes_matter(from.dag)) recompile_later(from, *block);
    const auto value = [&](size_t i) { return i < lowered.values.size() ? lowered.values[i] : Operand(); };
    if (from.kind == HopBlockKind::kIf || from.kind == HopBlockKind::kWhile) {
      block->predicate = value(0);
    } else if (!basic) {
      block->from = value(0);
      block->to = value(1);
      block->increment = value(2);
    }
    if (from.kind != HopBlockKind::kIf && !basic) worth_a_probe_ = true;
    if (from.kind == HopBlockKind::kParFor) parallel(from, *block);
    blocks(from.body, block->body);
    blocks(from.otherwise, block->otherwise);
    return block;
  }

  // The code depends on the sizes of matrices that are not known yet.
  static void recompile_later(const HopBlock& from, Block& block) {
    std::set<Slot> slots;
    for (const Hop* hop : nodes_in_order(from.dag)) {
      if (hop->kind != HopKind::kVariable) continue;
      slots.insert(hop->slot);
      block.recompile |= hop->info.kind == ValueKind::kNone || (hop->info.is_matrix() && !hop->info.sized());
    }
    block.size_inputs.assign(slots.begin(), slots.end());
  }

  void parallel(const HopBlock& from, Block& block) const {
    block.options.workers = from.workers;
    block.options.check = from.check;
    const WrittenVariables written = written_variables(from.body, scope_.variables);
    for (size_t slot = 0; slot < scope_.variables; ++slot) {
      if (written.accumulated[slot]) {
        block.accumulators.push_back(Slot(slot));
      } else if (written.assigned[slot] && (from.live_in[slot] || from.live_out[slot])) {
        block.results.push_back(Slot(slot));
      }
    }
  }

  void count(const Code& code) {
    to_.slots = std::max(to_.slots, code.slots);
    for (const Instruction& instruction : code.instructions) {
      const bool calls = instruction.kind == InstructionKind::kCall || instruction.kind == InstructionKind::kEval ||
                         instruction.kind == InstructionKind::kEvalList;
      if (calls || instruction.probe) worth_a_probe_ = true;
    }
  }

  const HopFunction& from_;
  FunctionCode& to_;
  const LowerScope scope_;
  bool worth_a_probe_ = false;
};

}  // namespace

LoweredDag lower_dag(const Dag& dag, const std::vector<bool>& live_out, const LowerScope& scope,
                     RootValues root_values) {
  Schedule schedule = make_schedule(dag, live_out, root_values);
  trace_values(schedule, live_out, scope.sources);
  return allocate_slots(std::move(schedule), scope);
}

std::unique_ptr<Program> lower(const HopProgram& program, const SourceMap* sources) {
  auto lowered = std::make_unique<Program>();
  CalleeMap callees;
  for (const auto& function : program.functions) {
    lowered->functions.push_back(std::make_unique<FunctionCode>());
    callees.emplace(function.get(), lowered->functions.back().get());
  }
  for (size_t i = 0; i < program.functions.size(); ++i)
    FunctionLowering(*program.functions[i], *lowered->functions[i], callees, sources).run();
  lowered->main = std::make_unique<FunctionCode>();
  FunctionLowering(*program.main, *lowered->main, callees, sources).run();
  return lowered;
}

}  // namespace lineal
