// Statements and functions as DML source.
#include "compiler/ast/ast.h"
#include "compiler/ast/expression_printer.h"
#include "compiler/ast/literal_text.h"

namespace lineal::ast {

namespace {

std::string_view scalar_name(ValueKind kind) {
  return kind == ValueKind::kNone ? "unknown" : kind_name(kind);
}

class ScriptPrinter {
 public:
  explicit ScriptPrinter(const CallName* name_of = nullptr) : name_of_(name_of) {}
  std::string take() { return std::move(out_); }

  void print(const Script& script) {
    imports(script.imports);
    for (const auto& each : script.functions)
      function(*each);
    block(script.body);
  }
  void definition(const Function& function);

 private:
  void imports(const std::vector<Import>& imports);
  void function(const Function& function);
  void parameters(const std::vector<Parameter>& parameters);
  void parameter(const Parameter& parameter);
  void block(const Block& block);
  void braces(const Block& block);
  void statement(const Statement& statement);
  void targets(const Statement& statement);
  void branch(const Statement& statement);
  void loop(const Statement& statement);

  void indent() { out_.append(2 * static_cast<size_t>(depth_), ' '); }
  void print(const Expression& expression) { append_expression(out_, expression, name_of_); }

  const CallName* name_of_;
  std::string out_;
  int depth_ = 0;
};

void ScriptPrinter::imports(const std::vector<Import>& imports) {
  std::string folder;
  for (const Import& each : imports) {
    if (each.working_folder != folder) {
      folder = each.working_folder;
      out_ += "setwd(";
      append_quoted(out_, folder);
      out_ += ")\n";
    }
    out_ += "source(";
    append_quoted(out_, each.path);
    out_ += ") as ";
    out_ += each.alias;
    out_ += '\n';
  }
}

void ScriptPrinter::function(const Function& function) {
  out_ += function.name;
  out_ += " = ";
  definition(function);
  out_ += '\n';
}

void ScriptPrinter::definition(const Function& function) {
  out_ += "function(";
  parameters(function.parameters);
  out_ += ')';
  if (!function.results.empty()) {
    out_ += " return (";
    parameters(function.results);
    out_ += ')';
  }
  out_ += ' ';
  braces(function.body);
}

void ScriptPrinter::parameters(const std::vector<Parameter>& parameters) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (i > 0) out_ += ", ";
    parameter(parameters[i]);
  }
}

void ScriptPrinter::parameter(const Parameter& parameter) {
  switch (parameter.type) {
    case TypeKind::kScalar:
      out_ += scalar_name(parameter.scalar);
      break;
    case TypeKind::kMatrix:
      out_ += "matrix[";
      break;
    case TypeKind::kFrame:
      out_ += "frame[";
      break;
    case TypeKind::kList:
      out_ += "list[";
      break;
  }
  if (parameter.type != TypeKind::kScalar) {
    out_ += scalar_name(parameter.scalar);
    out_ += ']';
  }
  out_ += ' ';
  out_ += parameter.name;
  if (parameter.fallback) {
    out_ += " = ";
    print(*parameter.fallback);
  }
}

void ScriptPrinter::block(const Block& block) {
  for (const auto& each : block) {
    indent();
    statement(*each);
    out_ += '\n';
  }
}

void ScriptPrinter::braces(const Block& body) {
  out_ += "{\n";
  ++depth_;
  block(body);
  --depth_;
  indent();
  out_ += '}';
}

void ScriptPrinter::statement(const Statement& statement) {
  switch (statement.kind) {
    case StatementKind::kAssign:
    case StatementKind::kAccumulate:
    case StatementKind::kMultiAssign:
      targets(statement);
      return print(*statement.value);
    case StatementKind::kCall:
      return print(*statement.value);
    case StatementKind::kIf:
      return branch(statement);
    case StatementKind::kFor:
    case StatementKind::kParFor:
      return loop(statement);
    case StatementKind::kWhile:
      out_ += "while (";
      print(*statement.value);
      out_ += ") ";
      return braces(statement.body);
  }
}

void ScriptPrinter::targets(const Statement& statement) {
  const bool several = statement.kind == StatementKind::kMultiAssign;
  if (several) out_ += '[';
  for (size_t i = 0; i < statement.targets.size(); ++i) {
    if (i > 0) out_ += ", ";
    out_ += statement.targets[i].name;
    if (!statement.targets[i].subscripts.empty()) {
      append_subscripts(out_, statement.targets[i].subscripts, name_of_);
    }
  }
  if (several) out_ += ']';
  out_ += statement.kind == StatementKind::kAccumulate ? " += " : " = ";
}

/// A chain of `else if` stays on one level of indentation.
void ScriptPrinter::branch(const Statement& statement) {
  const Statement* at = &statement;
  while (true) {
    out_ += "if (";
    print(*at->value);
    out_ += ") ";
    braces(at->body);
    if (at->otherwise.empty()) return;
    out_ += " else ";
    if (at->otherwise.size() != 1 || at->otherwise[0]->kind != StatementKind::kIf) return braces(at->otherwise);
    at = at->otherwise[0].get();
  }
}

void ScriptPrinter::loop(const Statement& statement) {
  out_ += statement.kind == StatementKind::kFor ? "for (" : "parfor (";
  out_ += statement.variable;
  out_ += statement.is_seq ? " in seq(" : " in ";
  print(*statement.from);
  out_ += statement.is_seq ? ", " : ":";
  print(*statement.to);
  if (statement.increment) {
    out_ += ", ";
    print(*statement.increment);
  }
  if (statement.is_seq) out_ += ')';
  for (const Argument& each : statement.options) {
    out_ += ", ";
    out_ += each.name;
    out_ += '=';
    print(*each.value);
  }
  out_ += ") ";
  braces(statement.body);
}

}  // namespace

std::string print(const Script& script) {
  ScriptPrinter printer;
  printer.print(script);
  return printer.take();
}

std::string print_definition(const Function& function, const CallName& name_of) {
  ScriptPrinter printer(&name_of);
  printer.definition(function);
  return printer.take();
}

std::string print(const Expression& expression) {
  std::string out;
  append_expression(out, expression);
  return out;
}

}  // namespace lineal::ast
