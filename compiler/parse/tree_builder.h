// ANTLR's parse tree to the syntax tree.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <DmlParser.h>

#include "compiler/ast/ast.h"
#include "compiler/parse/parser.h"
#include "compiler/parse/positions.h"

namespace lineal {

/// Builds the tree of one script. Recursion follows brackets and statements, whose depth the token filter limits;
/// operators are put together with an explicit stack. Faults that the grammar lets pass are collected.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, const Positions& positions, const ScriptArguments& arguments)
      : text_(text), positions_(positions), arguments_(arguments) {}

  void build(DmlParser::ScriptContext& tree, ast::Script& script);
  std::vector<Error> take_errors() { return std::move(errors_); }
  /// Command-line arguments that the script uses, without the dollar sign.
  std::set<std::string, std::less<>> take_used_arguments() { return std::move(used_arguments_); }

 private:
  /// An expression under construction, with the text that it covers, parentheses included.
  struct Part {
    Part(size_t first, size_t last, int deep = 1) : begin(first), end(last), depth(deep) {}
    ast::ExpressionPtr node;
    size_t begin;
    size_t end;
    int depth;
    bool past_int = false;  // the literal 2^63, which is fine only behind a minus
  };
  struct Operator {
    const antlr4::Token* token;
    int level;
    bool prefix;
  };
  struct Stacks;

  // statements (tree_builder.cpp)
  void statement(DmlParser::StatementContext& tree, ast::Block& out);
  void importing(DmlParser::ImportingContext& tree);
  void named(DmlParser::NamedContext& tree, ast::Block& out);
  void multi_assignment(DmlParser::MultiAssignmentContext& tree, ast::Block& out);
  void loop(DmlParser::ForStatementContext& tree, ast::Block& out);
  void range(DmlParser::RangeContext& tree, ast::Statement& out);
  void body(DmlParser::BodyContext& tree, ast::Block& out);
  void block(DmlParser::BlockContext& tree, ast::Block& out);
  void function(const antlr4::Token& name, DmlParser::FunctionContext& tree);
  void parameters(DmlParser::ParametersContext* tree, std::vector<ast::Parameter>& out);
  ast::Parameter parameter(DmlParser::ParameterContext& tree);
  void parameter_type(DmlParser::TypeNameContext& tree, ast::Parameter& out);

  // expressions (expression_builder.cpp)
  ast::ExpressionPtr expression(DmlParser::ExpressionContext& tree);
  Part part(DmlParser::ExpressionContext& tree);
  void reduce(Stacks& stacks);
  void reduce_prefix(Stacks& stacks, const Operator& op);
  bool fold_sign(Part& operand, const Operator& op);
  Part operand(DmlParser::OperandContext& tree);
  Part named_operand(DmlParser::OperandContext& tree);
  Part if_defined(DmlParser::OperandContext& tree);
  Part command_line(const antlr4::Token& token);
  Part literal(const antlr4::Token& token);
  Part integer(const antlr4::Token& token);
  ast::ExpressionPtr call(const antlr4::Token& name, DmlParser::ArgumentsContext& tree);
  std::vector<ast::Argument> arguments(DmlParser::ArgumentsContext& tree, int* depth = nullptr);
  ast::Argument argument(DmlParser::ArgumentContext& tree, int& depth);
  std::vector<ast::Subscript> subscripts(DmlParser::SubscriptsContext& tree, int* depth = nullptr);
  ast::ExpressionPtr finish(Part part);
  std::string string_content(const antlr4::Token& token) const;

  // positions
  std::string_view text(const antlr4::Token& token) const;
  SourceSpan span(const antlr4::Token& token) const;
  SourceSpan span(const antlr4::ParserRuleContext& tree) const;
  void fail(SourceSpan where, std::string message, ErrorKind kind = ErrorKind::kSyntax);

  std::string_view text_;
  const Positions& positions_;
  const ScriptArguments& arguments_;
  std::set<std::string, std::less<>> used_arguments_;
  ast::Script* script_ = nullptr;
  std::string working_folder_;
  int nesting_ = 0;  // bodies and functions around the current statement
  bool too_deep_ = false;
  std::vector<Error> errors_;
};

}  // namespace lineal
