// What a session keeps, shared by the files that implement it.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "cache/reuse/reuse_cache.h"
#include "compiler/driver/eval_functions.h"
#include "compiler/driver/module_loader.h"
#include "compiler/driver/prompt/prompt_definitions.h"
#include "compiler/driver/session.h"
#include "runtime/core/thread_pool.h"
#include "runtime/exec/interpreter.h"
#include "runtime/io/file_identity.h"

namespace lineal {

/// Compiled scripts recurse over nested expressions and calls; both are limited, and this stack holds the limits.
inline constexpr size_t kScriptStack = size_t{512} << 20;

struct Session::State final : Output {
  State(Config c, Print p, Print e);
  ~State() override;

  void write(std::string_view text) override { print(text); }
  ExecutionContext context();
  /// Compiles and runs loaded modules in `activation`. `names` are the variables that exist before, by slot; on return
  /// the variables after. Returns false if the program did not compile, so that nothing ran.
  bool execute(LoadResult& loaded, std::vector<std::string>& names, Activation& activation, bool keep,
               RunResult& result);
  void write_log_of(const std::string& path, const std::string& leaf, const LineageRef& write_node);

  Config config;
  Print print, explain;
  Counters counters;
  Interrupt interrupt;
  SourceMap sources;
  ThreadPool pool;
  ReuseCache cache;
  FileIdentities identities;
  OperatorTimes times;
  SeedSource seeds;

  struct Variable {
    Value value;
    LineageRef lineage;
  };
  ScriptArguments prompt_arguments;
  std::map<std::string, Variable> variables;  // of the prompt
  PromptDefinitions prompt_definitions;
  Recompiler* recompiler = nullptr;          // of the running program
  const EvalFunctions* functions = nullptr;  // of the running program
};

/// A canonical absolute form of the folder of a run.
std::string run_folder(const Config& config);

/// The numeric profile of a run, with the form of matrices where it was forced; and that form again.
std::string profile_of(const Config& config);
StorageMode storage_of(std::string_view profile);
std::string_view storage_mark(StorageMode storage);  // empty for kAuto

}  // namespace lineal
