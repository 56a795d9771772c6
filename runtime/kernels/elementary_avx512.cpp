// Elementary functions by AVX-512.
#if defined(__x86_64__)
#define LINEAL_LANES_WIDTH 24
#include "runtime/kernels/elementary_loops.h"

namespace lineal::kernels {
const ElementaryTable kElementaryAvx512 = avx512::kTable;
}
#endif
