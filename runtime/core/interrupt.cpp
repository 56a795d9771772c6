#include "runtime/core/interrupt.h"

#include "runtime/core/error.h"

namespace lineal {

void Interrupt::fail() {
  throw Error(ErrorKind::kInterrupted, "stopped by the user");
}

}  // namespace lineal
