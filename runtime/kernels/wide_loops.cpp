#include "runtime/kernels/wide_loops.h"

#include "runtime/core/instruction_set.h"

namespace lineal::kernels {

bool uses_avx2() {
  return instruction_set() != InstructionSet::kPlain;
}

}  // namespace lineal::kernels
