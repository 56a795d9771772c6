// Runs programs: resolve operands, trace lineage, probe the cache, pick a kernel, run, keep.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cache/reuse/reuse_cache.h"
#include "runtime/core/error.h"
#include "runtime/exec/activation.h"
#include "runtime/exec/operator_times.h"
#include "runtime/exec/recompiler.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/program/program.h"

namespace lineal {

/// What a run needs from its session.
struct ExecutionContext {
  const Config& config;
  ThreadPool& pool;
  Counters& counters;
  Interrupt& interrupt;
  FileSystem& files;
  FileIdentities& identities;
  ReuseCache* cache = nullptr;       // null: no reuse
  Recompiler* recompiler = nullptr;  // null: never
  /// Finds the function that eval() names in `caller`; null if there is none.
  std::function<const FunctionCode*(const FunctionCode& caller, std::string_view name)> find_function;
  OperatorTimes& times;
  /// Called after write(): path, facts about the file ("sha256=... format=..."), lineage of the write itself.
  std::function<void(const std::string& path, const std::string& facts, const LineageRef& write)> on_write;
};

class DeferredCopy;
class ParForRecord;

/// One thread of control. parfor makes one per worker.
class Interpreter {
 public:
  Interpreter(ExecutionContext& context, Output& output, SeedSource& seeds);
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  /// Runs the body of a function whose slots are in `activation`.
  void run(const FunctionCode& function, Activation& activation);

 private:
  friend class OperatorRun;
  friend class ParForRunner;

  void run_blocks(const std::vector<std::unique_ptr<Block>>& blocks, Activation& activation);
  void run_block(const Block& block, Activation& activation);
  void run_code(const Code& code, Activation& activation);
  void run_instruction(const Code& code, const Instruction& instruction, Activation& activation);
  void run_for(const Block& block, Activation& activation);
  void run_parfor(const Block& block, Activation& activation);

  bool run_scalar(const Code& code, const Instruction& instruction, Activation& activation);
  void run_operator(const Code& code, const Instruction& instruction, Activation& activation);
  void execute_kernel(const OpDef& op, KernelCall& call);
  /// Puts the matrix itself in the place of a deferred copy.
  void force(Value& value);
  MatrixRef make_copy(const DeferredCopy& copy, ReuseCache::Ticket& ticket);
  void copy(const Code& code, const Instruction& instruction, Activation& activation);
  void accumulate(const Code& code, const Instruction& instruction, Activation& activation);

  struct Arguments {
    std::vector<Value> values;  // empty: take the default
    std::vector<LineageRef> lineage;
  };
  void call_function(const Code& code, const Instruction& instruction, Activation& activation);
  void call_eval(const Code& code, const Instruction& instruction, Activation& activation);
  CachedResult invoke(const FunctionCode& callee, Arguments arguments, SourceSpan where);
  CachedResult invoke_reusing(const FunctionCode& callee, Arguments arguments, SourceSpan where);

  const Value& operand(const Code& code, Operand at, const Activation& activation) const;
  LineageRef lineage_of(const Code& code, Operand at, const Activation& activation) const;
  /// The last step of an instruction's trace, whose inputs have been traced.
  struct LastStep {
    const TraceStep* step = nullptr;
    std::vector<LineageRef> held = {};
    std::vector<const LineageNode*> inputs = {};
    /// The key of what the instruction does, which the cache compares; empty where lineage is that of another value.
    Key key() const;
    /// The lineage of the value that came out.
    LineageRef node(const Value& result) const;
  };
  LastStep trace(const Code& code, const Instruction& instruction, const Activation& activation);
  bool predicate(const Block& block, const Activation& activation) const;
  bool lineage_on() const { return context_.config.lineage; }

  ExecutionContext& context_;
  KernelContext kernel_;
  const FunctionCode* function_ = nullptr;
  ParForRecord* record_ = nullptr;  // of the innermost parfor iteration whose body, and no function, runs here
  bool in_parfor_ = false;          // this thread is one of a parfor's workers
  int depth_ = 0;
  int64_t instructions_ = 0;  // run so far; added to the counters at the end
  int64_t nodes_ = 0;         // lineage nodes traced so far
};

/// The value as the declared type of a parameter or result; throws Error naming `what` if it cannot be.
Value convert_to(const Binding& binding, const Value& value, std::string_view what);

/// Rows of a for loop: the values that the loop variable takes.
struct LoopRange {
  int64_t from = 0, step = 1;
  int64_t count = 0;
  int64_t at(int64_t i) const { return from + i * step; }
};
LoopRange loop_range(const Value& from, const Value& to, const Value* increment);

/// Thread stacks of parfor workers.
inline constexpr size_t kWorkerStack = size_t{256} << 20;
/// Calls deeper than this are an error: the stack of a script holds no more.
inline constexpr int kMaxCallDepth = 4000;

}  // namespace lineal
