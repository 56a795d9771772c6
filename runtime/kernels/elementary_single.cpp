// Elementary functions of single numbers, for processors with AVX2 and FMA.
#if defined(__x86_64__)
#define LINEAL_LANES_WIDTH 1
#define LINEAL_LANES_FMA
#include "runtime/kernels/elementary_loops.h"

namespace lineal::kernels {
const ElementaryTable kElementarySingle = single::kTable;
}
#endif
