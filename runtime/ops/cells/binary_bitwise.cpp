// Operations on the bits of 64-bit integers.
#include "runtime/ops/cells/binary.h"

namespace lineal {

void register_bitwise(OpRegistry& registry) {
  using namespace cell;
  registry.add(binary<BitAnd, Absorbs::kBoth>({"bitwAnd", "bitwAnd", "Bits set in both, as 64-bit integers."},
                                              scalar_arithmetic<BitAnd>, kCommutative));
  registry.add(binary<BitOr>({"bitwOr", "bitwOr", "Bits set in one or both, as 64-bit integers."},
                             scalar_arithmetic<BitOr>, kCommutative));
  registry.add(binary<BitExclusiveOr>({"bitwXor", "bitwXor", "Bits set in exactly one, as 64-bit integers."},
                                      scalar_arithmetic<BitExclusiveOr>, kCommutative));
  registry.add(binary<ShiftLeft, Absorbs::kLeft>({"bitwShiftL", "bitwShiftL", "Bits of x shifted left by y places."},
                                                 scalar_arithmetic<ShiftLeft>));
  registry.add(binary<ShiftRight, Absorbs::kLeft>(
      {"bitwShiftR", "bitwShiftR", "Bits of x shifted right by y places, keeping the sign."},
      scalar_arithmetic<ShiftRight>));
}

}  // namespace lineal
