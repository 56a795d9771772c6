// Elementary functions by AVX2.
#if defined(__x86_64__)
#define LINEAL_LANES_WIDTH 8
#include "runtime/kernels/elementary_loops.h"

namespace lineal::kernels {
const ElementaryTable kElementaryAvx2 = avx2::kTable;
}
#endif
