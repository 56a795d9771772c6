#include "compiler/parse/parser.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include <DmlParser.h>
#include <antlr4-runtime.h>

#include "compiler/parse/byte_stream.h"
#include "compiler/parse/positions.h"
#include "compiler/parse/syntax_error.h"
#include "compiler/parse/token_filter.h"
#include "compiler/parse/tree_builder.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

void sort_by_position(std::vector<Error>& errors) {
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    return std::tuple(a.where().line, a.where().column) < std::tuple(b.where().line, b.where().column);
  });
}

/// A script with more errors than that is no script.
constexpr size_t kMaxSyntaxErrors = 10;
/// Looking for further errors cuts the text into tokens again; a large script shows its first one.
constexpr size_t kMaxTextOfSeveralErrors = size_t{1} << 18;

/// Follows brackets; one that closes nothing counts for nothing.
class Brackets {
 public:
  void see(size_t type) {
    if (type == DmlParser::OpenParen || type == DmlParser::OpenBracket || type == DmlParser::OpenBrace) {
      open_.push_back(type);
    } else if (!open_.empty() && type == partner(open_.back())) {
      open_.pop_back();
    }
  }
  bool outside() const { return open_.empty(); }

 private:
  static size_t partner(size_t open) {
    if (open == DmlParser::OpenParen) return DmlParser::CloseParen;
    return open == DmlParser::OpenBracket ? DmlParser::CloseBracket : DmlParser::CloseBrace;
  }
  std::vector<size_t> open_;
};

/// The first token behind `failed` that begins a line outside all brackets: there a statement begins, most likely.
size_t next_statement(const std::vector<antlr4::Token*>& tokens, size_t failed, const Positions& positions) {
  const auto line_of = [&](size_t at) { return positions.span(token_begin(*tokens[at]), token_end(*tokens[at])).line; };
  Brackets brackets;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const size_t type = tokens[i]->getType();
    if (i > failed && brackets.outside() && (type == antlr4::Token::EOF || line_of(i) > line_of(i - 1))) return i;
    brackets.see(type);
  }
  return tokens.size();
}

/// Parses the tokens from number `first` on. Returns where to go on after a syntax error; 0: there is nothing left.
size_t parse_tokens(TokenList& list, size_t first, std::string_view text, const Positions& positions,
                    const ScriptArguments& arguments, ParseResult& out) {
  const auto begin = list.tokens.begin();
  list.tokens.erase(begin, begin + static_cast<std::ptrdiff_t>(first));
  antlr4::ListTokenSource source(std::move(list.tokens), "script");
  antlr4::CommonTokenStream stream(&source);
  DmlParser parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<StopAtFirst>());
  // Exact for this grammar; see Dml.g4.
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  try {
    DmlParser::ScriptContext* tree = parser.script();
    if (first > 0) return 0;
    TreeBuilder builder(text, positions, arguments);
    builder.build(*tree, out.script);
    out.errors = builder.take_errors();
    out.arguments = builder.take_used_arguments();
    sort_by_position(out.errors);
    return 0;
  } catch (const SyntaxFailure& failure) {
    Error error = explain(failure, text, positions);
    const bool at_end = failure.token->getType() == antlr4::Token::EOF;
    if (at_end) {
      out.incomplete = first == 0;
      if (list.unclosed) error.note("opened here", *list.unclosed);
    }
    out.errors.push_back(std::move(error));
    if (at_end) return 0;
    stream.fill();
    return first + next_statement(stream.getTokens(), failure.token->getTokenIndex(), positions);
  }
}

}  // namespace

ParseResult parse(const SourceMap& sources, uint32_t file, const ScriptArguments& arguments) {
  ParseResult out;
  out.script.file = file;
  const std::string_view text = sources.text(file);
  if (text.size() > kMaxScriptBytes) {
    out.errors.emplace_back(ErrorKind::kSyntax, cat("script: larger than ", kMaxScriptBytes, " bytes: ", text.size()),
                            SourceSpan{.line = 1, .column = 1, .length = 0, .file = file});
    return out;
  }
  const Positions positions(text, file);
  ByteStream input(text);
  TokenList list = tokenize(input, text, positions);
  out.warnings = std::move(list.warnings);
  if (list.error) {
    out.incomplete = list.incomplete;
    out.errors.push_back(std::move(*list.error));
    return out;
  }
  size_t next = parse_tokens(list, 0, text, positions, arguments, out);
  while (next > 0 && out.errors.size() < kMaxSyntaxErrors && text.size() <= kMaxTextOfSeveralErrors) {
    ByteStream again(text);
    TokenList rest = tokenize(again, text, positions);
    if (next >= rest.tokens.size()) break;
    next = parse_tokens(rest, next, text, positions, arguments, out);
  }
  return out;
}

}  // namespace lineal
