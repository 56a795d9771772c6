#include "runtime/linalg/blas.h"

#include "runtime/linalg/openblas.h"

namespace lineal::linalg {

void prepare_blas() {
  openblas_routine("openblas_set_num_threads");
}

std::string blas_description() {
  return openblas_description();
}

}  // namespace lineal::linalg
