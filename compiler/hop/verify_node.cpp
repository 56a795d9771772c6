#include "compiler/hop/verify_node.h"

#include <algorithm>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

bool has_several_results(const Hop& hop) {
  return hop.kind == HopKind::kCall || (hop.kind == HopKind::kOperator && hop.op->outputs.size() > 1);
}

size_t results_of(const Hop& hop) {
  return hop.kind == HopKind::kCall ? hop.callee->results.size() : hop.op->outputs.size();
}

std::string fault_of_operator(const Hop& hop) {
  if (!hop.op) return "an operator node without operator";
  const size_t parameters = hop.op->params.size();
  const size_t least = hop.op->is_variadic() && parameters > 0 ? parameters - 1 : parameters;
  const size_t inputs = hop.inputs.size();
  if (inputs < least || (inputs > parameters && !hop.op->is_variadic()))
    return cat(inputs, " inputs for ", parameters, " parameters");
  return {};
}

std::string fault_of_call(const Hop& hop) {
  if (!hop.callee) return "a call without callee";
  if (hop.inputs.size() != hop.callee->parameters.size())
    return cat(hop.inputs.size(), " inputs for ", hop.callee->parameters.size(), " parameters");
  for (size_t i = 0; i < hop.inputs.size(); ++i) {
    if (!hop.inputs[i] && !hop.callee->parameters[i].has_default) return cat("input ", i, " has no default");
  }
  return {};
}

std::string fault_of_output(const Hop& hop) {
  if (hop.inputs.size() != 1 || !hop.inputs[0] || !has_several_results(*hop.inputs[0]))
    return "an output of what has no several results";
  const size_t results = results_of(*hop.inputs[0]);
  return hop.output < results ? std::string() : cat("output ", static_cast<int>(hop.output), " of ", results);
}

std::string fault_of_inputs(const Hop& hop) {
  for (const Hop* input : hop.inputs) {
    if (!input) {
      if (hop.kind != HopKind::kCall) return "an input is missing";
      continue;
    }
    if (hop.kind != HopKind::kOutput && has_several_results(*input))
      return cat("takes (", input->id, "), which has several results, without saying which");
    if (input->kind == HopKind::kOperator && input->op->outputs.size() == 0)
      return cat("takes (", input->id, "), which has no result");
  }
  return {};
}

// Which input is known to be of a kind that the operator refuses; -1 if none is.
int refused_input(const Hop& hop) {
  for (size_t i = 0; i < hop.inputs.size() && !hop.op->params.empty(); ++i) {
    const ValueKind kind = hop.inputs[i]->info.kind;
    const Param& param = hop.op->params[std::min(i, hop.op->params.size() - 1)];
    if (kind != ValueKind::kNone && !(param.accepts & mask_of(kind))) return static_cast<int>(i);
  }
  return -1;
}

bool contradict(int64_t a, int64_t b) {
  return a >= 0 && b >= 0 && a != b;
}

}  // namespace

std::string fault_of_shape(const Hop& hop, size_t variables) {
  const auto own = [&hop]() -> std::string {
    switch (hop.kind) {
      case HopKind::kLiteral:
        return hop.literal.empty() ? "a literal without value" : "";
      case HopKind::kOperator:
        return fault_of_operator(hop);
      case HopKind::kCall:
        return fault_of_call(hop);
      case HopKind::kOutput:
        return fault_of_output(hop);
      case HopKind::kEval:
      case HopKind::kEvalList:
        return hop.inputs.empty() || hop.inputs.size() != hop.argument_names.size() ? "inputs and names do not fit"
                                                                                    : "";
      case HopKind::kVariable:
      case HopKind::kExists:
        break;
    }
    return {};
  };
  const bool is_leaf = hop.kind == HopKind::kLiteral || hop.kind == HopKind::kVariable || hop.kind == HopKind::kExists;
  if (is_leaf && !hop.inputs.empty()) return "a leaf with inputs";
  const bool has_slot = hop.kind == HopKind::kVariable || hop.kind == HopKind::kExists;
  if (has_slot && (!hop.slot.exists() || hop.slot.at() >= variables))
    return cat("slot ", hop.slot.number(), " of ", variables);
  if (!has_slot && hop.slot.exists()) return cat("slot ", hop.slot.number(), " of what is no variable");
  std::string fault = own();
  return fault.empty() ? fault_of_inputs(hop) : fault;
}

std::string fault_of_info(const Hop& hop) {
  const ValueInfo& info = hop.info;
  if (info.rows < -1 || info.columns < -1 || info.nonzeros < -1)
    return cat("a negative size: ", info.rows, "x", info.columns, " nnz ", info.nonzeros);
  const bool has_sizes = info.rows >= 0 || info.columns >= 0 || info.nonzeros >= 0;
  // What may be a matrix or a frame can have sizes before it has a kind.
  if (has_sizes && (info.is_scalar() || info.kind == ValueKind::kList))
    return cat("sizes of a ", kind_name(info.kind), ": ", info.rows, "x", info.columns);
  if (info.number && !info.is_number()) return cat("a number of what is no number: ", *info.number);
  if (hop.kind == HopKind::kLiteral && info.kind != ValueKind::kNone && info.kind != hop.literal.kind())
    return cat("a literal that is taken for a ", kind_name(info.kind), ": ", kind_name(hop.literal.kind()));
  if (hop.kind != HopKind::kOperator || hop.op->outputs.size() != 1 || !hop.op->infer) return {};
  std::vector<ValueInfo> in;
  for (const Hop* input : hop.inputs)
    in.push_back(input->info);
  ValueInfo inferred;
  hop.op->infer(*hop.op, in, {&inferred, 1});
  if (info.kind != ValueKind::kNone && inferred.kind != ValueKind::kNone && info.kind != inferred.kind)
    return cat("taken for a ", kind_name(info.kind), ", but it is a ", kind_name(inferred.kind));
  if (contradict(info.rows, inferred.rows) || contradict(info.columns, inferred.columns))
    return cat("taken for ", info.rows, "x", info.columns, ", but it is ", inferred.rows, "x", inferred.columns);
  return {};
}

std::string fault_of_history(const Hop& hop) {
  const Hop& identity = *hop.identity();
  if (identity.known_as) return cat("known as (", identity.id, "), which is known as another");
  for (const Hop* input : identity.inputs) {
    if (input && input->known_as) return cat("known as over (", input->id, "), which is known as another");
  }
  if (!identity.rule.empty() && identity.kind != HopKind::kOperator)
    return cat("rule \"", identity.rule, "\" made no operator");
  const Hop* origin = hop.origin;
  if (!origin || (origin->kind == hop.kind && origin->op == hop.op)) return {};
  const Hop& written = *origin->identity();
  // A loop's invariants are known as the variables that hold them.
  const bool is_exact = hop.known_as && (identity.kind == HopKind::kVariable ||
                                         (identity.kind == written.kind && identity.op == written.op));
  if (identity.rule.empty() && !is_exact) return cat("stands in for (", origin->id, "), but no rule says so");
  if (hop.kind != HopKind::kOperator || hop.inputs.empty()) return {};
  const int refused = refused_input(hop);
  return refused < 0 ? std::string() : cat("stands in for (", origin->id, "), but refuses its input ", refused);
}

}  // namespace lineal
