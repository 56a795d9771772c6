#include "cli/prompt_commands.h"

#include "cli/console.h"
#include "cli/operator_reference.h"
#include "cli/show_counters.h"
#include "runtime/core/cat.h"
#include "runtime/io/file_system.h"

namespace lineal {
namespace {

void fail(PromptState& state, const Error& error) {
  print_notice(render(error, state.session.sources()));
  if (state.first_error == 0) state.first_error = exit_code(error.kind());
}

void show_lineage(PromptState& state, const std::string& name) {
  const std::string text = state.session.lineage_of(name);
  if (text.empty()) throw Error(ErrorKind::kUsage, cat(":lineage: no variable with lineage: ", name));
  print_result(text);
  if (text.back() != '\n') print_result("\n");
}

void explain(PromptState& state, const std::string& text) {
  state.session.set_explain({"all"});
  run_statements(state, text);
  state.session.set_explain({});
}

void show_counters(PromptState& state, const std::string&) {
  print_result(counters_text(state.session, state.last));
}

void show_variables(PromptState& state, const std::string&) {
  for (const auto& [name, description] : state.session.variables())
    print_result(cat(name, ": ", description, "\n"));
}

void load(PromptState& state, const std::string& path) {
  run_statements(state, read_text_file(real_file_system(), path, static_cast<int64_t>(kMaxScriptBytes)), path);
}

void quit(PromptState& state, const std::string&) {
  state.quit = true;
}

void help(PromptState& state, const std::string& name);

struct PromptCommand {
  std::string_view name;
  std::string_view argument;  // empty: takes none; in brackets: may be left out
  std::string_view help;
  void (*run)(PromptState& state, const std::string& argument);
};

constexpr PromptCommand kCommands[] = {
    {":lineage", "VARIABLE", "show how a variable was computed", show_lineage},
    {":explain", "CODE", "run code and show what each compiler pass makes of it", explain},
    {":stats", "", "show times and cache counters", show_counters},
    {":vars", "", "list the variables", show_variables},
    {":load", "FILE", "run a script here", load},
    {":help", "[OPERATOR]", "show this list, or what an operator does", help},
    {":quit", "", "leave; Ctrl-D does too", quit},
};

void help(PromptState&, const std::string& name) {
  if (name.empty()) {
    for (const PromptCommand& command : kCommands) {
      const std::string left = cat(command.name, " ", command.argument);
      print_result(cat("  ", left, std::string(left.size() < 22 ? 22 - left.size() : 1, ' '), command.help, "\n"));
    }
    return;
  }
  const std::string text = operator_help(name);
  if (text.empty()) throw Error(ErrorKind::kUsage, cat(":help: no such operator: ", name));
  print_result(text);
}

}  // namespace

void run_statements(PromptState& state, const std::string& text, const std::string& name, uint32_t first_line) {
  state.last = state.session.run_prompt(text, name, first_line);
  const int status = show_problems(state.last, state.session.sources());
  if (state.first_error == 0) state.first_error = status;
}

void run_prompt_command(PromptState& state, const std::string& line) {
  const size_t space = std::min(line.find_first_of(" \t"), line.size());
  const std::string name = line.substr(0, space);
  const size_t begin = std::min(line.find_first_not_of(" \t", space), line.size());
  const size_t end = line.find_last_not_of(" \t\r");
  const std::string argument = begin < line.size() ? line.substr(begin, end - begin + 1) : "";
  try {
    for (const PromptCommand& command : kCommands) {
      if (command.name != name) continue;
      if (argument.empty() && !command.argument.empty() && command.argument[0] != '[')
        throw Error(ErrorKind::kUsage, cat(name, ": needs an argument: ", command.argument));
      if (!argument.empty() && command.argument.empty())
        throw Error(ErrorKind::kUsage, cat(name, ": takes no argument: ", argument));
      return command.run(state, argument);
    }
    throw Error(ErrorKind::kUsage, cat(name, ": no such command: see :help"));
  } catch (const Error& error) {
    fail(state, error);
  }
}

}  // namespace lineal
