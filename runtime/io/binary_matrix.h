// Lineal's own binary format: a header of 40 bytes, then the arrays of the matrix, all little-endian.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/io/read_options.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

// Layout: "LINEALM1", form (0 dense, 1 CSR), rows, columns, entries as int64; then dense cells row by row, or offsets
// (rows + 1, absent without entries), columns and values. Written is whichever form takes fewer bytes.

/// Parses a binary matrix. The header is checked against the size of the text before memory is taken, and the arrays of
/// CSR against their invariants.
MatrixRef parse_binary_matrix(std::string_view text, const std::string& path, const ReadOptions& options);

/// Hands the bytes of the matrix to `write` piece by piece.
void write_binary_matrix(const MatrixBlock& matrix, const std::function<void(std::string_view)>& write);

}  // namespace lineal
