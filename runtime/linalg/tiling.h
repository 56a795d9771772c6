// How a product is cut into parts for threads. Cutting rows and columns changes no bit of a cell, so it may follow the
// number of threads; the depth may be cut between panels alone.
#pragma once

#include <cstdint>
#include <vector>

namespace lineal::linalg {

/// Which cells of a result are computed: all, or those on and above the diagonal.
enum class Shape : uint8_t { kFull, kUpper };

/// A part of the result. A diagonal tile is square and lies on the diagonal of a symmetric result.
struct Tile {
  int64_t row = 0;
  int64_t column = 0;
  int64_t rows = 0;
  int64_t columns = 0;
  bool diagonal = false;
};

/// Tiles of a rows x columns result, at least `wanted` of them unless they would get too small to be worth a thread.
std::vector<Tile> cut_rectangle(int64_t rows, int64_t columns, int64_t depth, int64_t wanted);

/// Tiles of the upper triangle of a symmetric result, the largest first, likewise.
std::vector<Tile> cut_triangle(int64_t size, int64_t depth, int64_t wanted);

}  // namespace lineal::linalg
