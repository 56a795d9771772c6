// Syntax errors in words.
#pragma once

#include <string_view>

#include <antlr4-runtime.h>

#include "compiler/parse/positions.h"
#include "runtime/core/error.h"

namespace lineal {

/// The parser's first syntax error ends the parse: it is thrown through ANTLR's rules as this.
struct SyntaxFailure {
  antlr4::Token* token;                // the token that does not fit
  antlr4::misc::IntervalSet expected;  // token types that would have
  size_t rule;                         // the rule in which it happened
};

/// Stops at the first error instead of recovering from it.
class StopAtFirst final : public antlr4::DefaultErrorStrategy {
 public:
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& fault) override;
  void recover(antlr4::Parser* parser, std::exception_ptr fault) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* /*parser*/) override {}
};

/// Says what is wrong: "unexpected 'x': expected ')'".
Error explain(const SyntaxFailure& failure, std::string_view text, const Positions& positions);

}  // namespace lineal
