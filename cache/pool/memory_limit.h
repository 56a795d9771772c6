// How much memory a process may use here.
#pragma once

#include <cstdint>

namespace lineal {

/// Physical memory of the machine, or the limit of the container or of `ulimit -v` where one is less. Read once.
int64_t machine_memory();

}  // namespace lineal
