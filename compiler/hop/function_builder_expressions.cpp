#include "compiler/hop/function_builder.h"
#include "compiler/validate/bind_arguments.h"
#include "compiler/validate/resolve_call.h"
#include "runtime/core/cat.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/index_bounds.h"
#include "runtime/ops/indexing/indexing.h"
#include "runtime/ops/lists/lists.h"

namespace lineal {
namespace {

// Overloads may differ in the kinds they take ("+" adds numbers and joins strings). Where kinds are known the fitting
// one is chosen here; where not, the interpreter chooses.
const OpDef* fitting_overload(const OpDef* op, const std::vector<const Hop*>& inputs) {
  const auto accepts = [&inputs](const OpDef& candidate) {
    if (candidate.params.empty()) return inputs.empty();
    if (inputs.size() < candidate.params.size() && !candidate.is_variadic()) return false;
    for (size_t i = 0; i < inputs.size(); ++i) {
      const ValueKind kind = inputs[i]->info.kind;
      const Param& param = candidate.params[std::min(i, candidate.params.size() - 1)];
      if (kind != ValueKind::kNone && !(param.accepts & mask_of(kind))) return false;
    }
    return true;
  };
  if (op->call.empty() || accepts(*op)) return op;
  for (const OpDef* other : operators().overloads(op->call)) {
    const bool fits = other->is_variadic() || other->params.size() == inputs.size();
    if (fits && other->outputs.size() == op->outputs.size() && accepts(*other)) return other;
  }
  return op;
}

}  // namespace

const Hop* FunctionBuilder::operation(const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where) {
  op = fitting_overload(op, inputs);
  ValueInfo info;
  if (op->infer && op->outputs.size() == 1) {
    std::vector<ValueInfo> known;
    for (const Hop* input : inputs)
      known.push_back(input->info);
    op->infer(*op, known, std::span(&info, 1));
  }
  return dag_->operation(op, std::move(inputs), where, info);
}

const Hop* FunctionBuilder::named_operation(std::string_view op, std::vector<const Hop*> inputs, SourceSpan where) {
  const OpDef* found = operators().find(op);
  LINEAL_CHECK(found != nullptr, cat("operator missing: ", op));
  return operation(found, std::move(inputs), where);
}

const Hop* FunctionBuilder::text(std::string_view content, SourceSpan where) {
  return dag_->literal(Value::string(std::string(content)), where);
}

const Hop* FunctionBuilder::variable(const std::string& name, SourceSpan where) {
  const Slot slot = function_.slot_of(name);
  const auto known = values_.find(slot);
  if (known != values_.end()) return known->second;
  const Hop* hop = dag_->variable(slot, where);
  values_.emplace(slot, hop);
  return hop;
}

void FunctionBuilder::append_bounds(std::vector<const Hop*>& inputs, const ast::Subscript& subscript,
                                    SourceSpan where) {
  if (!subscript.lower) {
    inputs.push_back(text(kNoBound, where));
    inputs.push_back(text(kNoBound, where));
    return;
  }
  const Hop* lower = expression(*subscript.lower);
  inputs.push_back(lower);
  inputs.push_back(subscript.upper ? expression(*subscript.upper) : lower);
}

const Hop* FunctionBuilder::index(const Hop* from, const std::vector<ast::Subscript>& subscripts, SourceSpan where) {
  std::vector<const Hop*> inputs{from};
  for (const ast::Subscript& subscript : subscripts)
    append_bounds(inputs, subscript, where);
  return named_operation(subscripts.size() == 1 ? kRightIndexRows : kRightIndex, std::move(inputs), where);
}

const Hop* FunctionBuilder::expression(const ast::Expression& node) {
  switch (node.kind) {
    case ast::ExpressionKind::kLiteral:
      return dag_->literal(node.literal, node.where);
    case ast::ExpressionKind::kVariable:
      return variable(node.name, node.where);
    case ast::ExpressionKind::kUnary:
    case ast::ExpressionKind::kBinary: {
      std::vector<const Hop*> inputs;
      for (const ast::ExpressionPtr& operand : node.operands)
        inputs.push_back(expression(*operand));
      if (node.kind == ast::ExpressionKind::kUnary && node.name == kPlus) return inputs[0];
      const CallResolution resolution = resolve_operator(operators(), node);
      LINEAL_CHECK(resolution, cat("operator missing: ", node.name));
      return operation(resolution.call->op, std::move(inputs), node.where);
    }
    case ast::ExpressionKind::kIndex: {
      const Hop* from = variable(node.name, node.where);
      return index(from, node.subscripts, node.where);
    }
    case ast::ExpressionKind::kCall:
      return call(node);
    case ast::ExpressionKind::kExpressionList: {
      std::vector<const Hop*> inputs;
      for (const ast::ExpressionPtr& operand : node.operands)
        inputs.push_back(expression(*operand));
      return named_operation(kMakeList, std::move(inputs), node.where);
    }
  }
  return nullptr;
}

const Hop* FunctionBuilder::call(const ast::Expression& node) {
  size_t results = 1;
  const Hop* hop = call_node(node, results);
  if (results == 0) {
    errors_.push_back(Error(ErrorKind::kInvalid, cat(node.name, ": has no result to use"), node.where));
    return dag_->literal(Value::integer(0), node.where);
  }
  const bool many = hop->kind == HopKind::kCall || (hop->kind == HopKind::kOperator && hop->op->outputs.size() > 1);
  return many ? dag_->output(hop, 0, node.where) : hop;
}

ModuleSet::Found called_function(const ModuleSet& program, const Module& module, const ast::Expression& call) {
  const ModuleSet::Found found = program.find(module, call.name);
  const bool qualified = call.name.find("::") != std::string::npos;
  if (!found || found.module == &module || qualified) return found;
  const bool other = is_compiler_call(call.name) || resolve_call(operators(), call.name, call.arguments);
  return other ? ModuleSet::Found{} : found;
}

const Hop* FunctionBuilder::call_node(const ast::Expression& node, size_t& results) {
  if (const ModuleSet::Found found = called_function(program_, module_, node)) {
    results = found.function->results.size();
    return function_call(node, found);
  }
  results = 1;
  if (node.name == kMakeList) return list_call(node);
  if (node.name == "eval" || node.name == "evalList") return eval_call(node);
  if (node.name == "exists") return exists_call(node);
  const Hop* hop = native_call(node);
  results = hop->kind == HopKind::kOperator ? hop->op->outputs.size() : 1;
  return hop;
}

const Hop* FunctionBuilder::function_call(const ast::Expression& node, const ModuleSet::Found& found) {
  const BoundArguments bound = bind_arguments(*found.function, node.arguments);
  LINEAL_CHECK(bound, bound.problem);
  HopFunction* callee = functions_.at(found.function);
  std::map<const ast::Expression*, const Hop*> built;  // evaluated in the order of the text
  for (const ast::Argument& argument : node.arguments)
    built[argument.value.get()] = expression(*argument.value);
  std::vector<const Hop*> inputs;
  for (const ast::Expression* value : bound.values)
    inputs.push_back(value ? built.at(value) : nullptr);
  return dag_->call(callee, std::move(inputs), node.where);
}

const Hop* FunctionBuilder::native_call(const ast::Expression& node) {
  const CallResolution resolution = resolve_call(operators(), node.name, node.arguments);
  LINEAL_CHECK(resolution, cat("function missing: ", node.name));
  std::map<const ast::Expression*, const Hop*> built;
  for (const ast::Argument& argument : node.arguments)
    built[argument.value.get()] = expression(*argument.value);
  const OpDef& op = *resolution.call->op;
  std::vector<const Hop*> inputs;
  for (size_t i = 0; i < resolution.call->arguments.size(); ++i) {
    const ast::Expression* value = resolution.call->arguments[i];
    inputs.push_back(value ? built.at(value) : dag_->literal(op.params[i].fallback.value(), node.where));
  }
  return operation(&op, std::move(inputs), node.where);
}

const Hop* FunctionBuilder::list_call(const ast::Expression& node) {
  std::vector<const Hop*> inputs;
  bool named = false;
  for (const ast::Argument& argument : node.arguments)
    named |= !argument.name.empty();
  for (const ast::Argument& argument : node.arguments) {
    if (named) inputs.push_back(text(argument.name, argument.where));
    inputs.push_back(expression(*argument.value));
  }
  if (inputs.empty()) return named_operation(kMakeEmptyList, {}, node.where);
  return named_operation(named ? kMakeNamedList : kMakeList, std::move(inputs), node.where);
}

const Hop* FunctionBuilder::eval_call(const ast::Expression& node) {
  std::vector<const Hop*> inputs;
  std::vector<std::string> names;
  for (const ast::Argument& argument : node.arguments) {
    inputs.push_back(expression(*argument.value));
    names.push_back(argument.name);
  }
  function_.calls_unknown = true;
  return dag_->add({.kind = node.name == "eval" ? HopKind::kEval : HopKind::kEvalList,
                    .inputs = std::move(inputs),
                    .argument_names = std::move(names),
                    .where = node.where});
}

const Hop* FunctionBuilder::exists_call(const ast::Expression& node) {
  const ast::Expression& argument = *node.arguments.front().value;
  const std::string& name = argument.kind == ast::ExpressionKind::kLiteral ? argument.literal.text() : argument.name;
  const Slot slot = function_.slot_of(name);
  const auto known = values_.find(slot);
  if (known != values_.end() && known->second->kind != HopKind::kVariable) {
    return dag_->literal(Value::boolean(true), node.where);
  }
  return dag_->add(
      {.kind = HopKind::kExists, .slot = slot, .info = ValueInfo::scalar(ValueKind::kBoolean), .where = node.where});
}

}  // namespace lineal
