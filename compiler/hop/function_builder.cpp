#include "compiler/hop/function_builder.h"

#include "compiler/hop/parfor_dependencies.h"
#include "runtime/core/cat.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/indexing.h"

namespace lineal {

void collect_whole_assignments(const ast::Block& block, std::set<std::string>& names) {
  for (const auto& statement : block) {
    if (statement->kind == ast::StatementKind::kAssign || statement->kind == ast::StatementKind::kMultiAssign) {
      for (const ast::Target& target : statement->targets) {
        if (target.subscripts.empty()) names.insert(target.name);
      }
    }
    if (!statement->variable.empty()) names.insert(statement->variable);
    collect_whole_assignments(statement->body, names);
    collect_whole_assignments(statement->otherwise, names);
  }
}

void FunctionBuilder::single(const ast::Expression& node, Dag& dag) {
  dag_ = &dag;
  values_.clear();
  const Hop* value = expression(node);
  add_root(RootKind::kEvaluate, {}, value, node.where);
  dag_ = nullptr;
}

void FunctionBuilder::add_root(RootKind kind, Slot slot, const Hop* value, SourceSpan where) {
  dag_->roots.push_back({kind, slot, value, value, where});
}

void FunctionBuilder::blocks(const ast::Block& statements, Blocks& out) {
  HopBlock* basic = nullptr;
  for (const auto& statement : statements) {
    const bool is_control = statement->kind >= ast::StatementKind::kIf;
    if (is_control) {
      basic = nullptr;
      HopBlock& block = *out.emplace_back(std::make_unique<HopBlock>());
      block.where = statement->where;
      control(*statement, block);
      continue;
    }
    if (!basic) {
      basic = out.emplace_back(std::make_unique<HopBlock>()).get();
      basic->where = statement->where;
      values_.clear();
    }
    dag_ = &basic->dag;
    simple(*statement);
  }
  values_.clear();
}

void FunctionBuilder::control(const ast::Statement& statement, HopBlock& block) {
  if (statement.kind == ast::StatementKind::kIf || statement.kind == ast::StatementKind::kWhile) {
    const bool is_if = statement.kind == ast::StatementKind::kIf;
    block.kind = is_if ? HopBlockKind::kIf : HopBlockKind::kWhile;
    single(*statement.value, block.dag);
    blocks(statement.body, block.body);
    blocks(statement.otherwise, block.otherwise);
    return;
  }
  loop(statement, block);
}

void FunctionBuilder::loop(const ast::Statement& statement, HopBlock& block) {
  const bool parallel = statement.kind == ast::StatementKind::kParFor;
  block.kind = parallel ? HopBlockKind::kParFor : HopBlockKind::kFor;
  block.is_seq = statement.is_seq;
  block.variable = function_.slot_of(statement.variable);
  dag_ = &block.dag;
  values_.clear();
  for (const ast::Expression* bound : {statement.from.get(), statement.to.get(), statement.increment.get()}) {
    if (bound) add_root(RootKind::kEvaluate, {}, expression(*bound), bound->where);
  }
  parfor_options(statement, block);
  if (parallel) {
    if (block.check) check_parfor_dependencies(statement, errors_);
    if (parfor_depth_++ == 0) {
      parfor_locals_.clear();
      collect_whole_assignments(statement.body, parfor_locals_);
    }
  }
  blocks(statement.body, block.body);
  if (parallel) --parfor_depth_;
}

void FunctionBuilder::parfor_options(const ast::Statement& statement, HopBlock& block) {
  for (const ast::Argument& option : statement.options) {
    if (option.value->kind != ast::ExpressionKind::kLiteral || !option.value->literal.is_number()) continue;
    const double value = option.value->literal.number();
    if (option.name == "check") block.check = value != 0;
    if (option.name == "par") block.workers = static_cast<int>(std::max(0.0, std::min(value, 1024.0)));
  }
}

void FunctionBuilder::simple(const ast::Statement& statement) {
  switch (statement.kind) {
    case ast::StatementKind::kAssign: {
      const Hop* value = expression(*statement.value);
      assign(statement.targets[0], value, statement.where);
      return;
    }
    case ast::StatementKind::kAccumulate:
      accumulate(statement);
      return;
    case ast::StatementKind::kMultiAssign:
      multi_assign(statement);
      return;
    default:
      call_statement(statement);
  }
}

void FunctionBuilder::assign(const ast::Target& target, const Hop* value, SourceSpan where) {
  const Slot slot = function_.slot_of(target.name);
  if (!target.subscripts.empty()) {
    std::vector<const Hop*> inputs{variable(target.name, target.where), value};
    const bool single_subscript = target.subscripts.size() == 1;
    for (const ast::Subscript& subscript : target.subscripts)
      append_bounds(inputs, subscript, where);
    value = named_operation(single_subscript ? kLeftIndexRows : kLeftIndex, std::move(inputs), where);
  }
  add_root(RootKind::kAssign, slot, value, where);
  values_[slot] = value;
}

void FunctionBuilder::accumulate(const ast::Statement& statement) {
  const ast::Target& target = statement.targets[0];
  const Hop* added = expression(*statement.value);
  if (parfor_depth_ > 0 && target.subscripts.empty() && !parfor_locals_.contains(target.name)) {
    add_root(RootKind::kAccumulate, function_.slot_of(target.name), added, statement.where);
    return;
  }
  const Hop* current = variable(target.name, target.where);
  if (!target.subscripts.empty()) current = index(current, target.subscripts, target.where);
  assign(target, operation(operators().overloads(kPlus).front(), {current, added}, statement.where), statement.where);
}

void FunctionBuilder::multi_assign(const ast::Statement& statement) {
  size_t results = 1;
  const Hop* node = call_node(*statement.value, results);
  if (statement.targets.size() > results) {
    errors_.push_back(Error(ErrorKind::kInvalid,
                            cat(statement.value->name, ": has ", results, " results, but ", statement.targets.size(),
                                " variables are assigned"),
                            statement.where));
    return;
  }
  add_root(RootKind::kEvaluate, {}, node, statement.where);
  const bool direct =
      node->kind != HopKind::kCall && !(node->kind == HopKind::kOperator && node->op->outputs.size() > 1);
  for (size_t i = 0; i < statement.targets.size(); ++i) {
    const Hop* value = direct ? node : dag_->output(node, static_cast<uint8_t>(i), statement.where);
    assign(statement.targets[i], value, statement.where);
  }
}

void FunctionBuilder::call_statement(const ast::Statement& statement) {
  size_t results = 0;
  const Hop* node = call_node(*statement.value, results);
  add_root(RootKind::kEvaluate, {}, node, statement.where);
}

}  // namespace lineal
