// Smallest, largest and multiplied cells along an axis, and where the extremes stand.
#pragma once

#include <vector>

#include "runtime/core/thread_pool.h"
#include "runtime/matrix/matrix.h"
#include "runtime/ops/aggregate/aggregate_sum.h"

namespace lineal {

enum class Extreme : uint8_t { kMin, kMax };

/// Smallest or largest cells. NaN wins over everything; a zero is always +0.0, since CSR leaves zeros out; the extreme
/// of no cells is +Infinity or -Infinity.
std::vector<double> extremes(const MatrixBlock& matrix, Axis axis, Extreme extreme, ThreadPool& pool);

/// Positions, from 1, of the smallest or largest cell of each row. The last of equal ones; NaN is skipped; 1 for a row
/// without numbers.
std::vector<double> row_positions(const MatrixBlock& matrix, Extreme extreme, ThreadPool& pool);

/// Products of the cells of a dense matrix.
std::vector<double> products(const MatrixBlock& matrix, Axis axis, ThreadPool& pool);

/// Copies row `r` of either form into `cells`.
void expand_row(const MatrixBlock& matrix, int64_t r, double* cells);

}  // namespace lineal
