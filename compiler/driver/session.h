// The embedding API: compile and run scripts, keep variables between runs, audit results. The program `lineal`, the
// tests and the benchmarks are its clients.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/parse/parser.h"
#include "runtime/core/config.h"
#include "runtime/core/counters.h"
#include "runtime/core/error.h"
#include "runtime/core/interrupt.h"

namespace lineal {

/// A script whose first line starts so runs as with --exact: reconstructed programs do. Behind it may stand the form of
/// storage that was forced, "; storage sparse" or "; storage dense", as in the profile of a log.
inline constexpr std::string_view kExactMark = "# lineal: exact";

/// Why a run did not succeed: every diagnostic, in order of position. Empty: it succeeded.
struct RunResult {
  std::vector<Error> errors;
  std::vector<Error> warnings;
  bool incomplete = false;  // the text ends too early (prompt)
  int64_t compile_nanoseconds = 0;
  int64_t run_nanoseconds = 0;
  bool ok() const { return errors.empty() && !incomplete; }
};

/// One operator's share of a run.
struct OperatorTime {
  std::string name;
  int64_t calls = 0;
  int64_t nanoseconds = 0;
};

/// A session owns its variables, its reuse cache and its statistics; several may live in one process. Not thread-safe,
/// except for interrupt(). Public calls run on a thread with a stack of known size, whatever the caller's is.
class Session {
 public:
  using Print = std::function<void(std::string_view)>;

  /// `print` receives what scripts print; `explain` what --explain shows.
  Session(Config config, Print print, Print explain);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Compiles and runs a whole script in a fresh scope. `name` is the file name shown in errors and the base of
  /// source().
  RunResult run(std::string name, std::string text, const ScriptArguments& arguments);
  /// Reads the script from a file and runs it.
  RunResult run_file(const std::string& path, const ScriptArguments& arguments);
  /// Runs a piece of script in the scope of the prompt, whose variables and functions stay. A bare expression prints.
  /// Errors place it in the text `name`, whose line `first_line` is its first.
  RunResult run_prompt(const std::string& text, const std::string& name = "prompt", uint32_t first_line = 1);

  /// Arguments of what runs at the prompt, for `$name`.
  void set_prompt_arguments(ScriptArguments arguments);

  /// Variables of the prompt: name and one-line description, sorted.
  std::vector<std::pair<std::string, std::string>> variables() const;
  /// The lineage of a variable of the prompt as text; empty if there is none.
  std::string lineage_of(const std::string& variable) const;

  /// How a logged result compares with its replay.
  enum class Verdict { kBitwiseEqual, kWithinTolerance, kDifferent };
  struct Audit {
    Verdict verdict = Verdict::kDifferent;
    double largest_difference = 0;
    int64_t nodes = 0;
    std::vector<std::string> facts;  // lines for the user: seal, inputs, result hash, profile
  };
  /// Verifies seal and hashes of a log, replays it and compares. Throws Error naming the cause when the log, an input
  /// or the result does not verify. `moved` maps input paths as logged to where they are now.
  Audit audit(const std::string& log_path, double tolerance, const std::map<std::string, std::string>& moved);
  /// Which side of rewrites a program shows: what ran, whose run gives the same bytes, or what the script says.
  enum class Side { kAsExecuted, kAsWritten };
  /// A straight-line DML program that computes the logged result and writes it to $OUT. `moved` as in audit().
  std::string reconstruct(const std::string& log_path, Side side, const std::map<std::string, std::string>& moved = {});

  /// Chooses the passes that later runs explain, as Config::explain.
  void set_explain(std::vector<std::string> passes);

  /// Stops the running script; safe to call from a signal handler.
  void interrupt();
  /// Takes back an interrupt() that found nothing running.
  void forget_interrupt();

  const Counters& counters() const;
  std::vector<OperatorTime> heaviest_operators(size_t count) const;
  int64_t cache_bytes() const;
  int64_t cache_entries() const;
  int64_t cache_budget() const;
  const SourceMap& sources() const;
  /// What decides the last bits of results besides script, inputs and seeds: "numerics 1".
  static std::string numeric_profile();
  /// Instructions in use, C library, OpenBLAS. They decide nothing but speed, but for the version of OpenBLAS, and that
  /// only for the operators that call it.
  static std::string machine_facts();

  struct State;  // of those who implement sessions

 private:
  std::unique_ptr<State> state_;
};

/// Renders an error as users see it: "file:line:column: kind: message", the line, a caret, notes.
std::string render(const Error& error, const SourceMap& sources);
/// The same under another kind, such as "warning".
std::string render(const Error& error, const SourceMap& sources, std::string_view kind);

/// Runs `body` on a thread with `stack_bytes` of stack and rethrows what it throws.
void run_on_stack(size_t stack_bytes, const std::function<void()>& body);

}  // namespace lineal
