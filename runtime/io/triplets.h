// Matrix files that list non-zero cells: text (ijv), Matrix Market and libsvm.
#pragma once

#include <string>
#include <string_view>

#include "runtime/core/thread_pool.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

// All of these throw Error(kIo) with path and line for malformed lines, indexes outside of the announced dimensions and
// cells given twice, and Error(kResource) before memory is taken that the machine does not have.

/// Lines "row column value", counted from 1; rows and columns come from the options. "0 0 0" stands for no entry.
MatrixRef parse_text_matrix(std::string_view text, const std::string& path, const ReadOptions& options,
                            ThreadPool& pool);

/// "%%MatrixMarket matrix coordinate real|integer|pattern general|symmetric|skew-symmetric".
MatrixRef parse_matrix_market(std::string_view text, const std::string& path, const ReadOptions& options,
                              ThreadPool& pool);

/// Lines "label index:value ..."; the label becomes the column after the announced ones.
MatrixRef parse_libsvm(std::string_view text, const std::string& path, const ReadOptions& options, ThreadPool& pool);

}  // namespace lineal
