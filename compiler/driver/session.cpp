#include "compiler/driver/session.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "cache/pool/memory_limit.h"
#include "cache/pool/memory_pool.h"
#include "compiler/driver/prompt/prompt_text.h"
#include "compiler/driver/recompile.h"
#include "compiler/driver/session_state.h"
#include "compiler/hop/builder.h"
#include "compiler/hop/live_variables.h"
#include "compiler/lower/lower.h"
#include "compiler/rewrite/pipeline.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/io/spill_file.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/declare/value_info.h"

namespace lineal {
namespace {

int64_t now_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

int thread_count(const Config& config) {
  if (config.threads > 0) return config.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int64_t memory_budget_of(const Config& config) {
  return config.memory_bytes >= 0 ? config.memory_bytes : default_memory_budget();
}

int64_t cache_budget_of(const Config& config) {
  if (!config.lineage || config.reuse == ReuseMode::kNone) return 0;
  return config.cache_bytes >= 0 ? config.cache_bytes : std::min(machine_memory() / 4, memory_budget_of(config) / 2);
}

/// The memory of the process follows the session that was made last.
void set_memory(const Config& config) {
  const int64_t budget = memory_budget_of(config);
  set_memory_budget(budget);
  // A small budget is kept by spilling small matrices.
  spill_matrices_from(std::min(kSpillFrom, budget / 256));
  set_spill_store(make_spill_file(config.spill_folder.empty() ? default_spill_folder() : config.spill_folder));
}

/// What the compiler may know of the variables that a program begins with: kinds and sizes, but not numbers, since code
/// is made for sizes.
std::vector<ValueInfo> entry_of(const Activation& activation, size_t variables) {
  std::vector<ValueInfo> entry(variables);
  for (size_t slot = 0; slot < std::min(variables, activation.values.size()); ++slot) {
    if (activation.values[slot].empty()) continue;
    entry[slot] = info_of(activation.values[slot]);
    entry[slot].number.reset();
    entry[slot].nonzeros = -1;
  }
  return entry;
}

uint64_t seed_of(const Config& config) {
  if (config.seed >= 0) return static_cast<uint64_t>(config.seed);
  std::random_device device;
  return (static_cast<uint64_t>(device()) << 32) | device();
}

void sort_by_position(std::vector<Error>& errors) {
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    const SourceSpan x = a.where(), y = b.where();
    return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
  });
}

// A slip in the name of an argument would otherwise run the script with its defaults.
Error unused_argument(const std::string& name, const std::set<std::string, std::less<>>& used) {
  const std::vector<std::string_view> known(used.begin(), used.end());
  return {ErrorKind::kInvalid, cat("argument ", name, ": the script does not use it", suggest(name, known))};
}

}  // namespace

Session::State::State(Config c, Print p, Print e)
    : config(std::move(c)),
      print(std::move(p)),
      explain(std::move(e)),
      pool(thread_count(config), &interrupt),
      cache(cache_budget_of(config), counters),
      seeds(seed_of(config)) {
  config.threads = thread_count(config);
  set_memory(config);
  add_memory_holder(cache);
}

Session::State::~State() {
  remove_memory_holder(cache);
}

Session::Session(Config config, Print print, Print explain)
    : state_(std::make_unique<State>(std::move(config), std::move(print), std::move(explain))) {}

Session::~Session() {
  // Values may be nested deeply; release them where the stack is known.
  try {
    run_on_stack(kScriptStack, [this] { state_.reset(); });
  } catch (const Error&) {
    // Without room for that stack (`ulimit -v`) there was none for a script either.
    state_.reset();
  }
}

bool Session::State::execute(LoadResult& loaded, std::vector<std::string>& names, Activation& activation, bool keep,
                             RunResult& result) {
  const int64_t begin = now_nanoseconds();
  result.errors = std::move(loaded.errors);
  result.warnings = std::move(loaded.warnings);
  result.incomplete = loaded.incomplete;
  if (!result.ok()) return false;
  result.errors = validate(loaded.modules);
  if (!result.ok()) return false;
  BuildResult built = build_hops(loaded.modules, names);
  result.errors = std::move(built.errors);
  sort_by_position(result.errors);
  if (!result.ok()) return false;
  HopProgram& hops = *built.program;
  hops.main->entry = entry_of(activation, hops.main->variables.size());
  PassOptions options;
  options.disabled = config.disabled;
  options.explain = config.explain;
  options.verify |= config.verify;
  options.exact = config.exact;
  options.print = explain;
  options.keep_variables = keep;
  optimise(hops, options);
  const std::vector<bool> everything(hops.main->variables.size(), true);
  for (const auto& function : hops.functions)
    find_live_variables(*function);
  find_live_variables(*hops.main, keep ? &everything : nullptr);
  const std::unique_ptr<Program> program = lower(hops, &sources);
  if (std::count(config.explain.begin(), config.explain.end(), "lower") ||
      std::count(config.explain.begin(), config.explain.end(), "all")) {
    for (const auto& function : program->functions)
      explain(lineal::print(*function));
    explain(lineal::print(*program->main));
  }
  const EvalFunctions named(loaded.modules, built, *program, config.folder);
  result.compile_nanoseconds = now_nanoseconds() - begin;
  BlockRecompiler recompile(hops, *program, options, counters, sources);
  const bool may_recompile = !std::count(config.disabled.begin(), config.disabled.end(), "recompile") &&
                             !std::count(config.disabled.begin(), config.disabled.end(), "all");
  recompiler = may_recompile ? &recompile : nullptr;
  functions = &named;
  ExecutionContext run = context();
  Interpreter interpreter(run, *this, seeds);
  activation.values.resize(static_cast<size_t>(program->main->slots));
  activation.lineage.resize(activation.values.size());
  const int64_t start = now_nanoseconds();
  try {
    interpreter.run(*program->main, activation);
  } catch (Error& error) {
    result.errors.push_back(error);
  } catch (const std::bad_alloc&) {
    result.errors.push_back(Error(ErrorKind::kResource, cat("out of memory; ", why_no_memory())));
  }
  result.run_nanoseconds = now_nanoseconds() - start;
  recompiler = nullptr;
  functions = nullptr;
  names = program->main->slot_names;
  return true;
}

ExecutionContext Session::State::context() {
  return ExecutionContext{
      .config = config,
      .pool = pool,
      .counters = counters,
      .interrupt = interrupt,
      .files = real_file_system(),
      .identities = identities,
      .cache = config.lineage && config.reuse == ReuseMode::kFull ? &cache : nullptr,
      .recompiler = recompiler,
      .find_function = [this](const FunctionCode& caller,
                              std::string_view name) { return functions ? functions->find(caller, name) : nullptr; },
      .times = times,
      .on_write = [this](const std::string& path, const std::string& leaf,
                         const LineageRef& node) { write_log_of(path, leaf, node); }};
}

RunResult Session::run(std::string name, std::string text, const ScriptArguments& arguments) {
  RunResult result;
  run_on_stack(kScriptStack, [&] {
    State& state = *state_;
    const bool exact = state.config.exact;
    const StorageMode storage = state.config.storage;
    if (text.starts_with(kExactMark)) {
      state.config.exact = true;
      if (storage == StorageMode::kAuto)
        state.config.storage = storage_of(std::string_view(text).substr(0, text.find('\n')));
    }
    LoadResult loaded = load_modules(state.sources, real_file_system(), state.config.folder, name,
                                     {.text = std::move(text)}, arguments);
    for (const auto& [argument, value] : arguments) {
      if (loaded.errors.empty() && !loaded.arguments.contains(argument))
        loaded.warnings.push_back(unused_argument(argument, loaded.arguments));
    }
    Activation activation;
    std::vector<std::string> names;
    state.execute(loaded, names, activation, /*keep=*/false, result);
    state.config.exact = exact;
    state.config.storage = storage;
  });
  return result;
}

RunResult Session::run_file(const std::string& path, const ScriptArguments& arguments) {
  std::string text;
  try {
    text = read_text_file(real_file_system(), path, static_cast<int64_t>(kMaxScriptBytes));
  } catch (const Error& error) {
    RunResult result;
    result.errors.push_back(error);
    return result;
  }
  return run(path, std::move(text), arguments);
}

RunResult Session::run_prompt(const std::string& text, const std::string& name, uint32_t first_line) {
  RunResult result;
  run_on_stack(kScriptStack, [&] {
    State& state = *state_;
    ScriptText code = show_last_expression(text, state.prompt_arguments);
    code.first_line = first_line;
    const bool half_expression = ends_inside_expression(text, state.prompt_arguments);
    LoadResult loaded = load_modules(state.sources, real_file_system(), state.config.folder, name, std::move(code),
                                     state.prompt_arguments);
    if (half_expression && !loaded.errors.empty()) {
      result.errors = std::move(loaded.errors);
      result.incomplete = true;
      return;
    }
    state.prompt_definitions.lend(loaded.modules);
    std::vector<std::string> names;
    Activation activation;
    for (auto& [known, variable] : state.variables) {
      names.push_back(known);
      loaded.modules.variables.insert(known);
      activation.values.push_back(variable.value);
      activation.lineage.push_back(variable.lineage);
    }
    const bool compiled = state.execute(loaded, names, activation, /*keep=*/true, result);
    state.prompt_definitions.take_back(loaded.modules, compiled);
    for (size_t slot = 0; slot < names.size() && slot < activation.values.size(); ++slot) {
      if (activation.values[slot].empty() || names[slot].empty() || names[slot][0] == '#') continue;
      state.variables[names[slot]] = {activation.values[slot], activation.lineage[slot]};
    }
  });
  return result;
}

std::vector<std::pair<std::string, std::string>> Session::variables() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, variable] : state_->variables)
    out.emplace_back(name, describe(variable.value));
  return out;
}

std::string Session::lineage_of(const std::string& variable) const {
  const auto found = state_->variables.find(variable);
  if (found == state_->variables.end() || !found->second.lineage) return {};
  return lineage_text(found->second.lineage.get());
}

void Session::set_prompt_arguments(ScriptArguments arguments) {
  state_->prompt_arguments = std::move(arguments);
}

void Session::set_explain(std::vector<std::string> passes) {
  state_->config.explain = std::move(passes);
}
void Session::interrupt() {
  state_->interrupt.request();
}
void Session::forget_interrupt() {
  state_->interrupt.clear();
}
const Counters& Session::counters() const {
  return state_->counters;
}
int64_t Session::cache_bytes() const {
  return state_->cache.bytes();
}
int64_t Session::cache_entries() const {
  return state_->cache.entries();
}
int64_t Session::cache_budget() const {
  return state_->cache.budget();
}
const SourceMap& Session::sources() const {
  return state_->sources;
}

std::vector<OperatorTime> Session::heaviest_operators(size_t count) const {
  std::vector<OperatorTime> out;
  for (const auto& [name, time] : state_->times.totals())
    out.push_back({name, time.calls, time.nanoseconds});
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.nanoseconds > b.nanoseconds; });
  if (out.size() > count) out.resize(count);
  return out;
}

}  // namespace lineal
