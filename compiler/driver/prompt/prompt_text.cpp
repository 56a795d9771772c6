#include "compiler/driver/prompt/prompt_text.h"

#include "runtime/core/cat.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

constexpr std::string_view kCall = "print(";

ParseResult parse_alone(std::string text, const ScriptArguments& arguments) {
  SourceMap scratch;
  const uint32_t file = scratch.add("", std::move(text));
  return parse(scratch, file, arguments);
}

bool gives_no_value(const ast::Expression& expression) {
  if (expression.kind != ast::ExpressionKind::kCall) return false;
  for (const OpDef* op : operators().overloads(expression.name)) {
    if (op->outputs.empty()) return true;
  }
  return false;
}

bool prints(std::string_view name) {
  const auto overloads = operators().overloads(name);
  return !overloads.empty() && overloads.front()->effect == Effect::kPrints;
}

// A line break before the bracket, as a comment may end the text.
std::string in_call(std::string_view text) {
  return cat(kCall, text, "\n)");
}

bool is_expression(std::string_view text, const ScriptArguments& arguments) {
  const ParseResult parsed = parse_alone(in_call(text), arguments);
  if (!parsed.errors.empty() || parsed.script.body.size() != 1 || !parsed.script.functions.empty()) return false;
  const ast::Statement& statement = *parsed.script.body[0];
  if (statement.kind != ast::StatementKind::kCall || !prints(statement.value->name)) return false;
  const auto& shown = statement.value->arguments;
  return shown.size() == 1 && shown[0].name.empty() && !gives_no_value(*shown[0].value);
}

}  // namespace

ScriptText show_last_expression(const std::string& text, const ScriptArguments& arguments) {
  ScriptText script{.text = text};
  const auto show_from = [&](size_t begin, size_t end) {
    script.text = text.substr(0, begin) + in_call(std::string_view(text).substr(begin, end - begin));
    script.hidden_offset = begin;
    script.hidden_length = static_cast<uint32_t>(kCall.size());
    return script;
  };
  if (is_expression(text, arguments)) return show_from(0, text.size());
  const size_t end = text.find_last_not_of(" \t\r\n;");
  if (end == std::string::npos) return script;
  for (size_t at = text.rfind(';', end); at != std::string::npos && at > 0; at = text.rfind(';', at - 1)) {
    if (!is_expression(std::string_view(text).substr(at + 1, end - at), arguments)) continue;
    const ParseResult before = parse_alone(text.substr(0, at + 1), arguments);
    if (before.errors.empty() && !before.incomplete) return show_from(at + 1, end + 1);
  }
  return script;
}

bool ends_inside_expression(const std::string& text, const ScriptArguments& arguments) {
  return parse_alone(cat(kCall, text), arguments).incomplete;
}

}  // namespace lineal
