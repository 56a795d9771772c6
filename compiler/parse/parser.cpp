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

void parse_tokens(TokenList& list, std::string_view text, const Positions& positions, const ScriptArguments& arguments,
                  ParseResult& out) {
  antlr4::ListTokenSource source(std::move(list.tokens), "script");
  antlr4::CommonTokenStream stream(&source);
  DmlParser parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<StopAtFirst>());
  // Exact for this grammar; see Dml.g4.
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
  try {
    DmlParser::ScriptContext* tree = parser.script();
    TreeBuilder builder(text, positions, arguments);
    builder.build(*tree, out.script);
    out.errors = builder.take_errors();
    sort_by_position(out.errors);
  } catch (const SyntaxFailure& failure) {
    Error error = explain(failure, text, positions);
    if (failure.token->getType() == antlr4::Token::EOF) {
      out.incomplete = true;
      if (list.unclosed) error.note("opened here", *list.unclosed);
    }
    out.errors.push_back(std::move(error));
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
  parse_tokens(list, text, positions, arguments, out);
  return out;
}

}  // namespace lineal
