// Picks the lanes that a kernel is compiled for: LINEAL_LANES_WIDTH 24 (AVX-512), 8 (AVX2 with FMA) or 1 (portable
// C++).
//
// Kernels are written once, over the names that a lanes header defines: Real, Bits and Mask hold kWidth doubles, 64-bit
// integers and truth values. Every function carries its instruction set as an attribute and is static, in a namespace
// of the set: no file is compiled with flags of a processor, so no inline function of a library header can leak into
// the rest of the program in a form that an older processor does not run.
#pragma once

#ifndef LINEAL_LANES_WIDTH
#define LINEAL_LANES_WIDTH 1
#endif

#if LINEAL_LANES_WIDTH == 24
#include "runtime/kernels/lanes_avx512.h"
#elif LINEAL_LANES_WIDTH == 8
#include "runtime/kernels/lanes_avx2.h"
#else
#include "runtime/kernels/lanes_plain.h"
#endif

#define LINEAL_LANE [[gnu::always_inline]] LINEAL_TARGET static inline
