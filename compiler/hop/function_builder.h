// Builds the HOPs of one function body, statement by statement.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/hop/builder.h"
#include "compiler/hop/hop.h"
#include "compiler/validate/validate.h"

namespace lineal {

/// Walks the statements of one scope. Within a basic block a variable that was assigned is known by the node of its
/// value; at a block's begin every variable is a kVariable node.
class FunctionBuilder {
 public:
  FunctionBuilder(const ModuleSet& program, const Module& module, const FunctionMap& functions, HopFunction& function,
                  std::vector<Error>& errors)
      : program_(program), module_(module), functions_(functions), function_(function), errors_(errors) {}

  void body(const ast::Block& block) { blocks(block, function_.body); }
  /// Builds one expression as the only root of `dag`, reading variables of this function.
  void single(const ast::Expression& expression, Dag& dag);

 private:
  using Blocks = std::vector<std::unique_ptr<HopBlock>>;

  void blocks(const ast::Block& statements, Blocks& out);
  void control(const ast::Statement& statement, HopBlock& block);
  void loop(const ast::Statement& statement, HopBlock& block);
  void parfor_options(const ast::Statement& statement, HopBlock& block);

  void simple(const ast::Statement& statement);
  void assign(const ast::Target& target, const Hop* value, SourceSpan where);
  void accumulate(const ast::Statement& statement);
  void multi_assign(const ast::Statement& statement);
  void call_statement(const ast::Statement& statement);
  void add_root(RootKind kind, Slot slot, const Hop* value, SourceSpan where);

  const Hop* expression(const ast::Expression& node);
  const Hop* call(const ast::Expression& node);
  /// The operator or call node of a call that may have several results.
  const Hop* call_node(const ast::Expression& node, size_t& results);
  const Hop* function_call(const ast::Expression& node, const ModuleSet::Found& found);
  const Hop* native_call(const ast::Expression& node);
  const Hop* list_call(const ast::Expression& node);
  const Hop* eval_call(const ast::Expression& node);
  const Hop* exists_call(const ast::Expression& node);
  const Hop* operation(const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where);
  const Hop* named_operation(std::string_view op, std::vector<const Hop*> inputs, SourceSpan where);
  const Hop* variable(const std::string& name, SourceSpan where);
  const Hop* index(const Hop* from, const std::vector<ast::Subscript>& subscripts, SourceSpan where);
  void append_bounds(std::vector<const Hop*>& inputs, const ast::Subscript& subscript, SourceSpan where);
  const Hop* text(std::string_view content, SourceSpan where);

  const ModuleSet& program_;
  const Module& module_;
  const FunctionMap& functions_;
  HopFunction& function_;
  std::vector<Error>& errors_;
  Dag* dag_ = nullptr;
  std::map<Slot, const Hop*> values_;  // what assigned variables hold, in this block
  int parfor_depth_ = 0;
  std::set<std::string> parfor_locals_;  // variables that the outermost parfor's body assigns wholly
};

/// Finds the function written in DML that a call in `module` means: nothing where it means an operator or what the
/// compiler handles itself.
ModuleSet::Found called_function(const ModuleSet& program, const Module& module, const ast::Expression& call);

/// Collects the names that the statements assign as a whole, at any depth.
void collect_whole_assignments(const ast::Block& block, std::set<std::string>& names);

}  // namespace lineal
