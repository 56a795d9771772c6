// Kinds, sizes and known numbers through blocks and calls.
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "compiler/hop/live_variables.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"
#include "runtime/program/program.h"

namespace lineal {
namespace {

using Infos = std::vector<ValueInfo>;
using Blocks = std::vector<std::unique_ptr<HopBlock>>;

bool same(const ValueInfo& a, const ValueInfo& b) {
  const bool same_number =
      a.number.has_value() == b.number.has_value() &&
      (!a.number || __builtin_bit_cast(uint64_t, *a.number) == __builtin_bit_cast(uint64_t, *b.number));
  return a.kind == b.kind && a.rows == b.rows && a.columns == b.columns && a.nonzeros == b.nonzeros && same_number;
}

// What is true of both. A kind that is known also says that there is a value, since a variable without one has no kind.
ValueInfo join(const ValueInfo& a, const ValueInfo& b) {
  if (a.kind != b.kind) return ValueInfo::unknown();
  ValueInfo both = a;
  if (a.rows != b.rows) both.rows = -1;
  if (a.columns != b.columns) both.columns = -1;
  if (a.nonzeros != b.nonzeros) both.nonzeros = -1;
  if (!same(a, b)) both.number.reset();
  return both;
}

Infos join(const Infos& a, const Infos& b) {
  Infos both(a.size());
  for (size_t i = 0; i < a.size(); ++i)
    both[i] = join(a[i], b[i]);
  return both;
}

bool same(const Infos& a, const Infos& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}

// A value after it was converted to the declared type, which refuses what does not fit.
ValueInfo declared(const HopParameter& parameter, const ValueInfo& value) {
  const auto of_kind = [&value](ValueKind kind) { return value.kind == kind ? value : ValueInfo::scalar(kind); };
  switch (static_cast<Binding::Type>(parameter.type)) {
    case Binding::Type::kMatrix:
      return of_kind(ValueKind::kMatrix);
    case Binding::Type::kFrame:
      return of_kind(ValueKind::kFrame);
    case Binding::Type::kList:
      return of_kind(ValueKind::kList);
    case Binding::Type::kScalar:
      break;
  }
  if (parameter.scalar != ValueKind::kNone) return of_kind(parameter.scalar);
  return value.is_scalar() ? value : ValueInfo::unknown();
}

std::string key_of(const HopFunction* callee, const Infos& arguments) {
  std::string key;
  const auto append = [&key](auto part) { key.append(reinterpret_cast<const char*>(&part), sizeof(part)); };
  append(callee);
  for (const ValueInfo& info : arguments) {
    append(info.kind);
    append(info.rows);
    append(info.columns);
    append(info.nonzeros);
    append(info.number.has_value());
    append(info.number.value_or(0));
  }
  return key;
}

class SizePropagation {
 public:
  void run(HopProgram& program, bool keep_variables) {
    (void)keep_variables;  // the prompt's variables have no kind at first, like those without a value
    for (const auto& function : program.functions)
      complete_ &= !function->calls_unknown;
    complete_ &= !program.main->calls_unknown;
    analyse(*program.main, {}, program.main.get());
    for (const auto& function : program.functions) {
      const auto seen = arguments_.find(function.get());
      const Infos unknown(function->parameters.size());
      analyse(*function, complete_ && seen != arguments_.end() ? seen->second : unknown, function.get());
    }
  }

 private:
  // The chain of calls is as long as the script makes it; beyond this nothing is known about results.
  static constexpr int kMostCalls = 32;
  static constexpr int kMostContexts = 2000;
  static constexpr int kMostLoopRounds = 4;
  static constexpr int kMostLoopDepth = 3;

  struct Frame {
    const HopFunction& function;
    HopFunction* described = nullptr;  // the same, where its nodes are told what is known of them
    int loops = 0;
  };

  Infos analyse(const HopFunction& function, const Infos& arguments, HopFunction* described) {
    Frame frame{function, described};
    Infos variables = function.entry;
    variables.resize(function.variables.size());
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      const HopParameter& parameter = function.parameters[i];
      if (described && parameter.has_default) evaluate(described->parameters[i].fallback, variables, frame);
      variables[parameter.slot.at()] = declared(parameter, i < arguments.size() ? arguments[i] : ValueInfo::unknown());
    }
    run_blocks(function.body, variables, frame);
    Infos results;
    for (const HopParameter& result : function.results) {
      results.push_back(declared(result, !result.slot.exists() ? ValueInfo::unknown() : variables[result.slot.at()]));
    }
    return results;
  }

  Infos unknown_results(const HopFunction& callee) {
    Infos results;
    for (const HopParameter& result : callee.results)
      results.push_back(declared(result, ValueInfo::unknown()));
    return results;
  }

  Infos call(const Hop& hop, const std::unordered_map<const Hop*, ValueInfo>& known) {
    const HopFunction& callee = *hop.callee;
    Infos arguments;
    for (size_t i = 0; i < callee.parameters.size(); ++i) {
      const HopParameter& parameter = callee.parameters[i];
      const Hop* input = i < hop.inputs.size() ? hop.inputs[i] : nullptr;
      ValueInfo info;
      if (input) {
        info = known.at(input);
      } else if (parameter.has_default && parameter.fallback.roots[0].value->is_literal()) {
        info = parameter.fallback.roots[0].value->info;
      }
      arguments.push_back(declared(parameter, info));
    }
    const auto [joined, is_first] = arguments_.emplace(&callee, arguments);
    if (!is_first) joined->second = join(joined->second, arguments);
    const std::string key = key_of(&callee, arguments);
    if (const auto found = results_.find(key); found != results_.end()) return found->second;
    if (active_.size() >= kMostCalls || results_.size() >= kMostContexts || active_.contains(&callee)) {
      complete_ = false;
      return unknown_results(callee);
    }
    results_.emplace(key, unknown_results(callee));
    active_.insert(&callee);
    Infos results = analyse(callee, arguments, nullptr);
    active_.erase(&callee);
    results_[key] = results;
    return results;
  }

  ValueInfo info_of_node(const Hop& hop, const Infos& variables, std::unordered_map<const Hop*, ValueInfo>& known,
                         std::unordered_map<const Hop*, Infos>& several) {
    switch (hop.kind) {
      case HopKind::kLiteral:
        return lineal::info_of(hop.literal);
      case HopKind::kVariable:
        return variables[hop.slot.at()];
      case HopKind::kExists:
        return ValueInfo::scalar(ValueKind::kBoolean);
      case HopKind::kOperator: {
        Infos in;
        for (const Hop* input : hop.inputs)
          in.push_back(known.at(input));
        Infos out(hop.op->outputs.size());
        if (hop.op->infer && !out.empty()) hop.op->infer(*hop.op, in, out);
        if (out.size() == 1) return out[0];
        several[&hop] = std::move(out);
        return ValueInfo::unknown();
      }
      case HopKind::kCall:
        several[&hop] = call(hop, known);
        return ValueInfo::unknown();
      case HopKind::kOutput: {
        const auto found = several.find(hop.inputs[0]);
        const bool known_output = found != several.end() && hop.output < found->second.size();
        return known_output ? found->second[hop.output] : ValueInfo::unknown();
      }
      case HopKind::kEval:
        return ValueInfo::unknown();
      case HopKind::kEvalList:
        return ValueInfo::scalar(ValueKind::kList);
    }
    return ValueInfo::unknown();
  }

  void evaluate(Dag& dag, Infos& variables, const Frame& frame) {
    std::unordered_map<const Hop*, ValueInfo> known;
    std::unordered_map<const Hop*, Infos> several;
    for (const Hop* hop : nodes_in_order(dag)) {
      const ValueInfo info = info_of_node(*hop, variables, known, several);
      known[hop] = info;
      if (frame.described) dag.describe(hop, info);
    }
    for (const Root& root : dag.roots) {
      if (root.kind == RootKind::kAssign) variables[root.slot.at()] = known.at(root.value);
      if (root.kind == RootKind::kAccumulate) variables[root.slot.at()] = ValueInfo::unknown();
    }
  }

  void run_blocks(const Blocks& blocks, Infos& variables, Frame& frame) {
    for (const auto& block : blocks) {
      switch (block->kind) {
        case HopBlockKind::kBasic:
          evaluate(block->dag, variables, frame);
          break;
        case HopBlockKind::kIf: {
          evaluate(block->dag, variables, frame);
          Infos otherwise = variables;
          run_blocks(block->body, variables, frame);
          run_blocks(block->otherwise, otherwise, frame);
          variables = join(variables, otherwise);
          break;
        }
        default:
          loop(*block, variables, frame);
      }
    }
  }

  // Goes round until nothing changes. Each round can only forget; where that takes long, all that is written is
  // forgotten.
  void loop(HopBlock& block, Infos& variables, Frame& frame) {
    const bool is_while = block.kind == HopBlockKind::kWhile;
    if (!is_while) evaluate(block.dag, variables, frame);
    ++frame.loops;
    const int rounds = frame.loops > kMostLoopDepth ? 0 : kMostLoopRounds;
    for (int round = 0;; ++round) {
      if (round == rounds) forget_written(block, variables, frame);
      if (is_while) evaluate(block.dag, variables, frame);
      Infos after = variables;
      if (block.variable.exists()) after[block.variable.at()] = ValueInfo::scalar(ValueKind::kInt);
      run_blocks(block.body, after, frame);
      // What a body assigns to the variable outlives a for loop; of parfor only its last number does.
      if (block.kind == HopBlockKind::kParFor) after[block.variable.at()] = ValueInfo::scalar(ValueKind::kInt);
      Infos next = join(variables, after);
      const bool settled = same(next, variables);
      variables = std::move(next);
      if (settled) break;
    }
    --frame.loops;
  }

  static void forget_written(const HopBlock& block, Infos& variables, const Frame& frame) {
    const WrittenVariables written = written_variables(block.body, frame.function.variables.size());
    for (size_t slot = 0; slot < variables.size(); ++slot) {
      const bool is_variable = block.variable == Slot(slot);
      if (written.assigned[slot] || written.accumulated[slot] || is_variable) variables[slot] = ValueInfo::unknown();
    }
  }

  bool complete_ = true;  // every call there can be was seen
  std::map<std::string, Infos> results_;
  std::unordered_map<const HopFunction*, Infos> arguments_;  // what is true of all calls
  std::set<const HopFunction*> active_;
};

}  // namespace

void propagate_sizes(HopProgram& program, const PassContext& context) {
  SizePropagation().run(program, context.keep_variables);
}

}  // namespace lineal
