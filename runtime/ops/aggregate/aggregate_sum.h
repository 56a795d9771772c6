// Sums carried with twice the digits of a double, cut by the shape of the data so that they do not depend on threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/core/thread_pool.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

/// A running sum and the rounding errors made so far (Knuth's two-sum). Adding a zero changes neither part, which is
/// why the sum of a CSR matrix has the same bits as that of its dense form.
struct Sum {
  double high = 0;
  double low = 0;

  void add(double x) {
    const double total = high + x;
    const double part = total - high;
    low += (high - (total - part)) + (x - part);
    high = total;
  }
  void add(const Sum& other) {
    add(other.high);
    low += other.low;
  }
  /// Adds x * x, whose rounding error is found by Dekker's splitting.
  void add_square(double x) {
    const double square = x * x;
    const double scaled = 134217729.0 * x;
    const double head = scaled - (scaled - x);
    const double tail = x - head;
    add(square);
    low += ((head * head - square) + 2 * head * tail) + tail * tail;
  }
  /// The sum rounded to double. After an overflow or with infinities the errors mean nothing and are left out.
  double value() const { return low - low == 0 ? high + low : high; }
};

/// What is added up for each cell.
enum class Term : uint8_t { kValue, kSquare };
enum class Axis : uint8_t { kAll, kRows, kColumns };

/// Adds up all cells (one sum), each row, or each column. Dense matrices are read at memory speed: eight lanes by the
/// index of the cell, blocks of fixed size, combined in order.
std::vector<Sum> sum_cells(const MatrixBlock& matrix, Axis axis, Term term, ThreadPool& pool);

/// Adds up `count` adjacent cells in eight lanes.
Sum sum_run(const double* cells, int64_t count, Term term);

/// Unbiased variances along an axis; 0 for a single value, NaN for none. Exactly 0 when all values are equal.
std::vector<double> variances(const MatrixBlock& matrix, Axis axis, ThreadPool& pool);

/// Unbiased variance of n values from the sums of values and squares; false when too many digits cancel to tell.
bool variance_of(const Sum& values, const Sum& squares, int64_t n, double& variance);

}  // namespace lineal
