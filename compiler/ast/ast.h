// The syntax tree of DML: plain structs with a span each. Made by compiler/parse, annotated by nobody.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/source_span.h"
#include "runtime/matrix/value.h"

namespace lineal::ast {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

/// One argument of a call: `name = value`, or only a value.
struct Argument {
  std::string name;  // empty: positional
  ExpressionPtr value;
  SourceSpan where;
};

/// One subscript: absent (`X[,j]`), a position (`X[i,]`), or a range (`X[a:b,]`).
struct Subscript {
  ExpressionPtr lower;  // null: everything
  ExpressionPtr upper;  // null unless a range
};

enum class ExpressionKind : uint8_t {
  kLiteral,         // `literal`; signs in front of numbers are folded in
  kVariable,        // `name`
  kUnary,           // `name` is the operator: "-", "+", "!"; operands[0]
  kBinary,          // `name` is the operator as written: "+", "%*%", "&", ...; operands[0], operands[1]
  kIndex,           // `name`[subscripts]
  kCall,            // `name`(arguments); `name` may be "ns::f"
  kExpressionList,  // [a, b, c]: only as an argument; operands
};

/// An expression. Deep trees (long sums) are freed with an explicit stack.
struct Expression {
  ExpressionKind kind = ExpressionKind::kLiteral;
  SourceSpan where;
  std::string name;
  Value literal;
  std::vector<ExpressionPtr> operands;
  std::vector<Subscript> subscripts;  // 1 or 2; 1 means X[i] (rows of a matrix, elements of a list)
  std::vector<Argument> arguments;

  Expression() = default;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;
  ~Expression();
};

/// The target of an assignment: a variable, or a part of one.
struct Target {
  std::string name;
  std::vector<Subscript> subscripts;  // empty: the whole variable
  SourceSpan where;
};

struct Statement;
using Block = std::vector<std::unique_ptr<Statement>>;

enum class StatementKind : uint8_t {
  kAssign,       // targets[0] = value
  kAccumulate,   // targets[0] += value
  kMultiAssign,  // [targets...] = value, which is a call
  kCall,         // value, which is a call
  kIf,           // value is the predicate; body, otherwise
  kFor,          // variable in from:to or seq(from, to, increment); body; options
  kParFor,
  kWhile,  // value is the predicate; body
};

struct Statement {
  StatementKind kind = StatementKind::kAssign;
  SourceSpan where;
  std::vector<Target> targets;
  ExpressionPtr value;
  Block body;
  Block otherwise;
  std::string variable;
  SourceSpan variable_where;
  ExpressionPtr from, to, increment;  // increment may be null
  bool is_seq = false;                // written seq(...): a wrong-signed increment means no iteration
  std::vector<Argument> options;      // parfor options
};

enum class TypeKind : uint8_t { kScalar, kMatrix, kFrame, kList };

struct Parameter {
  TypeKind type = TypeKind::kScalar;
  ValueKind scalar = ValueKind::kNone;  // of kScalar: kInt, kDouble, kBoolean, kString; kNone: unknown
  std::string name;
  ExpressionPtr fallback;  // may be null
  SourceSpan where;
};

struct Function {
  std::string name;
  std::vector<Parameter> parameters;
  std::vector<Parameter> results;
  Block body;
  SourceSpan where;
};

struct Import {
  std::string path;  // as written
  std::string alias;
  std::string working_folder;  // the setwd in force where it stands; empty: none
  SourceSpan where;
};

/// One parsed file. `$` arguments have been replaced by literals, and ifdef by one of its sides.
struct Script {
  uint32_t file = 0;  // index in the SourceMap
  Block body;
  std::vector<std::unique_ptr<Function>> functions;
  std::vector<Import> imports;
};

/// Prints a script so that parsing it again gives the same tree. One statement a line, two blanks of indentation,
/// parentheses only where the grammar needs them.
std::string print(const Script& script);
std::string print(const Expression& expression);

/// Says what stands for the name of a call in the text.
using CallName = std::function<std::string(const Expression& call)>;
/// Prints a function without its name, and its calls as `name_of` says, which is asked in the order of the text. But
/// for these names, two functions have one text only if they are the same tree.
std::string print_definition(const Function& function, const CallName& name_of);

}  // namespace lineal::ast
