// Elementary functions in portable C++.
#define LINEAL_LANES_WIDTH 1
#include "runtime/kernels/elementary_loops.h"

namespace lineal::kernels {
const ElementaryTable kElementaryPlain = plain::kTable;
}
