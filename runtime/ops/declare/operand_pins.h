// The pins of one call's operands.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/matrix/value.h"

namespace lineal {

/// Holds a pin for each matrix among the operands of a call. They are taken before the kernel runs, since a kernel asks
/// for them from many threads; a call outside the interpreter may leave it to the first look from its one thread.
class OperandPins {
 public:
  OperandPins() = default;
  OperandPins(OperandPins&&) = default;
  OperandPins& operator=(OperandPins&&) = default;

  /// Pins every matrix in `operands`.
  void hold(std::span<const Value> operands);
  /// The cells of operand i, which is `operand`.
  const MatrixBlock& block(size_t i, const Value& operand) const {
    Pin& pin = at(i);
    if (!pin) pin = Pin(operand.as_matrix());
    return *pin;
  }
  NewMatrix take_for_writing(size_t i, const Value& operand) const {
    if (!operand.is_matrix()) return {};
    block(i, operand);
    return NewMatrix::take_for_writing(operand.as_matrix(), at(i));
  }
  void drop(size_t i) { at(i) = Pin(); }

 private:
  Pin& at(size_t i) const {
    if (i < few_.size()) return few_[i];
    if (i - few_.size() >= more_.size()) more_.resize(i - few_.size() + 1);
    return more_[i - few_.size()];
  }

  mutable std::array<Pin, 6> few_;
  mutable std::vector<Pin> more_;
};

}  // namespace lineal
