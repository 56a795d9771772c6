// Text to syntax tree. The only user of ANTLR.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "runtime/core/error.h"
#include "runtime/core/source_span.h"

namespace lineal {

/// Command-line arguments of a script: `$name` and `$1` without the dollar sign → text as given.
using ScriptArguments = std::map<std::string, std::string, std::less<>>;

struct ParseResult {
  ast::Script script;
  std::vector<Error> errors;    // kSyntax and kInvalid, in order of position; the tree is unusable unless empty
  std::vector<Error> warnings;  // skipped characters
  std::set<std::string, std::less<>> arguments;  // used as $name, without the dollar sign
  bool incomplete = false;  // the only fault is that the text ends too early: the prompt asks for more
};

/// Limits that keep hostile scripts from exhausting the stack (contract C6); exceeding one is a syntax error with the
/// position. `kMaxNesting` counts parentheses, brackets, braces and statements in statements, `else if` included;
/// `kMaxOperands` the depth of the tree of one expression, such as 1+1+1+... makes.
inline constexpr int kMaxNesting = 1000;
inline constexpr int kMaxOperands = 20000;
/// A script of this size made of single letters takes about 1 GiB to parse.
inline constexpr size_t kMaxScriptBytes = size_t{4} << 20;
/// The stack that parse() needs for a script at these limits, under the address sanitizer too.
inline constexpr size_t kParserStack = size_t{16} << 20;

/// Parses the text of `file` in `sources`. Never throws for bad input. Needs kParserStack bytes of stack.
ParseResult parse(const SourceMap& sources, uint32_t file, const ScriptArguments& arguments);

/// The literal that replaces `$x` given as this text: TRUE/FALSE → boolean, whole numbers → int, numbers → double (also
/// NaN, Infinity, and Java forms such as 3d), anything else → string without surrounding quotes, escapes processed.
Value argument_literal(std::string_view text);

}  // namespace lineal
