#include "cli/line_editor.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <editline/readline.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

constexpr int kHistoryEntries = 2000;

// libedit's callbacks carry no context.
LineEditor::Names completion_names;
std::vector<std::string> completion_matches;

char* next_match(const char* prefix, int state) {
  static size_t at = 0;
  if (state == 0) {
    completion_matches = completion_names ? completion_names() : std::vector<std::string>{};
    at = 0;
  }
  const size_t length = std::strlen(prefix);
  while (at < completion_matches.size()) {
    const std::string& name = completion_matches[at++];
    if (name.compare(0, length, prefix) == 0) return strdup(name.c_str());
  }
  return nullptr;
}

char** complete(const char* prefix, int, int) {
  rl_attempted_completion_over = 1;
  return rl_completion_matches(prefix, next_match);
}

bool make_folders(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    mkdir(path.substr(0, slash).c_str(), 0700);
  return mkdir(path.c_str(), 0700) == 0 || errno == EEXIST;
}

// Creates the file readable by its owner only; empty when there is no place for it.
std::string history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::string folder;
  if (state != nullptr && state[0] == '/') {
    folder = cat(std::string_view(state), "/lineal");
  } else if (home != nullptr && home[0] == '/') {
    folder = cat(std::string_view(home), "/.local/state/lineal");
  }
  if (folder.empty() || !make_folders(folder)) return {};
  std::string path = folder + "/history";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return {};
  const bool is_private = fchmod(file, 0600) == 0;
  close(file);
  return is_private ? path : std::string();
}

}  // namespace

LineEditor::LineEditor(Names names) : interactive_(isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0) {
  if (!interactive_) return;
  rl_readline_name = const_cast<char*>("lineal");
  rl_initialize();
  completion_names = std::move(names);
  rl_attempted_completion_function = complete;
  using_history();
  stifle_history(kHistoryEntries);
  history_ = history_file();
  if (!history_.empty()) read_history(history_.c_str());
}

LineEditor::~LineEditor() {
  if (!interactive_) return;
  if (!history_.empty()) {
    const mode_t mask = umask(0077);
    write_history(history_.c_str());
    umask(mask);
  }
  completion_names = nullptr;
}

std::optional<std::string> LineEditor::read(const char* prompt) {
  if (interactive_) {
    char* line = readline(prompt);
    if (line == nullptr) return std::nullopt;
    std::string text = line;
    std::free(line);
    return text;
  }
  char* line = nullptr;
  size_t capacity = 0;
  const ssize_t length = getline(&line, &capacity, stdin);
  std::optional<std::string> text;
  if (length >= 0) text.emplace(line, static_cast<size_t>(length));
  std::free(line);
  if (text && !text->empty() && text->back() == '\n') text->pop_back();
  return text;
}

void LineEditor::remember(const std::string& entry) {
  if (!interactive_ || entry.find_first_not_of(" \t\n") == std::string::npos) return;
  std::string one_line = entry;
  for (char& c : one_line) {
    if (c == '\n') c = ' ';
  }
  add_history(one_line.c_str());
}

}  // namespace lineal
