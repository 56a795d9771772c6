// Products of matrices of which at least one is CSR.
#pragma once

#include "runtime/core/thread_pool.h"
#include "runtime/linalg/form.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

/// op(A) op(B); the inner dimensions must agree. A dense operand gives a dense result, two CSR operands give CSR unless
/// the result is mostly filled.
MatrixRef multiply_mixed(ThreadPool& pool, linalg::Form left, linalg::Form right, const MatrixBlock& x,
                         const MatrixBlock& y);

}  // namespace lineal
