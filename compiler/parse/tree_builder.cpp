#include "compiler/parse/tree_builder.h"

#include <memory>
#include <utility>

#include "compiler/parse/literals.h"
#include "compiler/parse/token_filter.h"
#include "runtime/core/cat.h"

namespace lineal {

using ast::Statement;
using ast::StatementKind;

namespace {

std::unique_ptr<Statement> make_statement(StatementKind kind, SourceSpan where) {
  auto out = std::make_unique<Statement>();
  out->kind = kind;
  out->where = where;
  return out;
}

}  // namespace

std::string_view TreeBuilder::text(const antlr4::Token& token) const {
  return token_text(token, text_);
}

SourceSpan TreeBuilder::span(const antlr4::Token& token) const {
  return positions_.span(token_begin(token), token_end(token));
}

SourceSpan TreeBuilder::span(const antlr4::ParserRuleContext& tree) const {
  const antlr4::Token* last = tree.stop;
  size_t end = token_end(*last);
  // A statement's separator is not part of what it says.
  if (last->getType() == DmlParser::Semicolon && last != tree.start) {
    --end;
    while (end > token_begin(*tree.start) && (text_[end - 1] == ' ' || text_[end - 1] == '\t'))
      --end;
  }
  return positions_.span(token_begin(*tree.start), end);
}

void TreeBuilder::fail(SourceSpan where, std::string message, ErrorKind kind) {
  errors_.emplace_back(kind, std::move(message), where);
}

void TreeBuilder::build(DmlParser::ScriptContext& tree, ast::Script& script) {
  script_ = &script;
  for (DmlParser::StatementContext* each : tree.statement())
    statement(*each, script.body);
}

void TreeBuilder::statement(DmlParser::StatementContext& tree, ast::Block& out) {
  antlr4::tree::ParseTree* child = tree.children.front();
  switch (static_cast<antlr4::ParserRuleContext*>(child)->getRuleIndex()) {
    case DmlParser::RuleImporting:
      return importing(*static_cast<DmlParser::ImportingContext*>(child));
    case DmlParser::RuleWorkingFolder:
      working_folder_ = string_content(*static_cast<DmlParser::WorkingFolderContext*>(child)->String()->getSymbol());
      return;
    case DmlParser::RuleNamed:
      return named(*static_cast<DmlParser::NamedContext*>(child), out);
    case DmlParser::RuleMultiAssignment:
      return multi_assignment(*static_cast<DmlParser::MultiAssignmentContext*>(child), out);
    case DmlParser::RuleForStatement:
      return loop(*static_cast<DmlParser::ForStatementContext*>(child), out);
    case DmlParser::RuleIfStatement: {
      auto& branch = *static_cast<DmlParser::IfStatementContext*>(child);
      auto made = make_statement(StatementKind::kIf, span(branch));
      made->value = expression(*branch.expression());
      body(*branch.body(0), made->body);
      if (branch.Else() != nullptr) body(*branch.body(1), made->otherwise);
      out.push_back(std::move(made));
      return;
    }
    default: {
      auto& repeat = *static_cast<DmlParser::WhileStatementContext*>(child);
      auto made = make_statement(StatementKind::kWhile, span(repeat));
      made->value = expression(*repeat.expression());
      body(*repeat.body(), made->body);
      out.push_back(std::move(made));
    }
  }
}

void TreeBuilder::importing(DmlParser::ImportingContext& tree) {
  const antlr4::Token& alias = *tree.Identifier()->getSymbol();
  if (text(alias).find_first_of(":.") != std::string_view::npos) {
    fail(span(alias), cat("source: the name of a namespace must be plain: ", text(alias)));
  }
  script_->imports.push_back({.path = string_content(*tree.String()->getSymbol()),
                              .alias = std::string(text(alias)),
                              .working_folder = working_folder_,
                              .where = span(tree)});
}

void TreeBuilder::named(DmlParser::NamedContext& tree, ast::Block& out) {
  const antlr4::Token& name = *tree.Identifier()->getSymbol();
  if (tree.arguments() != nullptr) {
    auto made = make_statement(StatementKind::kCall, span(tree));
    made->value = call(name, *tree.arguments());
    out.push_back(std::move(made));
    return;
  }
  DmlParser::ValueContext* value = tree.value();
  if (value != nullptr && value->externalFunction() != nullptr) return;  // parses, and means nothing
  if (value != nullptr && value->function() != nullptr) {
    if (tree.subscripts() != nullptr) fail(span(*tree.subscripts()), "function: the name must be plain");
    return function(name, *value->function());
  }
  auto made = make_statement(value == nullptr ? StatementKind::kAccumulate : StatementKind::kAssign, span(tree));
  ast::Target target{.name = std::string(text(name)), .subscripts = {}, .where = span(name)};
  if (tree.subscripts() != nullptr) {
    target.subscripts = subscripts(*tree.subscripts());
    target.where = positions_.span(token_begin(name), token_end(*tree.subscripts()->stop));
  }
  made->targets.push_back(std::move(target));
  made->value = expression(value == nullptr ? *tree.expression() : *value->expression());
  out.push_back(std::move(made));
}

void TreeBuilder::multi_assignment(DmlParser::MultiAssignmentContext& tree, ast::Block& out) {
  auto made = make_statement(StatementKind::kMultiAssign, span(tree));
  for (DmlParser::TargetContext* each : tree.target()) {
    ast::Target target{.name = std::string(text(*each->start)), .subscripts = {}, .where = span(*each)};
    if (each->subscripts() != nullptr) target.subscripts = subscripts(*each->subscripts());
    made->targets.push_back(std::move(target));
  }
  made->value = call(*tree.Identifier()->getSymbol(), *tree.arguments());
  out.push_back(std::move(made));
}

void TreeBuilder::loop(DmlParser::ForStatementContext& tree, ast::Block& out) {
  auto made = make_statement(tree.For() != nullptr ? StatementKind::kFor : StatementKind::kParFor, span(tree));
  const antlr4::Token& variable = *tree.Identifier()->getSymbol();
  made->variable = text(variable);
  made->variable_where = span(variable);
  range(*tree.range(), *made);
  for (DmlParser::OptionContext* each : tree.option()) {
    made->options.push_back({.name = std::string(text(*each->Identifier()->getSymbol())),
                             .value = expression(*each->expression()),
                             .where = span(*each)});
  }
  body(*tree.body(), made->body);
  out.push_back(std::move(made));
}

void TreeBuilder::range(DmlParser::RangeContext& tree, Statement& out) {
  out.from = expression(*tree.expression(0));
  if (tree.Colon() != nullptr) {
    out.to = expression(*tree.expression(1));
    return;
  }
  out.is_seq = true;
  ast::ExpressionPtr written = std::move(out.from);
  if (written->kind != ast::ExpressionKind::kCall || written->name != "seq") {
    return fail(span(tree), "for: the range must be written a:b or seq(a, b, increment)");
  }
  std::vector<ast::Argument>& given = written->arguments;
  if (given.size() < 2 || given.size() > 3) {
    return fail(span(tree), cat("for: seq takes two or three arguments: ", given.size(), " given"));
  }
  for (const ast::Argument& each : given) {
    if (!each.name.empty()) fail(each.where, cat("for: seq takes no named arguments here: ", each.name));
  }
  out.from = std::move(given[0].value);
  out.to = std::move(given[1].value);
  if (given.size() == 3) out.increment = std::move(given[2].value);
}

void TreeBuilder::body(DmlParser::BodyContext& tree, ast::Block& out) {
  if (tree.block() != nullptr) return block(*tree.block(), out);
  ++nesting_;
  statement(*tree.statement(), out);
  --nesting_;
}

void TreeBuilder::block(DmlParser::BlockContext& tree, ast::Block& out) {
  ++nesting_;
  for (DmlParser::StatementContext* each : tree.statement())
    statement(*each, out);
  --nesting_;
}

void TreeBuilder::function(const antlr4::Token& name, DmlParser::FunctionContext& tree) {
  auto made = std::make_unique<ast::Function>();
  made->name = text(name);
  made->where = span(name);
  if (nesting_ > 0) fail(span(name), cat("function: must stand at the top level: ", made->name));
  if (made->name.find(':') != std::string::npos)
    fail(span(name), cat("function: the name must be plain: ", made->name));
  // The parameters end at the first ")"; parameters behind it are the results.
  const size_t end = token_begin(*tree.CloseParen(0)->getSymbol());
  for (DmlParser::ParametersContext* each : tree.parameters()) {
    parameters(each, token_begin(*each->start) < end ? made->parameters : made->results);
  }
  for (const ast::Parameter& result : made->results) {
    if (result.fallback) fail(result.where, cat("function: a result has no default: ", result.name));
  }
  block(*tree.block(), made->body);
  if (tree.block()->statement().empty()) {
    fail(span(name), cat("function: the body is empty: ", made->name));
  }
  script_->functions.push_back(std::move(made));
}

void TreeBuilder::parameters(DmlParser::ParametersContext* tree, std::vector<ast::Parameter>& out) {
  for (DmlParser::ParameterContext* each : tree->parameter())
    out.push_back(parameter(*each));
}

ast::Parameter TreeBuilder::parameter(DmlParser::ParameterContext& tree) {
  ast::Parameter out;
  const antlr4::Token& name = *tree.Identifier()->getSymbol();
  parameter_type(*tree.typeName(), out);
  out.name = text(name);
  out.where = span(name);
  if (tree.expression() != nullptr) out.fallback = expression(*tree.expression());
  return out;
}

void TreeBuilder::parameter_type(DmlParser::TypeNameContext& tree, ast::Parameter& out) {
  switch (text(*tree.ValueType()->getSymbol()).front() | 0x20) {
    case 'i':
      out.scalar = ValueKind::kInt;
      break;
    case 'd':
      out.scalar = ValueKind::kDouble;
      break;
    case 'b':
      out.scalar = ValueKind::kBoolean;
      break;
    case 's':
      out.scalar = ValueKind::kString;
      break;
    default:
      out.scalar = ValueKind::kNone;
  }
  if (tree.Identifier() == nullptr) return;
  const antlr4::Token& shape = *tree.Identifier()->getSymbol();
  const std::string_view name = text(shape);
  if (name == "matrix" || name == "Matrix") {
    out.type = ast::TypeKind::kMatrix;
  } else if (name == "frame" || name == "Frame") {
    out.type = ast::TypeKind::kFrame;
  } else if (name == "list" || name == "List") {
    out.type = ast::TypeKind::kList;
  } else if (name != "scalar" && name != "Scalar") {
    fail(span(shape), cat("function: unknown type: ", name, "; known are matrix, frame, list and scalar"));
  }
}

}  // namespace lineal
