// What the compiler produces and the interpreter runs: blocks of instructions over numbered slots. Data only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/core/key.h"
#include "runtime/core/source_span.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/program/operand.h"

namespace lineal {

struct FunctionCode;

enum class TraceKind : uint8_t { kOperation, kAlias };

/// How the lineage of an instruction's result is traced where it is not "the operator over its operands" (contract C3):
/// because a rewrite that keeps every bit changed what runs, or because one that does not is named. Steps are evaluated
/// in order; the last is the result. The compiler writes them over values first, which have no slots yet.
template <class Where>
struct TraceStepIn {
  using Kind = TraceKind;
  Kind kind = Kind::kOperation;
  const OpDef* op = nullptr;
  uint8_t output = 0;
  struct Input {
    OperandIn<Where> operand = {};
    Place<TraceStepIn> step = {};  // an earlier step, where it is that instead
  };
  std::vector<Input> inputs = {};
  std::optional<Value> value = {};  // the number that comes out, where that is known
  std::string rule = {};            // what put the operator there, and where; see RewriteFact
  std::string place = {};
};
using TraceStep = TraceStepIn<Slot>;

enum class InstructionKind : uint8_t {
  kCompute,     // out = op(in)
  kCopy,        // out[0] = in[0], lineage aliased unless traced
  kCall,        // out = callee(in), arguments in order of parameters
  kEval,        // out = the function named by in[0], called with the rest
  kEvalList,    // the same, all results as a named list
  kExists,      // out[0] = whether slot in[0] holds a value
  kAccumulate,  // out[0] += in[0] inside a parfor: recorded, and added when iterations are merged in order
  kRelease,     // only releases
};

/// One instruction. `release` lists the slots whose value is not needed afterwards.
struct Instruction {
  InstructionKind kind = InstructionKind::kCompute;
  const OpDef* op = nullptr;
  const FunctionCode* callee = nullptr;
  std::vector<Operand> in;
  std::vector<uint8_t> last;  // per operand: 1 if its slot dies here, so that the value may be moved out
  std::vector<Slot> out;      // none: not wanted
  std::vector<Slot> release;
  std::vector<TraceStep> trace;    // empty: the operator over its operands
  std::vector<std::string> names;  // kEval: names of arguments, "" for positional
  bool probe = false;              // reusable: a function that holds it is worth a look-up
  SourceSpan where;
};

/// A straight run of instructions with its constants.
struct Code {
  std::vector<Instruction> instructions;
  std::vector<Value> constants;
  std::vector<LineageRef> constant_lineage;
  int32_t slots = 0;  // slots that the activation must have
};

enum class BlockKind : uint8_t { kBasic, kIf, kFor, kParFor, kWhile };

/// Options of a parfor that matter here; the others are accepted and ignored.
struct ParForOptions {
  int workers = 0;    // 0: the session's threads
  bool check = true;  // two iterations may not write one cell
};

/// A statement block. `code` is the instructions of a basic block, of a predicate, or of loop bounds.
struct Block {
  BlockKind kind = BlockKind::kBasic;
  Code code;
  SourceSpan where;

  Operand predicate;            // kIf, kWhile
  Operand from, to, increment;  // loops; increment may be absent
  Slot variable;                // loops
  std::vector<std::unique_ptr<Block>> body;
  std::vector<std::unique_ptr<Block>> otherwise;

  // kParFor: variables of the enclosing scope that the body writes.
  ParForOptions options;
  std::vector<Slot> results;       // by indexed or whole assignment
  std::vector<Slot> accumulators;  // by +=

  // Set when sizes were unknown and knowing them could change the code; handed to the Recompiler.
  bool recompile = false;
  const void* source = nullptr;
  std::vector<Slot> size_inputs;  // variables that the block reads
};

// g++ 12 warns that scoped enumerators shadow the masks of op_def.h, which they cannot.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
enum class BindingType : uint8_t { kScalar, kMatrix, kFrame, kList };
#pragma GCC diagnostic pop

/// A parameter or result of a function.
struct Binding {
  using Type = BindingType;
  std::string name;
  Slot slot;
  Type type = Type::kScalar;
  ValueKind scalar = ValueKind::kNone;  // of kScalar; kNone: any
  Slot fallback_slot;
  bool has_default = false;
};

/// A compiled function, or the main program (no parameters and results).
struct FunctionCode {
  std::string name;
  SourceSpan where;
  std::vector<Binding> parameters;
  std::vector<Binding> results;
  std::vector<std::string> slot_names;  // of variables; temporaries follow and have none
  int32_t slots = 0;
  /// Computes the defaults of parameters that were left out; run in the callee before the body, one code per parameter.
  std::vector<Code> defaults;
  std::vector<std::unique_ptr<Block>> body;

  Key hash;               // of the text of this function and of all it may call, and of the script's arguments
  bool reusable = false;  // no side effect, deterministic, worth a probe
};

struct Program {
  std::unique_ptr<FunctionCode> main;
  std::vector<std::unique_ptr<FunctionCode>> functions;
};

/// Prints code as --explain=lower shows it.
std::string print(const FunctionCode& function);

}  // namespace lineal
