#include "cli/command_line.h"

#include <algorithm>

#include <unistd.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/systemds_spelling.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes an option at words[i]; its value follows '=' or is the next word. Returns how many words it took.
size_t take_option(const std::vector<std::string>& words, size_t i, CommandLine& line) {
  const std::string& word = words[i];
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const Option* option = find_option(name);
  if (option == nullptr) throw Error(ErrorKind::kUsage, cat(name, ": no such option: see lineal --help"));
  if (equals != std::string::npos) {
    if (option->value == OptionValue::kNone) throw Error(ErrorKind::kUsage, cat(name, ": takes no value: ", word));
    option->apply(line, name, word.substr(equals + 1));
    return 1;
  }
  if (option->value != OptionValue::kRequired) {
    option->apply(line, name, "");
    return 1;
  }
  if (i + 1 >= words.size()) throw Error(ErrorKind::kUsage, cat(name, ": needs a value: ", option->placeholder));
  option->apply(line, name, words[i + 1]);
  return 2;
}

std::string advice_on_command(const std::string& word) {
  if (word.ends_with(".dml")) return cat("lineal run ", word, " runs a script");
  return "see lineal --help";
}

}  // namespace

std::pair<std::string, std::string> parse_script_argument(std::string_view text) {
  const size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const bool named =
      equals != std::string_view::npos && !name.empty() && is_letter(name[0]) &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
  if (!named) throw Error(ErrorKind::kUsage, cat("script arguments: not of the form name=value: ", text));
  return {std::string(name), std::string(text.substr(equals + 1))};
}

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  line.config.progress = isatty(STDERR_FILENO) != 0;
  const std::vector<std::string> words = translate_systemds_spelling(arguments, line.arguments);
  size_t i = 0;
  bool options_end = false;
  while (i < words.size()) {
    const std::string& word = words[i];
    if (!options_end && word == "--") {
      options_end = true;
      ++i;
    } else if (!options_end && word.size() > 1 && word[0] == '-') {
      i += take_option(words, i, line);
    } else {
      if (line.command.empty()) {
        if (find_command(word) == nullptr)
          throw Error(ErrorKind::kUsage, cat(word, ": no such command: ", advice_on_command(word)));
        line.command = word;
      } else if ((line.command == "run" && (line.inline_code || !line.operands.empty())) || line.command == "repl") {
        const auto [name, value] = parse_script_argument(word);
        if (!line.arguments.emplace(name, value).second)
          throw Error(ErrorKind::kUsage, cat("script arguments: given twice: ", name));
      } else {
        line.operands.push_back(word);
      }
      ++i;
    }
  }
  check_pass_names(line.config);
  return line;
}

}  // namespace lineal
