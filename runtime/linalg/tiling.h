// How a product is cut into parts for threads. Cutting rows and columns changes no bit of a cell (multiply_tile), so it
// may follow the number of threads; cutting the depth would, so that follows kDepthBlock alone.
#pragma once

#include <cstdint>
#include <vector>

namespace lineal::linalg {

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

/// Rows of the strips into which a diagonal tile is cut when it is computed as a general product.
int64_t strip_size(int64_t size);

}  // namespace lineal::linalg
