// The table of operators: the only list of them in the program.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Owns every OpDef. Filled once by register_operators, then read-only and shared by all threads.
class OpRegistry {
 public:
  OpRegistry();
  ~OpRegistry();

  /// Adds an operator. An opcode that exists already, or a missing dense kernel, is an internal error.
  void add(OpDef op);
  /// Makes `alias` another spelling of `call` ("pmin" of "min"): the same operators, so also the same lineage. An
  /// operator declared under the alias itself goes first.
  void add_alias(std::string_view alias, std::string_view call);
  /// Attaches a GPU kernel to a declared operator. Unknown names are an internal error.
  void attach_gpu(std::string_view name, Kernel kernel);

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

/// The process-wide registry, filled at first use and constant afterwards.
const OpRegistry& operators();

}  // namespace lineal
