// What one parfor iteration did to the variables of its surroundings.
#pragma once

#include <string>
#include <vector>

#include "runtime/exec/activation.h"
#include "runtime/ops/declare/op_def.h"
#include "runtime/program/program.h"

namespace lineal {

/// Collected while an iteration runs; merged in the order of iterations, so that the outcome does not depend on who ran
/// what when.
///
/// The record follows values, not variables: every slot that holds the value a result variable had before the loop, or
/// that value with parts replaced by indexed assignments, is known as such a version, through copies and renamings. At
/// the end, a result variable that holds a version of its own first value is described by the writes that led to it;
/// any other value was assigned as a whole.
class ParForRecord {
 public:
  explicit ParForRecord(const Block& loop);

  /// An indexed assignment to a result variable. It is repeated on the merged variable when the iteration's turn comes.
  struct Write {
    Slot slot;
    const OpDef* op = nullptr;
    std::vector<Value> arguments;  // without the variable itself
    std::vector<LineageRef> lineage;
    SourceSpan where;
  };
  struct Accumulation {
    Slot slot;
    Value value;
    LineageRef lineage;
    SourceSpan where;
  };
  struct Whole {
    Slot slot;
    Value value;
    LineageRef lineage;
  };

  std::vector<Write> writes;
  std::vector<Accumulation> accumulations;
  std::vector<Whole> wholes;

  /// The slot got a value that is no version of a result variable.
  void replaced(Slot slot) {
    if (slot.at() < version_in_.size()) version_in_[slot.at()] = {};
  }
  /// Slot `to` got what `from`, a slot or a constant, holds.
  void copied(Operand from, Slot to);
  /// An operator with OpDef::written_part has run; called while call.in still holds its arguments.
  void wrote(const OpDef& op, const Instruction& instruction, const KernelCall& call, bool trace);
  /// A nested parfor has repeated the write on its own result.
  void wrote(Write write);
  /// Called at the end of the iteration: describes every result variable by writes or as a whole.
  void finish(const Activation& last);

  /// After finish(): whether nothing but indexed assignments led from the first value of the slot to its last.
  bool is_partial(Slot slot) const;

 private:
  struct Version;
  using VersionNumber = Place<Version>;
  struct Version {
    VersionNumber parent;  // the version before the write; none for the value before the loop
    Slot slot;             // of the result variable at the root
    Write write;
  };

  VersionNumber version_in(Slot slot) const {
    return slot.at() < version_in_.size() ? version_in_[slot.at()] : VersionNumber();
  }
  VersionNumber version_in(Operand at) const { return at.is_place() ? version_in(at.place()) : VersionNumber(); }
  void set_version(Slot slot, VersionNumber version);

  const Block& loop_;
  std::vector<Version> versions_;
  std::vector<VersionNumber> version_in_;  // by slot
};

}  // namespace lineal
