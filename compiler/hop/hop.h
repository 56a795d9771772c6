// The operator DAG of a basic block: one node class, one arena, passes that build new nodes instead of changing old
// ones.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/core/key.h"
#include "runtime/core/source_span.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/ops/declare/value_info.h"
#include "runtime/program/operand.h"

namespace lineal {

struct HopFunction;

enum class HopKind : uint8_t {
  kLiteral,   // `literal`
  kVariable,  // the value that variable `slot` has when the block begins
  kOperator,  // `op` over inputs; with several outputs only kOutput nodes refer to it
  kCall,      // `callee` over inputs in order of parameters; null input: the default. Only kOutput nodes refer to it
  kEval,      // function named by inputs[0] over the rest; `argument_names`; result 0 is taken directly
  kEvalList,  // the same, all results as a list
  kExists,    // whether variable `slot` has a value when the block begins
  kOutput,    // result number `output` of inputs[0]
};

/// A node. Once it is in a Dag nobody can change it, except for `info`, which says more and more about the same value:
/// a pass that replaces a node builds another and says what its lineage is (contract C3). A replacement that keeps
/// every bit has the identity of what it replaces. One that may round differently is its own identity, named after the
/// rule that made it.
///
/// Identities are nodes themselves, whose inputs are identities in turn.
struct Hop {
  HopKind kind = HopKind::kLiteral;
  const OpDef* op = nullptr;
  const HopFunction* callee = nullptr;
  std::vector<const Hop*> inputs;
  std::vector<std::string> argument_names;
  Value literal;
  Slot slot;
  uint8_t output = 0;
  uint32_t id = 0;
  ValueInfo info;
  SourceSpan where;
  /// The node that this one replaces, in what runs; null if it replaces none.
  const Hop* origin = nullptr;
  /// The node whose computation gave the bits of this one; null for the node itself. See identity().
  const Hop* known_as = nullptr;
  /// The rules that put it in the place of what was written, as Derivation writes them; empty for what is written so.
  /// Lineage shows those of identities.
  std::string rule;

  bool is(std::string_view name) const { return kind == HopKind::kOperator && op->name == name; }
  bool is_literal() const { return kind == HopKind::kLiteral; }
  /// What lineage says about the value.
  const Hop* identity() const { return known_as ? known_as : this; }
};

enum class RootKind : uint8_t {
  kAssign,      // variable `slot` gets the value when the statement is reached
  kEvaluate,    // the value is needed for its effect or its errors only
  kAccumulate,  // variable `slot` += value inside a parfor
};

/// A statement of a block. Roots run in order; a root's operators run no later than the root.
struct Root {
  RootKind kind = RootKind::kAssign;
  Slot slot;
  const Hop* value = nullptr;
  const Hop* identity = nullptr;  // what lineage says about the value here
  SourceSpan where;
};

/// What a pass says about a node that it puts in the place of another.
struct StandIn {
  const Hop* origin = nullptr;    // that other
  const Hop* known_as = nullptr;  // what it was known as, where every bit is kept; null: the new node by itself
  std::string rule = {};          // the rules that made it, where not
};

/// The DAG of one basic block (or predicate). Owns its nodes; edges are plain pointers. The only way to a node is
/// add(), by which it can refer to nodes of this DAG alone, and those were there before: there are no circles.
class Dag {
 public:
  /// Adds a node that is complete but for its number.
  const Hop* add(Hop node);
  const Hop* literal(Value value, SourceSpan where, StandIn instead = {});
  const Hop* variable(Slot slot, SourceSpan where, const ValueInfo& info = {});
  const Hop* operation(const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where, const ValueInfo& info = {},
                       StandIn instead = {});
  const Hop* call(const HopFunction* callee, std::vector<const Hop*> inputs, SourceSpan where);
  const Hop* output(const Hop* of, uint8_t number, SourceSpan where);
  /// A copy of `hop` with other inputs. Its origin is `hop`. It is known as itself unless something else is given.
  const Hop* rebuild(const Hop* hop, std::vector<const Hop*> inputs, const Hop* known_as = nullptr);

  /// Says what is known of the value of a node.
  void describe(const Hop* hop, const ValueInfo& info);
  /// Gives a node its inputs that was made without. Logs are read so: only where a rule looks are there nodes.
  void complete(const Hop* hop, std::vector<const Hop*> inputs);

  std::vector<Root> roots;
  size_t size() const { return nodes_.size(); }
  /// Every node that was ever made, whether or not a root needs it still.
  const std::deque<Hop>& nodes() const { return nodes_; }

 private:
  friend struct HopForger;  // of tests: makes graphs that no pass can make

  /// The node as its owner sees it; a node of another DAG is an internal error.
  Hop& own(const Hop* hop);

  std::deque<Hop> nodes_;
};

enum class HopBlockKind : uint8_t { kBasic, kIf, kFor, kParFor, kWhile };

/// A statement block: a basic block, or control flow whose `dag` computes the predicate (roots[0]) or the bounds
/// (roots[0..2]: from, to, increment if there is one).
struct HopBlock {
  HopBlockKind kind = HopBlockKind::kBasic;
  Dag dag;
  std::vector<std::unique_ptr<HopBlock>> body;
  std::vector<std::unique_ptr<HopBlock>> otherwise;
  Slot variable;
  bool is_seq = false;
  SourceSpan where;

  bool check = true;  // kParFor: dependency analysis wanted
  int workers = 0;    // kParFor: 0 means the session's threads

  // Filled in by find_live_variables: slots whose value is needed before and after the block.
  std::vector<bool> live_in;
  std::vector<bool> live_out;
};

struct HopParameter {
  std::string name;
  Slot slot;
  uint8_t type = 0;  // Binding::Type
  ValueKind scalar = ValueKind::kNone;
  bool has_default = false;
  Dag fallback;  // roots[0] if has_default
  SourceSpan where;
};

/// A function in HOP form; the main program is one without parameters.
struct HopFunction {
  std::string name;
  SourceSpan where;
  std::vector<HopParameter> parameters;
  std::vector<HopParameter> results;
  std::vector<std::string> variables;  // slot → name
  std::vector<std::unique_ptr<HopBlock>> body;
  // What the function is, in normal form and without its name, with "@" for the name of each call of another; these are
  // `callees`, in order. Main has none.
  std::string definition;
  std::vector<const HopFunction*> callees;
  bool calls_unknown = false;    // eval
  std::vector<ValueInfo> entry;  // what is known of variables as the body begins, by slot; may be empty

  // Filled in by analyse_functions.
  Key hash;                  // of the definition and all definitions that it reaches, whatever their names
  bool has_effects = false;  // print, write, stop by itself or through callees
  bool deterministic = true;
  bool may_fail_only = false;  // its only effects are stop and assert

  /// The slot of a variable; a new one where there is none.
  Slot slot_of(const std::string& variable);

  // Of slot_of: names that it has seen in `variables`.
  std::unordered_map<std::string, Slot> slots;
  size_t slots_known = 0;
};

struct HopProgram {
  std::unique_ptr<HopFunction> main;
  std::vector<std::unique_ptr<HopFunction>> functions;
};

/// Prints a function as --explain=NAME shows it after a pass.
std::string print(const HopFunction& function);
std::string print(const Hop& hop, const HopFunction& function);

}  // namespace lineal
