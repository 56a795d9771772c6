// The library behind LAPACK.
#pragma once

#include <string>

namespace lineal::linalg {

/// Loads the library if that has not happened, or throws why it cannot be.
void prepare_blas();

/// Names library, version and core type.
std::string blas_description();

}  // namespace lineal::linalg
