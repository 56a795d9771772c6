// Comparisons and logic of two operands: 1 and 0 in matrices, booleans as scalars.
#include "runtime/ops/cells/binary.h"
#include "runtime/ops/cells/cell_operators.h"

namespace lineal {

void register_comparisons(OpRegistry& registry) {
  using namespace cell;
  registry.add(binary<Equal>({"==", "==", "1 where equal, 0 elsewhere; NaN equals nothing."}, scalar_comparison<Equal>,
                             kCommutative));
  registry.add(binary<NotEqual>({kNotEqual, kNotEqual, "1 where different, 0 elsewhere."}, scalar_comparison<NotEqual>,
                                kCommutative));
  registry.add(binary<Less>({"<", "<", "1 where x is less than y, 0 elsewhere."}, scalar_comparison<Less>));
  registry.add(binary<LessEqual>({"<=", "<=", "1 where x is at most y, 0 elsewhere."}, scalar_comparison<LessEqual>));
  registry.add(binary<Greater>({">", ">", "1 where x is greater than y, 0 elsewhere."}, scalar_comparison<Greater>));
  registry.add(
      binary<GreaterEqual>({">=", ">=", "1 where x is at least y, 0 elsewhere."}, scalar_comparison<GreaterEqual>));
}

void register_logic(OpRegistry& registry) {
  using namespace cell;
  registry.add(binary<And, Absorbs::kBoth>({"&", "&", "1 where both are other than 0; both sides are evaluated."},
                                           scalar_logic<And>, kCommutative));
  registry.add(
      binary<Or>({"|", "|", "1 where one is other than 0; both sides are evaluated."}, scalar_logic<Or>, kCommutative));
  registry.add(binary<ExclusiveOr>({"xor", "xor", "1 where exactly one is other than 0."}, scalar_logic<ExclusiveOr>,
                                   kCommutative));
  registry.add_alias("&&", "&");
  registry.add_alias("||", "|");
}

}  // namespace lineal
