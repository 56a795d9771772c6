// CSV files of numbers.
#pragma once

#include <string>
#include <string_view>

#include "runtime/core/thread_pool.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

/// Parses CSV text into a dense matrix. Throws Error(kIo) with path, line and column for a cell that is not a number,
/// rows of different lengths, and dimensions other than those announced.
MatrixRef parse_csv_matrix(std::string_view text, const std::string& path, const ReadOptions& options,
                           ThreadPool& pool);

}  // namespace lineal
