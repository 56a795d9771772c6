#include "runtime/ops/declare/operand_pins.h"

namespace lineal {

void OperandPins::hold(std::span<const Value> operands) {
  for (size_t i = operands.size(); i > 0; --i) {  // the last first, so that `more_` grows once
    // An operator that looks at sizes alone runs over deferred matrices too.
    if (operands[i - 1].is_matrix() && operands[i - 1].as_matrix().pending() == nullptr) block(i - 1, operands[i - 1]);
  }
}

}  // namespace lineal
