#include "cli/options.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <unistd.h>

#include "compiler/rewrite/pipeline.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/instruction_set.h"
#include "runtime/matrix/matrix.h"

namespace lineal {
namespace {

[[noreturn]] void bad_value(std::string_view option, std::string_view expected, std::string_view value) {
  throw Error(ErrorKind::kUsage, cat(option, ": expected ", expected, ": ", value.empty() ? "nothing" : value));
}

template <class Number>
Number parse_number(std::string_view option, std::string_view expected, std::string_view text, Number least) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= least)) bad_value(option, expected, text);
  return number;
}

void append_list(std::vector<std::string>& names, const std::string& text) {
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    if (comma > begin) names.push_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
}

void set_command(CommandLine& line, const char* command, std::string_view name) {
  if (!line.command.empty() && line.command != command)
    throw Error(ErrorKind::kUsage, cat(name, ": does not go with the command ", line.command));
  line.command = command;
}

void set_code(CommandLine& line, std::string_view name, const std::string& code) {
  if (!line.operands.empty())
    throw Error(ErrorKind::kUsage, cat(name, ": a script is given already: ", line.operands[0]));
  set_command(line, "run", name);
  line.operands.push_back(code);
  line.inline_code = true;
}

constexpr Option kOptions[] = {
    {"-s", "CODE", OptionValue::kRequired, "", "run this piece of script", set_code},
    {"-e", "CODE", OptionValue::kRequired, "", "the same as -s", set_code},
    {"--threads", "N", OptionValue::kRequired, "all cores", "threads; the results do not depend on it",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.config.threads = parse_number<int>(name, "a number from 1 to 4096", value, 1);
       if (line.config.threads > 4096) bad_value(name, "a number from 1 to 4096", value);
     }},
    {"--reuse", "none|full", OptionValue::kRequired, "full", "whether results are kept and reused",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value != "none" && value != "full") bad_value(name, "none or full", value);
       line.config.reuse = value == "full" ? ReuseMode::kFull : ReuseMode::kNone;
     }},
    {"--cache-size", "SIZE", OptionValue::kRequired, "a quarter of memory", "budget of the reuse cache: 1m, 2g",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.config.cache_bytes = parse_size(name, value);
     }},
    {"--memory", "SIZE", OptionValue::kRequired, "7/10 of memory",
     "budget of all values; what does not fit goes to disk",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.config.memory_bytes = parse_size(name, value);
     }},
    {"--spill", "DIR", OptionValue::kRequired, "$TMPDIR or /var/tmp", "folder for values that do not fit into memory",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value.empty()) bad_value(name, "a folder", value);
       line.config.spill_folder = value;
     }},
    {"--move-cells", "", OptionValue::kNone, "off", "",
     [](CommandLine&, std::string_view, const std::string&) { move_cells_after_unpin(true); }},
    {"--defer-from", "SIZE", OptionValue::kRequired, "1m", "slices and bound matrices of this size wait until needed",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.config.defer_bytes = parse_size(name, value);
     }},
    {"--lineage", "on|off", OptionValue::kRequired, "on", "record lineage; reuse and audit need it",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value != "on" && value != "off") bad_value(name, "on or off", value);
       line.config.lineage = value == "on";
     }},
    {"--storage", "auto|dense|sparse", OptionValue::kRequired, "auto", "form of matrices in memory",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value == "auto") {
         line.config.storage = StorageMode::kAuto;
       } else if (value == "dense") {
         line.config.storage = StorageMode::kDense;
       } else if (value == "sparse") {
         line.config.storage = StorageMode::kSparse;
       } else {
         bad_value(name, "auto, dense or sparse", value);
       }
     }},
    {"--exact", "", OptionValue::kNone, "off", "switch off every rewrite that changes rounding",
     [](CommandLine& line, std::string_view, const std::string&) { line.config.exact = true; }},
    {"--seed", "N", OptionValue::kRequired, "drawn at start", "seed of rand() and sample() without one",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.config.seed = parse_number<int64_t>(name, "a whole number from 0", value, 0);
     }},
    {"--disable", "A,B|all", OptionValue::kRequired, "none", "compiler passes to skip",
     [](CommandLine& line, std::string_view, const std::string& value) { append_list(line.config.disabled, value); }},
    {"--explain", "PASS", OptionValue::kOptional, "off", "show the program after a compiler pass, or after all",
     [](CommandLine& line, std::string_view, const std::string& value) {
       append_list(line.config.explain, value.empty() ? "all" : value);
     }},
    {"--stats", "", OptionValue::kNone, "off", "show times, operators and cache counters on stderr",
     [](CommandLine& line, std::string_view, const std::string&) { line.counters = true; }},
    {"--progress", "on|off", OptionValue::kRequired, "on", "show the progress of long parfor loops on a terminal",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value != "on" && value != "off") bad_value(name, "on or off", value);
       line.config.progress = value == "on" && isatty(STDERR_FILENO) != 0;
     }},
    {"--tolerance", "X", OptionValue::kRequired, "0", "audit: accept a difference up to X, relative above 1",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       line.tolerance = parse_number<double>(name, "a number from 0", value, 0);
       if (line.tolerance > std::numeric_limits<double>::max()) bad_value(name, "a finite number", value);
     }},
    {"--map", "OLD=NEW", OptionValue::kRequired, "", "audit, reconstruct: where a logged input is now; may be repeated",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       const size_t equals = value.find('=');
       if (equals == 0 || equals == std::string::npos) bad_value(name, "old=new", value);
       line.moved[value.substr(0, equals)] = value.substr(equals + 1);
     }},
    {"--as-written", "", OptionValue::kNone, "off", "reconstruct: what the script says, where a rewrite ran instead",
     [](CommandLine& line, std::string_view, const std::string&) { line.as_written = true; }},
    {"-o", "FILE", OptionValue::kRequired, "stdout", "reconstruct: where the program goes",
     [](CommandLine& line, std::string_view name, const std::string& value) {
       if (value.empty()) bad_value(name, "a file name", value);
       line.output = value;
     }},
    {"--isa", "plain|avx2|avx512", OptionValue::kRequired, "the widest", "",
     [](CommandLine&, std::string_view name, const std::string& value) {
       const std::optional<InstructionSet> set = instruction_set_of(value);
       if (!set) bad_value(name, "plain, avx2 or avx512", value);
       if (!force_instruction_set(*set))
         throw Error(ErrorKind::kUsage, cat(name, ": this processor has no ", value, ": the widest that it has is ",
                                            name_of(best_instruction_set())));
     }},
    {"--verify", "", OptionValue::kNone, "off", "",
     [](CommandLine& line, std::string_view, const std::string&) { line.config.verify = true; }},
    {"--help", "", OptionValue::kNone, "", "show this text",
     [](CommandLine& line, std::string_view, const std::string&) {
       line.command = "help";
       line.help_of_program = true;
     }},
    {"--version", "", OptionValue::kNone, "", "show version, compiler, libraries and devices",
     [](CommandLine& line, std::string_view, const std::string&) { line.command = "version"; }},
};

void check_names(std::string_view option, const std::vector<std::string>& names,
                 const std::vector<std::string_view>& known) {
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string list;
    for (const std::string_view one : known)
      list += cat(list.empty() ? "" : ", ", one);
    throw Error(ErrorKind::kUsage, cat(option, ": no such pass: ", name, ": known are ", list));
  }
}

}  // namespace

std::span<const Option> options() {
  return kOptions;
}

void check_pass_names(const Config& config) {
  std::vector<std::string_view> known{"all"};
  for (const auto& pass : passes())
    known.push_back(pass.name);
  check_names("--disable", config.disabled, known);
  known.insert(known.end(), {"hop", "lower"});
  check_names("--explain", config.explain, known);
}

const Option* find_option(std::string_view name) {
  if (name == "-h") name = "--help";
  for (const Option& option : kOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

int64_t parse_size(std::string_view option, std::string_view text) {
  constexpr std::string_view kExpected = "a size such as 1m or 2g";
  std::string_view digits = text;
  int shift = 0;
  if (!digits.empty()) {
    const char last = static_cast<char>(digits.back() | 0x20);
    const size_t unit = std::string_view("kmgt").find(last);
    if (unit != std::string_view::npos) {
      shift = 10 * (static_cast<int>(unit) + 1);
      digits.remove_suffix(1);
    }
  }
  const int64_t number = parse_number<int64_t>(option, kExpected, digits, 0);
  if (number > (std::numeric_limits<int64_t>::max() >> shift)) bad_value(option, kExpected, text);
  return number << shift;
}

}  // namespace lineal
