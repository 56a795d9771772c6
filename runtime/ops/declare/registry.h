// The table of operators: the only list of them in the program.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Owns OpDefs. Filled by whoever makes it, then read-only and shared by all threads.
class OpRegistry {
 public:
  OpRegistry();
  /// Holds all that `parent` holds now, and may hold more; `parent` outlives it and never changes through it.
  explicit OpRegistry(const OpRegistry& parent);
  OpRegistry& operator=(const OpRegistry&) = delete;
  ~OpRegistry();

  /// Adds an operator. An opcode that exists already, or no kernel on the processor, is an internal error.
  void add(OpDef op);
  /// Makes `alias` another spelling of `call` ("pmin" of "min"): the same operators, so also the same lineage. An
  /// operator declared under the alias itself goes first.
  void add_alias(std::string_view alias, std::string_view call);
  /// Gives a declared operator one more kernel, to be picked after those that it has at that place. Unknown names are
  /// an internal error. An operator of the parent is replaced by one of this registry.
  void attach(std::string_view name, Kernel kernel);

  /// Finds by opcode; null when there is none.
  const OpDef* find(std::string_view name) const;
  /// All overloads of a DML spelling, those that take matrices first, otherwise in order of declaration; resolution
  /// takes the first that accepts the call.
  std::span<const OpDef* const> overloads(std::string_view call) const;
  /// Every operator in order of declaration.
  const std::vector<const OpDef*>& all() const;
  /// Every DML spelling and alias, sorted, for completion and for "did you mean".
  std::vector<std::string_view> calls() const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

/// Declares every family. One line per family; see register_operators.cpp.
void register_operators(OpRegistry& registry);

/// The registry of the program, filled at first use and constant afterwards.
const OpRegistry& operators();

/// Has `extend` add to the registry of the program; before its first use, or it is an internal error.
void extend_operators(void (*extend)(OpRegistry& registry));

}  // namespace lineal
