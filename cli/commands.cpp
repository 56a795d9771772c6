#include "cli/commands.h"

#include <cstdio>

#include "cli/console.h"
#include "cli/interrupt_signal.h"
#include "cli/operator_reference.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/show_counters.h"
#include "compiler/driver/session.h"
#include "gpu/device/device.h"
#include "lineal_version.h"
#include "runtime/core/cat.h"
#include "runtime/io/file_system.h"

namespace lineal {
namespace {

const std::string& only_operand(const CommandLine& line, std::string_view what) {
  if (line.operands.empty()) throw Error(ErrorKind::kUsage, cat(line.command, ": needs ", what, ": nothing given"));
  if (line.operands.size() > 1) throw Error(ErrorKind::kUsage, cat(line.command, ": one too many: ", line.operands[1]));
  return line.operands[0];
}

int run_script(const CommandLine& line) {
  const std::string& script = only_operand(line, "a script");
  Session session(line.config, print_result, print_notice);
  const InterruptSignal signal(session, InterruptSignal::Repeat::kKills);
  const RunResult result =
      line.inline_code ? session.run("-s", script, line.arguments) : session.run_file(script, line.arguments);
  flush_results();
  const int status = show_problems(result, session.sources());
  if (line.counters) print_notice(counters_text(session, result));
  return status;
}

void no_operand(const CommandLine& line) {
  if (!line.operands.empty())
    throw Error(ErrorKind::kUsage, cat(line.command, ": takes no operand: ", line.operands[0]));
}

int run_prompt(const CommandLine& line) {
  no_operand(line);
  return prompt(line);
}

int run_audit(const CommandLine& line) {
  const std::string& log = only_operand(line, "a lineage log");
  Session session(
      line.config, [](std::string_view) {}, print_notice);
  const InterruptSignal signal(session, InterruptSignal::Repeat::kKills);
  const Session::Audit audit = session.audit(log, line.tolerance, line.moved);
  for (const std::string& fact : audit.facts)
    print_result(cat(fact, "\n"));
  switch (audit.verdict) {
    case Session::Verdict::kBitwiseEqual:
      print_result("bitwise equal\n");
      return 0;
    case Session::Verdict::kWithinTolerance:
      print_result(cat("equal within tolerance (largest difference ", audit.largest_difference, ")\n"));
      return line.tolerance > 0 ? 0 : 1;
    case Session::Verdict::kDifferent:
      print_result(cat("different (largest difference ", audit.largest_difference, ")\n"));
      return 1;
  }
  return 1;
}

int run_reconstruct(const CommandLine& line) {
  const std::string& log = only_operand(line, "a lineage log");
  Session session(line.config, print_result, print_notice);
  const std::string program =
      session.reconstruct(log, line.as_written ? Session::Side::kAsWritten : Session::Side::kAsExecuted, line.moved);
  if (program.size() > kMaxScriptBytes)
    print_notice(cat("warning: the program has ", program.size(), " bytes, run takes scripts of at most ",
                     kMaxScriptBytes, ": audit computes such a result again\n"));
  if (line.output.empty()) {
    print_result(program);
  } else {
    write_file(real_file_system(), line.output, program);
  }
  return 0;
}

int show_operators(const CommandLine& line) {
  if (line.operands.empty()) {
    print_result(operator_table());
    return 0;
  }
  const std::string& form = only_operand(line, "a form");
  if (form != "markdown" && form != "names")
    throw Error(ErrorKind::kUsage, cat("ops: the form is markdown or names: ", form));
  print_result(form == "names" ? operator_names() : operator_markdown());
  return 0;
}

int show_help(const CommandLine& line) {
  if (!line.operands.empty() && !line.help_of_program) {
    const std::string& name = only_operand(line, "an operator");
    const std::string text = operator_help(name);
    if (text.empty()) throw Error(ErrorKind::kUsage, cat("help: no such operator: ", name));
    print_result(text);
    return 0;
  }
  std::string text = "lineal: runs DML scripts, records the lineage of results, reuses and audits them\n\nCommands\n";
  const auto row = [&text](std::string_view left, std::string_view right) {
    text += cat("  ", left, std::string(left.size() < 44 ? 44 - left.size() : 1, ' '), " ", right, "\n");
  };
  for (const Command& command : commands())
    row(command.synopsis, command.help);
  text += "\nOptions\n";
  for (const Option& option : options()) {
    if (option.help.empty()) continue;
    std::string left(option.name);
    const bool short_option = option.name[1] != '-';
    if (option.value == OptionValue::kRequired) left += cat(short_option ? " " : "=", option.placeholder);
    if (option.value == OptionValue::kOptional) left += cat("[=", option.placeholder, "]");
    row(left,
        option.fallback.empty() ? std::string(option.help) : cat(option.help, " (default: ", option.fallback, ")"));
  }
  text +=
      "\nSystemDS's spelling works too: lineal -f script.dml -nvargs a=1 -stats -explain -exec singlenode\n"
      "Exit status: 0 success, 1 the script failed, 2 usage, 65 invalid script, 70 internal, 71 resources, 74 i/o,\n"
      "130 interrupted.\n";
  print_result(text);
  return 0;
}

int show_version(const CommandLine&) {
  print_result(cat("lineal ", LINEAL_VERSION, " (", LINEAL_COMMIT, ")\n", "compiler: ", LINEAL_COMPILER, "\n",
                   "numeric profile: ", Session::numeric_profile(), "\n", "machine: ", Session::machine_facts(), "\n",
                   "CUDA: ", gpu_description(), "\n"));
  return 0;
}

constexpr Command kCommands[] = {
    {"run", "run SCRIPT [NAME=VALUE ...]", "run a script", run_script},
    {"repl", "repl [NAME=VALUE ...]", "prompt; on a pipe, a filter (also without any command)", run_prompt},
    {"audit", "audit LOG [--tolerance=X] [--map OLD=NEW]", "verify and replay a lineage log", run_audit},
    {"reconstruct", "reconstruct LOG [--as-written] [-o FILE] [--map OLD=NEW]",
     "print a program that computes a logged result", run_reconstruct},
    {"ops", "ops [markdown|names]", "list the operators and functions of the language", show_operators},
    {"help", "help [OPERATOR]", "show this text, or what an operator does", show_help},
    {"version", "version", "show version, compiler, libraries and devices", show_version},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

}  // namespace lineal
