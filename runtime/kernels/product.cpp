#include "runtime/kernels/product.h"

#include "runtime/core/instruction_set.h"

namespace lineal::kernels {

const ProductKernels& product_kernels() {
  switch (instruction_set()) {
    case InstructionSet::kAvx512:
      if (kAvx512Products != nullptr) return *kAvx512Products;
      break;
    case InstructionSet::kAvx2:
      if (kAvx2Products != nullptr) return *kAvx2Products;
      break;
    case InstructionSet::kPlain:
      break;
  }
  return *kPlainProducts;
}

}  // namespace lineal::kernels
