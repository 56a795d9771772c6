// Non-zero cells in any order, and the matrix that they make.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/matrix/matrix.h"

namespace lineal {

/// One cell of a file, positions from 0.
struct Triplet {
  int64_t row = 0;
  int64_t column = 0;
  double value = 0;
  int64_t line = 0;  // for messages
};

/// Builds the matrix, dense or CSR by its sparsity. `path` is for messages. Throws Error(kIo) for a cell given twice
/// and Error(kResource) when memory cannot hold the matrix.
MatrixRef build_matrix(int64_t rows, int64_t columns, std::vector<Triplet> cells, const std::string& path);

}  // namespace lineal
