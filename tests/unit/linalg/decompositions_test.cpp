// Factorisations: their bits depend on the cells alone, not on where the cells lie or on who asks first.
#include "runtime/linalg/decompositions.h"

#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/instruction_set.h"
#include "runtime/linalg/linear_systems.h"
#include "runtime/linalg/openblas.h"

using namespace lineal;
using namespace lineal::linalg;

namespace {

using Cells = std::vector<double>;

/// Cells that use all bits of the mantissa.
Cells random_cells(int64_t count, uint64_t seed) {
  Cells cells(static_cast<size_t>(count));
  uint64_t state = seed;
  for (double& cell : cells) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    cell = static_cast<double>(static_cast<int64_t>(state) >> 11) * 0x1p-52;
  }
  return cells;
}

Cells symmetric_cells(int64_t size, double diagonal) {
  Cells cells = random_cells(size * size, 7);
  for (int64_t i = 0; i < size; ++i) {
    for (int64_t j = 0; j < i; ++j)
      cells[static_cast<size_t>(i * size + j)] = cells[static_cast<size_t>(j * size + i)];
    cells[static_cast<size_t>(i * size + i)] += diagonal;
  }
  return cells;
}

/// A routine of `outputs` arrays, put one after the other into `out`.
struct Routine {
  const char* name;
  Cells a;
  int64_t results;
  std::function<bool(const double* a, double* out)> run;
};

constexpr int64_t kSize = 67;
constexpr int64_t kCells = kSize * kSize;
constexpr int64_t kTall = 150;

std::vector<Routine> routines() {
  const Cells general = random_cells(kCells, 1);
  const Cells right = random_cells(kTall * 3, 2);
  const Cells tall = random_cells(kTall * kSize, 3);
  return {
      {"solve", general, kSize * 3,
       [right](const double* a, double* out) { return solve_square(kSize, 3, a, right.data(), out).ok(); }},
      {"solve one", general, kSize,
       [right](const double* a, double* out) { return solve_square(kSize, 1, a, right.data(), out).ok(); }},
      {"least squares", tall, kSize * 3,
       [right](const double* a, double* out) {
         return solve_least_squares(kTall, kSize, 3, a, right.data(), out).ok();
       }},
      {"inv", general, kCells, [](const double* a, double* out) { return invert(kSize, a, out).ok(); }},
      {"det", general, 1,
       [](const double* a, double* out) {
         *out = determinant(kSize, a);
         return true;
       }},
      {"cholesky", symmetric_cells(kSize, 100), kCells,
       [](const double* a, double* out) { return cholesky(kSize, a, out).ok(); }},
      {"eigen of symmetric", symmetric_cells(kSize, 0), kSize + kCells,
       [](const double* a, double* out) { return eigen(kSize, a, out, out + kSize).ok(); }},
      {"eigen", general, kSize + kCells,
       [](const double* a, double* out) { return eigen(kSize, a, out, out + kSize).ok(); }},
      {"svd", tall, kTall * kSize + kSize + kCells,
       [](const double* a, double* out) {
         return singular_values(kTall, kSize, a, out, out + kTall * kSize, out + kTall * kSize + kSize).ok();
       }},
      {"lu", general, 3 * kCells,
       [](const double* a, double* out) { return lu(kSize, a, out, out + kCells, out + 2 * kCells).ok(); }},
      {"qr", tall, 2 * kTall * kSize,
       [](const double* a, double* out) {
         qr(kTall, kSize, a, out, out + kTall * kSize);
         return true;
       }},
  };
}

bool same_bits(const double* x, const double* y, int64_t count) {
  return std::memcmp(x, y, static_cast<size_t>(count) * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE("factorisations do not depend on where cells lie") {
  if (best_instruction_set() < InstructionSet::kAvx2) return;
  for (const Routine& routine : routines()) {
    Cells expected(static_cast<size_t>(routine.results));
    REQUIRE(routine.run(routine.a.data(), expected.data()));
    for (int64_t offset = 1; offset < 8; ++offset) {
      INFO(routine.name << ", " << offset);
      Cells moved(static_cast<size_t>(offset));
      moved.insert(moved.end(), routine.a.begin(), routine.a.end());
      Cells out(static_cast<size_t>(offset + routine.results), 0.5);
      REQUIRE(routine.run(moved.data() + offset, out.data() + offset));
      CHECK(same_bits(out.data() + offset, expected.data(), routine.results));
    }
  }
}

TEST_CASE("factorisations run side by side") {
  if (best_instruction_set() < InstructionSet::kAvx2) return;
  const std::vector<Routine> all = routines();
  std::vector<std::vector<Cells>> results(4, std::vector<Cells>(all.size()));
  std::vector<std::thread> threads;
  for (std::vector<Cells>& own : results) {
    threads.emplace_back([&all, &own] {
      for (size_t i = 0; i < all.size(); ++i) {
        own[i].resize(static_cast<size_t>(all[i].results));
        all[i].run(all[i].a.data(), own[i].data());
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  for (const std::vector<Cells>& own : results) {
    for (size_t i = 0; i < all.size(); ++i) {
      INFO(all[i].name);
      CHECK(same_bits(own[i].data(), results[0][i].data(), all[i].results));
    }
  }
}

TEST_CASE("the library is set up alike everywhere") {
  if (best_instruction_set() < InstructionSet::kAvx2) {
    CHECK(openblas_description().find("AVX2") != std::string::npos);
    return;
  }
  const std::string before = openblas_description();
  CHECK(before.find("Haswell") != std::string::npos);
  CHECK(openblas_in_use() == before);
  const auto threads = reinterpret_cast<int (*)()>(openblas_routine("openblas_get_num_threads"));
  CHECK(threads() == 1);
  CHECK_THROWS(openblas_routine("no_such_routine"));
}
