// Arithmetic of two operands.
#include "runtime/ops/cells/binary.h"
#include "runtime/ops/cells/cell_operators.h"

namespace lineal {

void register_arithmetic(OpRegistry& registry) {
  using namespace cell;
  registry.add(binary<Plus>({kPlus, kPlus, "Sum of two numbers or of matrices cell by cell; ints stay ints."},
                            scalar_arithmetic<Plus>, kCommutative));
  registry.add(binary<Minus>({kMinus, kMinus, "Difference, cell by cell; ints stay ints."}, scalar_arithmetic<Minus>));
  registry.add(binary<Times, Absorbs::kBoth>({kTimes, kTimes, "Product, cell by cell; ints stay ints."},
                                             scalar_arithmetic<Times>, kCommutative));
  registry.add(
      binary<Divide, Absorbs::kLeft>({"/", "/", "Quotient, cell by cell; always a double."}, scalar_real<Divide>));
  registry.add(binary<Power, Absorbs::kNone, kCostlyBlock>({"^", "^", "Power, cell by cell; always a double."},
                                                           scalar_real<Power>));
  registry.add(binary<Modulo, Absorbs::kLeft>(
      {"%%", "%%", "Remainder with the sign of the left operand, x - (x %/% y) * y."}, scalar_arithmetic<Modulo>));
  registry.add(binary<IntegerDivide, Absorbs::kLeft>(
      {"%/%", "%/%", "Quotient truncated towards zero; by zero infinite, for ints an error."},
      scalar_arithmetic<IntegerDivide>));
  registry.add(binary<LogarithmToBase, Absorbs::kNone, kCostlyBlock>(
      {"log_base", "log", "Logarithm of x to base y, ln x / ln y."}, scalar_real<LogarithmToBase>));
}

}  // namespace lineal
