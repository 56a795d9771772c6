#include "compiler/parse/token_filter.h"

#include <DmlLexer.h>
#include <DmlParser.h>

#include "compiler/parse/parser.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

using antlr4::CommonToken;
using antlr4::Token;
constexpr size_t kNothing = 0;  // the token type before the first token

bool opens(size_t type) {
  return type == DmlLexer::OpenParen || type == DmlLexer::OpenBracket || type == DmlLexer::OpenBrace;
}

bool closes(size_t type) {
  return type == DmlLexer::CloseParen || type == DmlLexer::CloseBracket || type == DmlLexer::CloseBrace;
}

/// Keywords with a condition in parentheses and a statement after it.
bool is_header(size_t type) {
  return type == DmlLexer::If || type == DmlLexer::For || type == DmlLexer::ParFor || type == DmlLexer::While;
}

/// After these an operand follows, so a name there is read, not assigned.
bool expects_operand(size_t type) {
  switch (type) {
    case DmlLexer::OpenParen:
    case DmlLexer::OpenBracket:
    case DmlLexer::Comma:
    case DmlLexer::Colon:
    case DmlLexer::Assign:
    case DmlLexer::Accumulate:
    case DmlLexer::Power:
    case DmlLexer::Product:
    case DmlLexer::Remainder:
    case DmlLexer::Times:
    case DmlLexer::Plus:
    case DmlLexer::Minus:
    case DmlLexer::Compare:
    case DmlLexer::Not:
    case DmlLexer::And:
    case DmlLexer::Or:
    case DmlLexer::In:
    case DmlLexer::As:
    case DmlParser::StatementBracket:
      return true;
    default:
      return false;
  }
}

/// The warning about characters that the language has not and reads as if they were not there.
std::string skipped(std::string_view characters) {
  std::string_view advice;
  if (characters == "@") advice = " (the product of matrices is %*%)";
  if (characters == "%") advice = " (the remainder is %%, the quotient %/%, the product of matrices %*%)";
  if (characters == ".") advice = " (names hold no dot, and functions are called as f(x))";
  if (characters == "_") advice = " (names begin with a letter)";
  return cat("skipped: ", characters, advice);
}

/// Walks over the raw tokens once, with a stack of the brackets that are open.
class Filter {
 public:
  Filter(std::string_view text, const Positions& positions, TokenList& out)
      : text_(text), positions_(positions), out_(out) {}

  /// Takes one token; false when the rest is not wanted.
  bool take(std::unique_ptr<Token> token);
  void finish();

 private:
  enum class Bracket : uint8_t { kCall, kHeader, kOther };
  struct Open {
    CommonToken* token;
    Bracket role;
    bool starts_statement;  // a "[" that starts a multi-assignment if "=" follows its "]"
    int chain;              // headers without braces around the statement outside
    int weight;             // 0 for the brace after a header: the header counts already
  };

  SourceSpan span(const Token& token) const { return positions_.span(token_begin(token), token_end(token)); }
  bool fail(const Token& token, std::string message);
  bool too_deep(const Token& token) { return fail(token, cat("nesting: deeper than ", kMaxNesting, " levels")); }
  bool broken_string(const Token& token);
  void stray(const Token& token);
  bool open(CommonToken& token);
  void close();
  void keep(std::unique_ptr<Token> token);

  std::string_view text_;
  const Positions& positions_;
  TokenList& out_;
  std::vector<Open> open_;
  int chain_ = 0;    // headers around the current statement at this bracket level
  int nesting_ = 0;  // the chains of all levels and the weights of all brackets
  size_t previous_ = kNothing;
  bool previous_reads_ = false;       // the previous token is a name in the place of an operand
  Bracket closed_ = Bracket::kOther;  // the role of the bracket that the previous token closed
  CommonToken* candidate_ = nullptr;  // a "[" whose "]" is the previous token
  size_t stray_end_ = 0;
};

bool Filter::fail(const Token& token, std::string message) {
  out_.error = Error(ErrorKind::kSyntax, std::move(message), span(token));
  return false;
}

bool Filter::broken_string(const Token& token) {
  const size_t end = token_end(token);
  if (end >= text_.size()) {
    out_.incomplete = true;
    out_.error =
        Error(ErrorKind::kSyntax, "string: not closed", positions_.span(token_begin(token), token_begin(token) + 1));
    return false;
  }
  // The string stops at a backslash; the text may end right after it.
  if (end + 1 >= text_.size()) {
    out_.incomplete = true;
    return fail(token, "string: not closed");
  }
  out_.error =
      Error(ErrorKind::kSyntax,
            cat("string: unknown escape: ", text_.substr(end, 2), "; known are \\b \\t \\n \\f \\r \\\" \\' \\\\"),
            positions_.span(end, end + 2));
  return false;
}

void Filter::stray(const Token& token) {
  const size_t begin = token_begin(token);
  if (begin == stray_end_ && stray_end_ != 0 && !out_.warnings.empty()) {
    // The bytes of one character, or a run of them, are one warning.
    const Error& last = out_.warnings.back();
    SourceSpan where = last.where();
    ++where.length;
    const size_t first = begin + 1 - where.length;
    out_.warnings.back() = Error(ErrorKind::kSyntax, skipped(text_.substr(first, where.length)), where);
  } else {
    out_.warnings.emplace_back(ErrorKind::kSyntax, skipped(token_text(token, text_)), span(token));
  }
  stray_end_ = begin + 1;
}

bool Filter::open(CommonToken& token) {
  Open level{&token, Bracket::kOther, false, chain_, 1};
  const size_t type = token.getType();
  const bool after_header =
      previous_ == DmlLexer::Else || (previous_ == DmlLexer::CloseParen && closed_ == Bracket::kHeader);
  if (type == DmlLexer::OpenBrace && after_header) level.weight = 0;
  if (type == DmlLexer::OpenParen) {
    if (previous_ == DmlLexer::Identifier) level.role = Bracket::kCall;
    if (is_header(previous_)) level.role = Bracket::kHeader;
  } else if (type == DmlLexer::OpenBracket) {
    const bool statement_begins = after_header || previous_ == kNothing || previous_ == DmlLexer::Semicolon ||
                                  previous_ == DmlLexer::OpenBrace || previous_ == DmlLexer::CloseBrace;
    if (statement_begins) token.setType(DmlParser::StatementBracket);
    const bool operand_ended = previous_ == DmlLexer::Identifier ? previous_reads_ : !expects_operand(previous_);
    level.starts_statement = !statement_begins && operand_ended;
  }
  open_.push_back(level);
  chain_ = 0;
  nesting_ += level.weight;
  return nesting_ <= kMaxNesting || too_deep(token);
}

void Filter::close() {
  closed_ = Bracket::kOther;
  candidate_ = nullptr;
  if (open_.empty()) return;
  const Open level = open_.back();
  open_.pop_back();
  nesting_ -= chain_ + level.weight;
  chain_ = level.chain;
  closed_ = level.role;
  if (level.starts_statement) candidate_ = level.token;
}

void Filter::keep(std::unique_ptr<Token> token) {
  const size_t type = token->getType();
  previous_reads_ = type == DmlLexer::Identifier && expects_operand(previous_);
  previous_ = type;
  out_.tokens.push_back(std::move(token));
}

bool Filter::take(std::unique_ptr<Token> token) {
  const size_t type = token->getType();
  if (type == DmlLexer::Stray) {
    stray(*token);
    return true;
  }
  if (type == DmlLexer::BrokenString) return broken_string(*token);
  if (type == DmlLexer::BrokenComment) {
    out_.incomplete = true;
    return fail(*token, "comment: not closed");
  }
  if (type == DmlLexer::Semicolon) {
    const bool after_call = previous_ == DmlLexer::CloseParen && closed_ == Bracket::kCall;
    const bool separates = !after_call && previous_ != DmlLexer::Semicolon && previous_ != DmlLexer::OpenBrace &&
                           previous_ != DmlLexer::CloseBrace && previous_ != kNothing;
    if (separates) keep(std::move(token));
    return true;
  }
  if (candidate_ != nullptr && type == DmlLexer::Assign) candidate_->setType(DmlParser::StatementBracket);
  candidate_ = nullptr;
  if (is_header(type)) {
    const bool nested =
        previous_ == DmlLexer::Else || (previous_ == DmlLexer::CloseParen && closed_ == Bracket::kHeader);
    nesting_ -= chain_;
    chain_ = nested ? chain_ + 1 : 1;
    nesting_ += chain_;
    if (nesting_ > kMaxNesting) return too_deep(*token);
  }
  if (opens(type) && !open(static_cast<CommonToken&>(*token))) return false;
  if (closes(type)) close();
  keep(std::move(token));
  return true;
}

void Filter::finish() {
  if (!open_.empty()) out_.unclosed = span(*open_.back().token);
}

}  // namespace

TokenList tokenize(antlr4::CharStream& lexer_input, std::string_view text, const Positions& positions) {
  TokenList out;
  DmlLexer lexer(&lexer_input);
  lexer.removeErrorListeners();
  Filter filter(text, positions, out);
  while (true) {
    std::unique_ptr<Token> token = lexer.nextToken();
    if (token->getType() == Token::EOF) {
      filter.finish();
      out.tokens.push_back(std::move(token));
      return out;
    }
    if (!filter.take(std::move(token))) return out;
  }
}

}  // namespace lineal
