// OpenBLAS, loaded at the first use of a routine and set up alike on every machine, whatever the environment says.
#pragma once

#include <string>

namespace lineal::linalg {

/// The address of a routine. The first call loads the library, in a namespace of the linker that nobody else sees, with
/// the kernels for Haswell (the oldest processors with AVX2 and FMA, so that every later one has them) and one thread.
/// Throws Error(kResource) when the processor has no AVX2 and FMA, or the library is missing or is another build.
/// Thread-safe; an attempt that failed is not repeated.
void* openblas_routine(const char* name);

/// Version, build and core type of the library, loading it; or why it cannot be used.
std::string openblas_description();

/// The same without loading: empty as long as no routine was asked for, or when none can be had.
std::string openblas_in_use();

}  // namespace lineal::linalg
