#include "cli/systemds_spelling.h"

#include <algorithm>
#include <string_view>

#include "cli/command_line.h"
#include "cli/options.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

constexpr std::string_view kSystemdsOptions[] = {"-f",       "-s",     "-nvargs", "-args",    "-stats",
                                                 "-explain", "-exec",  "-seed",   "-lineage", "-gpu",
                                                 "-config",  "-debug", "-help",   "-clean",   "-ooc"};

// Negative numbers and words such as "-x" that no one declared are values.
bool starts_option(const std::string& word) {
  const std::string_view name = std::string_view(word).substr(0, word.find('='));
  return std::find(std::begin(kSystemdsOptions), std::end(kSystemdsOptions), name) != std::end(kSystemdsOptions) ||
         find_option(name) != nullptr;
}

class Translator {
 public:
  Translator(const std::vector<std::string>& words, ScriptArguments& arguments)
      : words_(words), arguments_(arguments) {}

  std::vector<std::string> translate() {
    while (at_ < words_.size()) {
      const std::string word = words_[at_++];
      if (word == "--") {
        out_.push_back(word);
        out_.insert(out_.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
        break;
      }
      if (!translate_one(word)) out_.push_back(word);
    }
    return std::move(out_);
  }

 private:
  bool more() const { return at_ < words_.size() && !starts_option(words_[at_]); }

  const std::string& value_of(std::string_view option) {
    if (at_ >= words_.size()) throw Error(ErrorKind::kUsage, cat(option, ": needs a value: nothing follows"));
    return words_[at_++];
  }

  bool translate_one(const std::string& word) {
    if (word == "-f") {
      out_.push_back("run");
      out_.push_back(value_of(word));
    } else if (word == "-nvargs") {
      take_named();
    } else if (word == "-args") {
      take_positional();
    } else if (word == "-stats") {
      out_.push_back("--stats");
      if (more() && is_number(words_[at_])) ++at_;
    } else if (word == "-explain") {
      out_.push_back("--explain");
      if (more() && is_explain_level(words_[at_])) ++at_;
    } else if (word == "-exec") {
      take_mode(value_of(word));
    } else if (word == "-seed") {
      out_.push_back(cat("--seed=", value_of(word)));
    } else if (word == "-lineage") {
      take_lineage();
    } else if (word == "-help") {
      out_.push_back("--help");
    } else if (word == "-gpu" || word == "-config" || word == "-debug" || word == "-clean" || word == "-ooc") {
      throw Error(ErrorKind::kUsage, cat(word, ": SystemDS's option has no meaning here: leave it out"));
    } else {
      return false;
    }
    return true;
  }

  static bool is_number(const std::string& word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  }
  static bool is_explain_level(const std::string& word) {
    return word == "hops" || word == "runtime" || word == "recompile_hops" || word == "recompile_runtime" ||
           word == "codegen" || word == "codegen_recompile";
  }

  void take_named() {
    if (!arguments_.empty()) throw Error(ErrorKind::kUsage, "-nvargs: does not go with -args or a second -nvargs");
    while (more()) {
      const std::string& word = words_[at_++];
      if (std::count(word.begin(), word.end(), '=') != 1)
        throw Error(ErrorKind::kUsage, cat("-nvargs: not of the form name=value with one '=': ", word));
      const auto [name, value] = parse_script_argument(word);
      if (!arguments_.emplace(name, value).second) throw Error(ErrorKind::kUsage, cat("-nvargs: given twice: ", name));
    }
  }

  void take_positional() {
    if (!arguments_.empty()) throw Error(ErrorKind::kUsage, "-args: does not go with -nvargs or a second -args");
    for (int position = 1; more(); ++position)
      arguments_.emplace(cat(position), words_[at_++]);
  }

  static void take_mode(const std::string& mode) {
    if (mode != "singlenode" && mode != "hybrid")
      throw Error(ErrorKind::kUsage, cat("-exec: expected singlenode or hybrid: ", mode));
  }

  // Reuse is on by default here; SystemDS's plain `-lineage` only traces.
  void take_lineage() {
    bool reuse = false;
    while (more()) {
      const std::string& word = words_[at_];
      if (word.rfind("reuse", 0) == 0) {
        reuse = true;
      } else if (word != "none" && word != "dedup" && word != "estimate" && word != "debugger" &&
                 word.rfind("policy_", 0) != 0) {
        break;
      }
      ++at_;
    }
    out_.push_back("--lineage=on");
    out_.push_back(reuse ? "--reuse=full" : "--reuse=none");
  }

  const std::vector<std::string>& words_;
  ScriptArguments& arguments_;
  std::vector<std::string> out_;
  size_t at_ = 0;
};

}  // namespace

std::vector<std::string> translate_systemds_spelling(const std::vector<std::string>& words,
                                                     ScriptArguments& arguments) {
  return Translator(words, arguments).translate();
}

}  // namespace lineal
