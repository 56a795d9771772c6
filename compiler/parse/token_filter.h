// From text to the tokens that the parser sees: ANTLR's lexer and what lies between it and the parser (see Dml.g4).
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "compiler/parse/positions.h"
#include "runtime/core/error.h"

namespace lineal {

struct TokenList {
  std::vector<std::unique_ptr<antlr4::Token>> tokens;
  std::vector<Error> warnings;
  std::optional<Error> error;          // a broken string or comment, or nesting beyond the limit
  bool incomplete = false;             // the error is that a string or comment is not closed
  std::optional<SourceSpan> unclosed;  // the innermost bracket that the end of the text leaves open
};

/// Cuts `text` into tokens that refer to `lexer_input`'s bytes. Stops at the first error.
TokenList tokenize(antlr4::CharStream& lexer_input, std::string_view text, const Positions& positions);

/// Bytes [begin, end) of a token.
inline size_t token_begin(const antlr4::Token& token) {
  return token.getStartIndex();
}
inline size_t token_end(const antlr4::Token& token) {
  return token.getStopIndex() + 1;
}
inline std::string_view token_text(const antlr4::Token& token, std::string_view text) {
  return text.substr(token_begin(token), token_end(token) - token_begin(token));
}

}  // namespace lineal
