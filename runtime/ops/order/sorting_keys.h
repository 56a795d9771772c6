// Stable ordering of doubles in linear time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/matrix/matrix.h"

namespace lineal {

enum class Direction : uint8_t { kAscending, kDescending };

/// Maps a double to an integer of the same order: both zeros are equal, every NaN is the largest value.
uint64_t sort_key(double value);

/// Sorts `rows` by their keys, rows with equal keys keep their order; the keys are permuted along. Takes time and
/// memory linear in the number of rows.
void sort_by_keys(std::vector<uint64_t>& keys, std::vector<int64_t>& rows);

/// The rows (from 0) of a matrix in the order of the given columns (from 0), the first deciding first. Equal rows stay
/// in their order in both directions.
std::vector<int64_t> row_order(const MatrixBlock& matrix, std::span<const int64_t> columns, Direction direction);

/// The values in ascending order, NaN last.
std::vector<double> sorted(std::span<const double> values);

}  // namespace lineal
