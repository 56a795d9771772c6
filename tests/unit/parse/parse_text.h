// Shorthands for tests: text to tree, and trees as fully bracketed text.
#pragma once

#include <string>

#include "compiler/parse/parser.h"
#include "runtime/core/cat.h"

namespace lineal::test {

inline ParseResult parse_text(std::string text, const ScriptArguments& arguments = {}) {
  SourceMap sources;
  const uint32_t file = sources.add("test.dml", std::move(text));
  return parse(sources, file, arguments);
}

/// The first error as "line:column: message"; empty when there is none.
inline std::string first_error(const ParseResult& result) {
  if (result.errors.empty()) return {};
  const Error& error = result.errors.front();
  return cat(error.where().line, ":", error.where().column, ": ", error.message());
}

inline std::string error_of(std::string text, const ScriptArguments& arguments = {}) {
  return first_error(parse_text(std::move(text), arguments));
}

/// Every operator with its operands in brackets: "(a + (b * c))".
std::string brackets(const ast::Expression& node);

/// The value of the first assignment of `text` in that form, or the error.
inline std::string shape(std::string_view text, const ScriptArguments& arguments = {}) {
  const ParseResult result = parse_text(cat("x = ", text), arguments);
  if (!result.errors.empty()) return first_error(result);
  if (result.script.body.size() != 1) return cat(result.script.body.size(), " statements");
  return brackets(*result.script.body[0]->value);
}

}  // namespace lineal::test
