#include "compiler/lower/schedule.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/rewrite/facts.h"

namespace lineal {
namespace {

// Operators whose kernels look at the lineage of their operands: lists keep that of their elements.
bool reads_operand_lineage(const Hop& hop) {
  if (is_opaque(hop) || is_opaque(*hop.identity())) return true;
  for (const Param& param : hop.op->params) {
    if (param.accepts & kList) return true;
  }
  return false;
}

// Whether operands get their lineage before the instruction runs.
bool takes_operands_as_known(const Hop& hop) {
  return hop.kind != HopKind::kOperator || reads_operand_lineage(hop) || hop.op->outputs.size() > 1;
}

class Scheduler {
 public:
  Scheduler(Schedule& schedule, const std::vector<bool>& live_out) : out_(schedule), live_out_(live_out) {}

  void run(const Dag& dag, RootValues root_values) {
    find_opaque_nodes(dag);
    std::unordered_map<Slot, size_t> last_assignment;
    for (size_t i = 0; i < dag.roots.size(); ++i) {
      if (dag.roots[i].kind == RootKind::kAssign) last_assignment[dag.roots[i].slot] = i;
    }
    check_existence_first(last_assignment);
    for (size_t i = 0; i < dag.roots.size(); ++i) {
      const Root& root = dag.roots[i];
      for (const Hop* hop : noticeable(root.value))
        emit(hop);
      emit(root.value);
      ValueOperand value;
      if (root.kind == RootKind::kAssign) {
        if (live_out_[root.slot.at()]) assign(root, last_assignment.at(root.slot) == i);
      } else if (root.kind == RootKind::kAccumulate) {
        Step step{.kind = InstructionKind::kAccumulate, .hop = root.value, .where = root.where};
        step.in = {with_lineage(root.value, root.identity ? root.identity : root.value)};
        step.variable = root.slot;
        out_.entry(root.slot);
        out_.steps.push_back(std::move(step));
      } else if (root_values == RootValues::kKept) {
        value = operand(root.value);
      }
      out_.root_values.push_back(value);
    }
  }

 private:
  // Nodes that must run once and no more than once, by what they are known as: a pass may have rebuilt them.
  void find_opaque_nodes(const Dag& dag) {
    std::unordered_set<const Hop*> seen;
    std::vector<const Hop*> open;
    const auto visit = [&](const Hop* hop) {
      if (hop && seen.insert(hop).second) open.push_back(hop);
    };
    for (const Root& root : dag.roots)
      visit(root.value);
    while (!open.empty()) {
      const Hop* hop = open.back();
      open.pop_back();
      if (is_opaque(*hop) || is_opaque(*hop->identity())) opaque_.emplace(hop->identity(), hop);
      if (hop->kind == HopKind::kExists) existence_.push_back(hop);
      for (const Hop* input : hop->inputs)
        visit(input);
    }
  }

  // exists() asks about the begin of the block, so it is answered before the variable is assigned.
  void check_existence_first(const std::unordered_map<Slot, size_t>& assigned) {
    for (const Hop* hop : existence_) {
      if (assigned.contains(hop->slot)) emit(hop);
    }
  }

  static uint32_t place_in_script(const Hop* hop) {
    while (hop->origin)
      hop = hop->origin;
    return hop->id;
  }

  // What has an effect, draws or may fail, in the order of the script: rules may have put operands the other way round.
  std::vector<const Hop*> noticeable(const Hop* root) const {
    std::vector<const Hop*> found;
    std::unordered_set<const Hop*> seen;
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      open.pop_back();
      if (!hop || is_emitted(hop) || !seen.insert(hop).second) continue;
      if (is_opaque(*hop) || may_fail(*hop)) found.push_back(hop);
      open.insert(open.end(), hop->inputs.begin(), hop->inputs.end());
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Hop* a, const Hop* b) { return place_in_script(a) < place_in_script(b); });
    return found;
  }

  bool is_emitted(const Hop* hop) const {
    return hop->kind == HopKind::kLiteral || hop->kind == HopKind::kVariable || results_.contains(hop);
  }

  void emit(const Hop* root) {
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      if (is_emitted(hop)) {
        open.pop_back();
        continue;
      }
      const size_t before = open.size();
      for (size_t i = hop->inputs.size(); i-- > 0;) {
        if (hop->inputs[i] && !is_emitted(hop->inputs[i])) open.push_back(hop->inputs[i]);
      }
      if (open.size() == before) push_missing_history(hop, open);
      if (open.size() > before) continue;
      open.pop_back();
      step(hop);
    }
  }

  // What lineage needs and nothing but running it can tell.
  void push_missing_history(const Hop* hop, std::vector<const Hop*>& open) {
    std::vector<const Hop*> wanted;
    if (takes_operands_as_known(*hop)) {
      for (size_t i = 0; i < hop->inputs.size(); ++i) {
        const Hop* input = hop->inputs[i];
        const Hop* known_as = known_input(*hop, i);
        if (input && carried(input) != out_.numbers.of(known_as)) wanted.push_back(known_as->identity());
      }
    }
    if (hop->kind == HopKind::kOperator && hop->op->outputs.size() <= 1 && !is_default(hop))
      wanted.push_back(hop->identity());
    missing_history(wanted, hop, open);
  }

  void missing_history(std::vector<const Hop*> wanted, const Hop* except, std::vector<const Hop*>& missing) {
    std::unordered_set<const Hop*> seen;
    while (!wanted.empty()) {
      const Hop* hop = wanted.back();
      wanted.pop_back();
      if (!seen.insert(hop).second || out_.available.contains(out_.numbers.of(hop))) continue;
      if (is_opaque(*hop)) {
        const auto rebuilt = opaque_.find(hop);
        const Hop* runs = rebuilt == opaque_.end() ? hop : rebuilt->second;
        if (runs != except && !results_.contains(runs)) missing.push_back(runs);
        continue;
      }
      for (const Hop* input : hop->inputs)
        wanted.push_back(input);
    }
  }

  // What `hop` is known to have as its input number `i`: a rule may have put another node there that gives the same.
  static const Hop* known_input(const Hop& hop, size_t i) {
    const Hop* known_as = hop.identity();
    const bool same = known_as->kind == hop.kind && known_as->op == hop.op && known_as->callee == hop.callee &&
                      known_as->inputs.size() == hop.inputs.size() && known_as->inputs[i];
    return same ? known_as->inputs[i] : hop.inputs[i];
  }

  // The number of the lineage that the value of an emitted node has when it is an operand.
  ValueNumbers::Number carried(const Hop* hop) {
    if (hop->kind == HopKind::kLiteral || hop->kind == HopKind::kVariable) return out_.numbers.of_leaf(hop);
    return out_.numbers.of(hop);
  }

  // Whether the result is known as "the operator over its operands".
  bool is_default(const Hop* hop) {
    const Hop* known_as = hop->identity();
    if (!known_as->rule.empty() || hop->kind != known_as->kind) return false;
    if (hop->kind == HopKind::kOperator && hop->op->symbol != known_as->op->symbol) return false;
    if (hop->inputs.size() != known_as->inputs.size()) return false;
    const bool as_known = takes_operands_as_known(*hop);
    for (size_t i = 0; i < hop->inputs.size(); ++i) {
      if (!hop->inputs[i] || !known_as->inputs[i]) continue;
      const auto number = as_known ? out_.numbers.of(known_input(*hop, i)) : carried(hop->inputs[i]);
      if (number != out_.numbers.of(known_as->inputs[i])) return false;
    }
    return true;
  }

  ValueOperand operand(const Hop* hop) {
    if (!hop) return {};
    if (hop->kind == HopKind::kLiteral) return out_.constant(hop);
    if (hop->kind == HopKind::kVariable) return ValueOperand(out_.entry(hop->slot));
    const std::vector<ValuePlace>& results = results_.at(hop);
    return results.empty() ? ValueOperand() : ValueOperand(results[0]);
  }

  ValuePlace new_value() {
    out_.values.emplace_back();
    return ValuePlace(out_.values.size() - 1);
  }

  void make_available(ValueNumbers::Number number, ValuePlace value) {
    out_.available.try_emplace(number, Schedule::Available{static_cast<int32_t>(out_.steps.size()), value});
  }

  // The operand, as a copy known as `known_as` where its own lineage is another.
  ValueOperand with_lineage(const Hop* hop, const Hop* known_as) {
    const ValueOperand plain = operand(hop);
    const ValueNumbers::Number wanted = out_.numbers.of(known_as);
    if (!plain.exists() || carried(hop) == wanted) return plain;
    const auto [known, is_new] = copies_.emplace(std::pair(plain, wanted), ValuePlace());
    if (is_new) known->second = copy(plain, known_as->identity(), hop->where);
    return ValueOperand(known->second);
  }

  ValuePlace copy(ValueOperand from, const Hop* known_as, SourceSpan where) {
    std::vector<const Hop*> missing;
    missing_history({known_as}, nullptr, missing);
    for (const Hop* hop : missing)
      emit(hop);
    Step step{.kind = InstructionKind::kCopy, .in = {from}, .where = where, .trace_as = known_as};
    const ValuePlace value = new_value();
    step.out = {value};
    make_available(out_.numbers.of(known_as), value);
    out_.steps.push_back(std::move(step));
    return value;
  }

  void assign(const Root& root, bool final) {
    const ValueOperand value = with_lineage(root.value, root.identity ? root.identity : root.value);
    Step step{.kind = InstructionKind::kCopy, .in = {value}, .where = root.where};
    step.out = {new_value()};
    step.variable = root.slot;
    step.final = final;
    out_.steps.push_back(std::move(step));
  }

  static InstructionKind kind_of(const Hop& hop) {
    switch (hop.kind) {
      case HopKind::kCall:
        return InstructionKind::kCall;
      case HopKind::kEval:
        return InstructionKind::kEval;
      case HopKind::kEvalList:
        return InstructionKind::kEvalList;
      case HopKind::kExists:
        return InstructionKind::kExists;
      default:
        return InstructionKind::kCompute;
    }
  }

  static size_t result_count(const Hop& hop) {
    if (hop.kind == HopKind::kOperator) return hop.op->outputs.size();
    return hop.kind == HopKind::kCall ? hop.callee->results.size() : 1;
  }

  void step(const Hop* hop) {
    if (hop->kind == HopKind::kOutput) {
      take_output(hop);
      return;
    }
    const bool needs_lineage = takes_operands_as_known(*hop);
    Step step{.kind = kind_of(*hop), .hop = hop, .where = hop->where};
    for (size_t i = 0; i < hop->inputs.size(); ++i) {
      const Hop* input = hop->inputs[i];
      const ValueOperand in = input && needs_lineage ? with_lineage(input, known_input(*hop, i)) : operand(input);
      step.in.push_back(in);
    }
    if (hop->kind == HopKind::kExists) step.variable = hop->slot;
    const size_t count = result_count(*hop);
    for (size_t i = 0; i < count; ++i)
      step.out.push_back(new_value());
    if (hop->kind == HopKind::kOperator && count == 1 && !is_default(hop)) step.trace_as = hop->identity();
    const bool many = hop->kind == HopKind::kCall || (hop->kind == HopKind::kOperator && count > 1);
    if (!many && count == 1) make_available(out_.numbers.of(hop), step.out[0]);
    for (size_t i = 0; many && is_same_operator(hop) && i < count; ++i)
      make_available(out_.numbers.of_output(hop, static_cast<uint8_t>(i)), step.out[i]);
    results_[hop] = step.out;
    out_.steps.push_back(std::move(step));
  }

  void take_output(const Hop* hop) {
    const Hop* of = hop->inputs[0];
    const ValuePlace value = results_.at(of).at(hop->output);
    const Hop* known_as = hop->identity();
    const bool same = is_same_operator(of) && known_as->kind == HopKind::kOutput && known_as->output == hop->output &&
                      out_.numbers.of(known_as->inputs[0]) == out_.numbers.of(of);
    results_[hop] = {same ? value : copy(ValueOperand(value), known_as, hop->where)};
  }

  static bool is_same_operator(const Hop* hop) {
    return hop->kind == hop->identity()->kind && hop->op == hop->identity()->op;
  }

  Schedule& out_;
  const std::vector<bool>& live_out_;
  std::unordered_map<const Hop*, const Hop*> opaque_;  // by identity
  std::vector<const Hop*> existence_;                  // nodes that ask whether a variable exists
  std::unordered_map<const Hop*, std::vector<ValuePlace>> results_;
  std::map<std::pair<ValueOperand, ValueNumbers::Number>, ValuePlace> copies_;
};

}  // namespace

ValuePlace Schedule::entry(Slot slot) {
  const auto [found, is_new] = entries.emplace(slot, ValuePlace(values.size()));
  if (is_new) values.push_back({.entry_slot = slot});
  return found->second;
}

Schedule make_schedule(const Dag& dag, const std::vector<bool>& live_out, RootValues root_values) {
  Schedule schedule;
  Scheduler(schedule, live_out).run(dag, root_values);
  return schedule;
}

}  // namespace lineal
