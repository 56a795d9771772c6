#include "runtime/linalg/tiling.h"

#include <algorithm>
#include <cmath>

namespace lineal::linalg {
namespace {

// A tile that large has packed its operands cheaply enough.
constexpr int64_t kLargeSide = 1024;
// Fewer multiplications are not worth a thread's time to join.
constexpr int64_t kSmallVolume = int64_t{1} << 17;

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// The size of `parts` even parts, in multiples that suit the register blocks of kernels.
int64_t even_part(int64_t count, int64_t parts) {
  const int64_t even = parts_of(count, parts);
  const int64_t multiple = even >= 48 ? 24 : 8;
  return parts_of(even, multiple) * multiple;
}

/// The number of parts that are worth their own thread.
int64_t useful_parts(double volume, int64_t wanted) {
  return std::clamp<int64_t>(static_cast<int64_t>(volume / static_cast<double>(kSmallVolume)), 1, wanted);
}

}  // namespace

std::vector<Tile> cut_rectangle(int64_t rows, int64_t columns, int64_t depth, int64_t wanted) {
  const double volume = static_cast<double>(rows) * static_cast<double>(columns) * static_cast<double>(depth);
  const int64_t parts = useful_parts(volume, wanted);
  // A tile packs its rows of the left and its columns of the right operand: the cut with the least of both.
  int64_t best_down = 1;
  int64_t best_across = 1;
  double best = INFINITY;
  for (int64_t across = 1; across <= parts; ++across) {
    const int64_t down = std::max(parts_of(parts, across), parts_of(rows, kLargeSide));
    const int64_t wide = std::max(across, parts_of(columns, 2 * kLargeSide));
    const double packed = static_cast<double>(down) / static_cast<double>(rows) +
                          static_cast<double>(wide) / static_cast<double>(columns);
    if (packed < best) {
      best = packed;
      best_down = down;
      best_across = wide;
    }
  }
  const int64_t tall = even_part(rows, best_down);
  const int64_t wide = even_part(columns, best_across);
  std::vector<Tile> tiles;
  for (int64_t r = 0; r < rows; r += tall) {
    for (int64_t c = 0; c < columns; c += wide)
      tiles.push_back({r, c, std::min(tall, rows - r), std::min(wide, columns - c)});
  }
  return tiles;
}

std::vector<Tile> cut_triangle(int64_t size, int64_t depth, int64_t wanted) {
  const double volume = static_cast<double>(size) * static_cast<double>(size) / 2 * static_cast<double>(depth);
  const int64_t parts = useful_parts(volume, wanted);
  int64_t sides = parts_of(size, kLargeSide / 2);
  while (sides * (sides + 1) / 2 < parts && size / (sides + 1) >= 48)
    ++sides;
  const int64_t side = even_part(size, sides);
  std::vector<Tile> tiles;
  for (int64_t r = 0; r < size; r += side) {
    for (int64_t c = r; c < size; c += side)
      tiles.push_back({r, c, std::min(side, size - r), std::min(side, size - c), c == r});
  }
  // A thread that takes its last tile late shall take a small one.
  std::stable_partition(tiles.begin(), tiles.end(), [](const Tile& tile) { return !tile.diagonal; });
  return tiles;
}

}  // namespace lineal::linalg
