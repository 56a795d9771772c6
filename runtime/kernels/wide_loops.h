// Whether loops compiled for AVX2 may run.
#pragma once

namespace lineal::kernels {

/// True when the instruction set in use includes AVX2. Asked for each block, so that a forced set counts at once.
bool uses_avx2();

}  // namespace lineal::kernels
