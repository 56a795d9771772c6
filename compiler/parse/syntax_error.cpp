#include "compiler/parse/syntax_error.h"

#include <cctype>
#include <string>

#include <DmlParser.h>

#include "compiler/parse/token_filter.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

constexpr size_t kLongestQuote = 40;
constexpr std::string_view kStatement = "a statement";

[[noreturn]] void stop(antlr4::Parser* parser) {
  throw SyntaxFailure{
      parser->getCurrentToken(), parser->getExpectedTokens(),
      parser->getContext() == nullptr ? size_t{DmlParser::RuleScript} : parser->getContext()->getRuleIndex()};
}

std::string quote(std::string_view token) {
  std::string out = "'";
  for (char c : token.substr(0, kLongestQuote)) {
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      out += c;
    }
  }
  if (token.size() > kLongestQuote) out += "...";
  return out + "'";
}

bool is_keyword(size_t type) {
  return type >= DmlParser::Source && type <= DmlParser::ValueType;
}

/// Names a set of token types by the most general thing that it allows.
std::string expectation(const SyntaxFailure& failure) {
  const antlr4::misc::IntervalSet& expected = failure.expected;
  const auto allows = [&](size_t type) { return expected.contains(type); };
  if (failure.rule == DmlParser::RuleBlock && allows(DmlParser::CloseBrace)) return cat(kStatement, " or '}'");
  if (allows(DmlParser::If)) return std::string(kStatement);
  if (allows(DmlParser::Integer)) return "an expression";
  if (allows(antlr4::Token::EOF)) return std::string(kStatement);
  std::string out;
  if (allows(DmlParser::CloseParen) || allows(DmlParser::CloseBracket)) {
    switch (failure.rule) {
      case DmlParser::RuleArguments:
      case DmlParser::RuleParameters:
      case DmlParser::RuleMultiAssignment:
      case DmlParser::RuleForStatement:
        out = "',' or ";
        break;
      default:
        break;
    }
  }
  int shown = 0;
  const auto add = [&](std::string_view name) {
    if (shown++ > 0) out += " or ";
    out += name;
  };
  if (allows(DmlParser::Identifier)) add("a name");
  if (allows(DmlParser::String)) add("a string");
  if (allows(DmlParser::CommandLine)) add("a command-line argument such as $name");
  if (allows(DmlParser::ValueType)) add("a type");
  struct Symbol {
    size_t type;
    std::string_view text;
  };
  constexpr Symbol kSymbols[] = {{DmlParser::OpenParen, "'('"},    {DmlParser::OpenBracket, "'['"},
                                 {DmlParser::OpenBrace, "'{'"},    {DmlParser::Assign, "'='"},
                                 {DmlParser::Accumulate, "'+='"},  {DmlParser::Comma, "','"},
                                 {DmlParser::Colon, "':'"},        {DmlParser::As, "'as'"},
                                 {DmlParser::In, "'in'"},          {DmlParser::Implemented, "'implemented'"},
                                 {DmlParser::Return, "'return'"},  {DmlParser::CloseParen, "')'"},
                                 {DmlParser::CloseBracket, "']'"}, {DmlParser::CloseBrace, "'}'"}};
  for (const Symbol& symbol : kSymbols) {
    if (allows(symbol.type)) add(symbol.text);
  }
  return out;
}

/// The word that ends where `end` is, blanks between them left aside.
std::string_view word_before(std::string_view text, size_t end) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r' || text[end - 1] == '\n'))
    --end;
  size_t begin = end;
  while (begin > 0 && is_word(text[begin - 1]))
    --begin;
  return text.substr(begin, end - begin);
}

/// The last character before an offset that is no blank; 0 if there is none.
char last_before(std::string_view text, size_t end) {
  const size_t at = text.substr(0, end).find_last_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

/// Advice for mistakes that are easy to make, most of them by those who know R; empty for others.
std::string advice(const SyntaxFailure& failure, std::string_view text) {
  const antlr4::Token& token = *failure.token;
  const std::string_view before = word_before(text, token_begin(token));
  if (before == "break" || before == "next" || before == "continue")
    return cat("'", before, "' before it is no statement of DML: end a 'while' by its condition");
  if (failure.rule == DmlParser::RuleParameter || failure.rule == DmlParser::RuleTypeName) {
    if (token.getType() == DmlParser::CloseParen || token.getType() == DmlParser::Comma)
      return cat("a parameter needs a type: 'Double ", before, "' or 'Matrix[Double] ", before, "'");
  }
  switch (token.getType()) {
    case DmlParser::Assign:
      if (token_text(token, text) == "<-") return "'<-' assigns: write '< -' to compare with a negative number";
      if (last_before(text, token_begin(token)) == ')')
        return "a call takes no value: assign to a variable, or write '==' to compare";
      return "'=' assigns: write '==' to compare";
    case DmlParser::Colon:
      return "':' makes ranges in 'for' and in subscripts alone: write seq(from, to)";
    case DmlParser::CommandLine:
      if (before.empty()) return {};
      return cat("the element of a list is ", before, "[\"", token_text(token, text).substr(1), "\"]");
    case DmlParser::If:
      if (failure.expected.contains(static_cast<size_t>(DmlParser::If))) return {};
      return "'if' gives no value: write ifelse(condition, a, b)";
    case DmlParser::Else:
      return "'else' belongs directly after the body of an 'if'";
    case DmlParser::CloseBrace:
      if (failure.rule == DmlParser::RuleScript) return "no '{' is open";
      return {};
    case DmlParser::OpenBracket:
      return "only a variable can be indexed";
    default:
      return {};
  }
}

}  // namespace

void StopAtFirst::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& /*fault*/) {
  stop(parser);
}
void StopAtFirst::recover(antlr4::Parser* parser, std::exception_ptr /*fault*/) {
  stop(parser);
}
antlr4::Token* StopAtFirst::recoverInline(antlr4::Parser* parser) {
  stop(parser);
}

Error explain(const SyntaxFailure& failure, std::string_view text, const Positions& positions) {
  const antlr4::Token& token = *failure.token;
  if (token.getType() == antlr4::Token::EOF) {
    const std::string wanted = expectation(failure);
    // Behind the last thing that was written.
    const size_t last = text.find_last_not_of(" \t\r\n");
    const size_t end = last == std::string_view::npos ? 0 : last + 1;
    return Error(ErrorKind::kSyntax, cat("unexpected end of the script: expected ", wanted), positions.span(end, end));
  }
  const std::string_view word = token_text(token, text);
  std::string message = cat("unexpected ", quote(word), ": ");
  const std::string hint = advice(failure, text);
  if (!hint.empty()) {
    message += hint;
  } else {
    const std::string wanted = expectation(failure);
    const bool name_fits =
        failure.expected.contains(static_cast<size_t>(DmlParser::Identifier)) || wanted.starts_with(kStatement);
    if (is_keyword(token.getType()) && name_fits) message += "it is a reserved word; ";
    message += cat("expected ", wanted);
  }
  return Error(ErrorKind::kSyntax, std::move(message), positions.span(token_begin(token), token_end(token)));
}

}  // namespace lineal
