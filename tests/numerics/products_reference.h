// What the cells of matrix products are, cell by cell from docs/numerics.md, and operands to try it on.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/core/instruction_set.h"
#include "runtime/core/thread_pool.h"

namespace lineal::numerics {

using Cells = std::vector<double>;
using Random = std::mt19937_64;

struct Shape {
  int64_t rows, columns, depth;
};

inline double cell_result(double x) {
  return std::isnan(x) ? std::bit_cast<double>(uint64_t{0x7ff8000000000000}) : x;
}

/// The cell with the terms left(k) * right(k).
template <class Left, class Right>
double cell_of(int64_t depth, const Left& left, const Right& right) {
  double total = 0;
  for (int64_t panel = 0; panel < depth; panel += 4096) {
    double panel_sum = 0;
    for (int64_t block = panel; block < std::min(depth, panel + 4096); block += 256) {
      double sum = 0;
      for (int64_t k = block; k < std::min(depth, block + 256); ++k)
        sum = std::fma(left(k), right(k), sum);
      panel_sum += sum;
    }
    total += panel_sum;
  }
  return cell_result(total);
}

/// A B for row-major operands without gaps.
inline Cells reference(const Shape& s, const Cells& a, const Cells& b) {
  Cells c;
  c.reserve(static_cast<size_t>(s.rows * s.columns));
  for (int64_t i = 0; i < s.rows; ++i) {
    for (int64_t j = 0; j < s.columns; ++j)
      c.push_back(cell_of(
          s.depth, [&](int64_t k) { return a[static_cast<size_t>(i * s.depth + k)]; },
          [&](int64_t k) { return b[static_cast<size_t>(k * s.columns + j)]; }));
  }
  return c;
}

inline Cells transposed(int64_t rows, int64_t columns, const Cells& x) {
  Cells out(x.size());
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c)
      out[static_cast<size_t>(c * rows + r)] = x[static_cast<size_t>(r * columns + c)];
  }
  return out;
}

/// Rows with `gap` cells of 77 behind each.
inline Cells spread(int64_t rows, int64_t columns, int64_t gap, const Cells& x) {
  Cells out(static_cast<size_t>(rows * (columns + gap)), 77.0);
  for (int64_t r = 0; r < rows; ++r)
    std::copy_n(x.begin() + r * columns, columns, out.begin() + r * (columns + gap));
  return out;
}

/// The first cell in which the bits differ, in words; empty when none does.
inline std::string difference(const Cells& expected, const Cells& actual) {
  if (expected.size() != actual.size()) return cat("sizes ", expected.size(), " and ", actual.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto e = std::bit_cast<uint64_t>(expected[i]);
    const auto a = std::bit_cast<uint64_t>(actual[i]);
    if (e != a) return cat("cell ", i, ": expected ", expected[i], " (", e, "), got ", actual[i], " (", a, ")");
  }
  return {};
}

inline int64_t below(Random& random, int64_t limit) {
  return static_cast<int64_t>(random() % static_cast<uint64_t>(limit));
}

/// Kinds of cells: full mantissas; the same with cells that are rare in practice; a share of zeros besides.
enum class Content : uint8_t { kOrdinary, kRare, kFinite };

inline double rare_cell(Random& random) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const double cells[] = {kInfinity, -kInfinity, kNan,    -kNan,   std::bit_cast<double>(uint64_t{0x7ff8000000001234}),
                          0.0,       -0.0,       5e-324,  -3e-310, 1e-200,
                          1e300,     -1e300,     -1e-200, 1e-160};
  return cells[below(random, std::size(cells))];
}

/// Cells of which few are rare ones, since a NaN hides all others of its row.
inline Cells random_cells(Random& random, int64_t count, Content content) {
  std::normal_distribution<double> normal;
  Cells cells(static_cast<size_t>(count));
  for (double& cell : cells) {
    cell = normal(random);
    if (content == Content::kOrdinary) continue;
    const int64_t die = below(random, 60);
    if (die == 0 && content == Content::kRare) cell = rare_cell(random);
    if (die >= 50) cell = die % 2 == 0 ? 0.0 : -0.0;
    if (die == 1) cell = std::copysign(3e-310, cell);
    if (die == 2) cell *= 1e-170;
  }
  return cells;
}

inline Content random_content(Random& random) {
  return static_cast<Content>(below(random, 3));
}

/// A size near one that kernels or packing treat specially.
inline int64_t random_side(Random& random, int64_t limit) {
  constexpr int64_t kBorders[] = {0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 1008, 1024, 2048};
  if (below(random, 3) == 0) return below(random, std::min<int64_t>(limit, 70));
  const int64_t side = kBorders[below(random, std::size(kBorders))] + below(random, 3) - 1;
  return side < 0 || side > limit ? below(random, 5) : side;
}

inline int64_t random_depth(Random& random, int64_t limit) {
  constexpr int64_t kBorders[] = {0, 1, 4, 8, 64, 100, 256, 512, 768, 4096, 4352, 8192, 12288, 20000};
  if (below(random, 3) == 0) return below(random, std::min<int64_t>(limit, 300));
  const int64_t depth = kBorders[below(random, std::size(kBorders))] + below(random, 3) - 1;
  return depth < 0 || depth > limit ? below(random, std::min<int64_t>(limit, 40)) : depth;
}

/// A shape of at most about `volume` terms.
inline Shape random_shape(Random& random, int64_t volume) {
  Shape s{};
  int64_t* sides[] = {&s.rows, &s.columns, &s.depth};
  std::shuffle(std::begin(sides), std::end(sides), random);
  int64_t left = volume;
  for (int64_t* side : sides) {
    *side = side == &s.depth ? random_depth(random, left) : random_side(random, left);
    left = std::max<int64_t>(1, left / std::max<int64_t>(1, *side));
  }
  return s;
}

/// Calls body() under each instruction set that the processor runs and restores the choice.
template <class Body>
void under_each_instruction_set(const Body& body) {
  const InstructionSet before = instruction_set();
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (!force_instruction_set(set)) {
      WARN("not run: this processor lacks " << std::string(name_of(set)));
      continue;
    }
    body();
  }
  force_instruction_set(before);
}

/// Pools that tests take turns with.
struct Pools {
  ThreadPool one{1}, two{2}, three{3}, seven{7};
  int turn = 0;
  ThreadPool& next() {
    ThreadPool* const all[] = {&one, &two, &three, &seven};
    return *all[turn++ % 4];
  }
};

}  // namespace lineal::numerics
