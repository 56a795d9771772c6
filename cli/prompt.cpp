#include "cli/prompt.h"

#include "cli/console.h"
#include "cli/interrupt_signal.h"
#include "cli/line_editor.h"
#include "cli/prompt_commands.h"
#include "cli/show_counters.h"
#include "lineal_version.h"
#include "runtime/core/cat.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

constexpr std::string_view kKeywords[] = {"if",     "else", "for", "parfor", "while", "function", "return",
                                          "source", "as",   "in",  "TRUE",   "FALSE", "ifdef",    "setwd"};

std::vector<std::string> names_to_complete(const Session& session) {
  std::vector<std::string> names;
  for (const auto& [name, description] : session.variables())
    names.push_back(name);
  names.insert(names.end(), std::begin(kKeywords), std::end(kKeywords));
  for (const std::string_view call : operators().calls()) {
    if (!call.empty() && ((call[0] | 0x20) >= 'a' && (call[0] | 0x20) <= 'z')) names.emplace_back(call);
  }
  return names;
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// True for blanks and for a comment of one line.
bool says_nothing(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos || text[begin] == '#';
}

bool starts_with(const std::string& text, std::string_view word) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string::npos && text.compare(begin, word.size(), word) == 0;
}

// Gathers lines into statements. On a pipe a statement runs only when the next line cannot be its `else`.
class Reader {
 public:
  Reader(LineEditor& editor, PromptState& state) : editor_(editor), state_(state) {}

  void run() {
    while (!state_.quit) {
      take_interrupt();
      const auto line = next(text_.empty() ? "lineal> " : "   ...> ");
      if (!line && editor_.interactive() && take_interrupt()) {
        // Ctrl-C at the prompt drops what was typed.
        text_.clear();
        state_.session.forget_interrupt();
        print_result("\n");
        flush_results();
        continue;
      }
      if (!line) break;
      ++lines_;
      if (text_.empty() && blank(*line)) continue;
      if (text_.empty() && (*line)[0] == ':') {
        editor_.remember(*line);
        run_prompt_command(state_, *line);
      } else {
        if (text_.empty()) first_line_ = lines_;
        text_ += *line + "\n";
        if (!followed_by_else()) try_statements();
      }
      if (editor_.interactive()) flush_results();
    }
    if (!text_.empty()) run_statements(state_, text_, name(), first_line());
  }

 private:
  std::optional<std::string> next(const char* prompt) {
    if (!ahead_.empty()) {
      std::string line = std::move(ahead_.front());
      ahead_.erase(ahead_.begin());
      return line;
    }
    return editor_.read(prompt);
  }

  // Looks ahead over blank lines and comments after what may be the first branch of an `if`.
  bool followed_by_else() {
    if (editor_.interactive()) return false;
    const size_t last = text_.find_last_not_of(" \t\r\n");
    const bool block = last != std::string::npos && text_[last] == '}';
    if (!block && !starts_with(text_, "if")) return false;
    for (const std::string& line : ahead_) {
      if (!says_nothing(line)) return starts_with(line, "else");
    }
    while (auto line = editor_.read("")) {
      ahead_.push_back(*line);
      if (!says_nothing(*line)) return starts_with(*line, "else");
    }
    return false;
  }

  // Errors count the lines of a pipe from its beginning, those of a person from the statement.
  std::string name() const { return editor_.interactive() ? "prompt" : "stdin"; }
  uint32_t first_line() const { return editor_.interactive() ? 1 : first_line_; }

  void try_statements() {
    RunResult result = state_.session.run_prompt(text_, name(), first_line());
    if (editor_.interactive()) state_.session.forget_interrupt();
    if (result.incomplete) return;
    editor_.remember(text_.substr(0, text_.size() - 1));
    text_.clear();
    const int status = show_problems(result, state_.session.sources());
    if (state_.first_error == 0) state_.first_error = status;
    state_.last = std::move(result);
  }

  LineEditor& editor_;
  PromptState& state_;
  std::string text_;
  std::vector<std::string> ahead_;
  uint32_t lines_ = 0;  // read so far, without those ahead
  uint32_t first_line_ = 1;
};

}  // namespace

int prompt(const CommandLine& line) {
  Session session(line.config, print_result, print_notice);
  session.set_prompt_arguments(line.arguments);
  LineEditor editor([&session] { return names_to_complete(session); });
  PromptState state{.session = session, .last = {}};
  const InterruptSignal signal(
      session, editor.interactive() ? InterruptSignal::Repeat::kInterrupts : InterruptSignal::Repeat::kKills);
  if (editor.interactive()) print_result(cat("lineal ", LINEAL_VERSION, "; :help for help, Ctrl-D to leave\n"));
  Reader(editor, state).run();
  flush_results();
  if (line.counters) print_notice(counters_text(session, state.last));
  return editor.interactive() ? 0 : state.first_error;
}

}  // namespace lineal
