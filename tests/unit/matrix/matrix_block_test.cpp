// Matrices: forms, conversions, buffers, requests that cannot be met.
#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "cache/pool/memory_limit.h"
#include "cache/pool/memory_pool.h"
#include "runtime/core/error.h"
#include "runtime/matrix/matrix.h"

namespace lineal {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

NewMatrix dense_of(int64_t rows, int64_t columns, const std::vector<double>& cells) {
  NewMatrix matrix = NewMatrix::dense(rows, columns);
  for (size_t i = 0; i < cells.size(); ++i)
    matrix->data()[i] = cells[i];
  return matrix;
}

TEST_CASE("conversion to CSR keeps every cell and stores no +0.0", "[matrix]") {
  const MatrixRef dense = dense_of(3, 4, {0, 1, 0, -2, 0, 0, 0, 0, kNan, 0, -0.0, 5});
  const MatrixRef sparse = to_sparse(dense);
  REQUIRE(sparse->is_sparse());
  CHECK(Pin(sparse)->count_nonzeros() == 4);
  CHECK(Pin(dense)->count_nonzeros() == 4);
  CHECK(Pin(sparse)->entries().offsets == std::vector<int64_t>{0, 2, 2, 5});
  CHECK(Pin(sparse)->entries().columns == std::vector<int64_t>{1, 3, 0, 2, 3});
  CHECK(std::signbit(Pin(sparse)->at(2, 2)));
  CHECK(Pin(sparse)->at(0, 3) == -2);
  CHECK(Pin(sparse)->at(1, 1) == 0);
  CHECK(std::isnan(Pin(sparse)->at(2, 0)));
  CHECK(Pin(sparse)->row_columns(1).empty());
  const MatrixRef back = to_dense(sparse);
  for (int64_t r = 0; r < 3; ++r) {
    for (int64_t c = 0; c < 4; ++c) {
      CHECK((Pin(back)->at(r, c) == Pin(dense)->at(r, c) ||
             (std::isnan(Pin(back)->at(r, c)) && std::isnan(Pin(dense)->at(r, c)))));
    }
  }
  CHECK(to_sparse(sparse) == sparse);
  CHECK(to_dense(dense) == dense);
}

TEST_CASE("a zero matrix takes no memory whatever its size", "[matrix]") {
  NewMatrix zero = NewMatrix::zero(1000000000, 1000000000);
  CHECK(zero->cells() == 1000000000000000000);
  CHECK(zero->count_nonzeros() == 0);
  CHECK(zero->bytes() < 1000);
  CHECK(zero->at(999999999, 999999999) == 0);
  CHECK(zero->row_columns(5).empty());
  CHECK(NewMatrix::copy_of(*zero)->bytes() < 1000);
  // All-zero dense matrices become such a matrix.
  CHECK(to_sparse(NewMatrix::filled(100, 100, 0))->stored() == 0);
}

TEST_CASE("requests that the machine cannot hold name dimensions and bytes", "[matrix]") {
  try {
    NewMatrix::dense(1000000000, 1000000);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kResource);
    CHECK(error.message().find("1000000000x1000000") != std::string_view::npos);
    CHECK(error.message().find("8000000000000000 bytes") != std::string_view::npos);
  }
  CHECK_THROWS_AS(NewMatrix::dense(INT64_MAX, 2), Error);
  CHECK_THROWS_AS(NewMatrix::dense(INT64_MAX / 8, 4), Error);
  CHECK_THROWS_AS(NewMatrix::dense(-1, 2), Error);
  CHECK_THROWS_AS(NewMatrix::zero(INT64_MAX, 3), Error);
  CHECK_THROWS_AS(to_dense(NewMatrix::zero(1000000000, 1000000000)), Error);
  // Just beyond the machine, which plain allocation would promise and not keep.
  CHECK_THROWS_AS(NewMatrix::dense(machine_memory() / 8 + 1, 1), Error);
}

TEST_CASE("empty matrices are ordinary", "[matrix]") {
  for (const auto& [rows, columns] : std::vector<std::pair<int64_t, int64_t>>{{0, 0}, {0, 5}, {5, 0}}) {
    const MatrixRef dense = NewMatrix::filled(rows, columns, 3);
    CHECK(dense->cells() == 0);
    const MatrixRef sparse = to_sparse(dense);
    CHECK(sparse->rows() == rows);
    CHECK(to_dense(sparse)->columns() == columns);
    CHECK(NewMatrix::copy_of(*Pin(dense))->cells() == 0);
  }
}

TEST_CASE("CSR arrays that do not fit are a bug of ours", "[matrix]") {
  CHECK_THROWS_AS(NewMatrix::sparse(2, 2, {{0, 1}, {0}, {1.0}}), Error);
  CHECK_THROWS_AS(NewMatrix::sparse(2, 2, {{0, 1, 2}, {0}, {1.0}}), Error);
  CHECK_THROWS_AS(NewMatrix::sparse(2, 2, {{}, {0}, {1.0}}), Error);
}

TEST_CASE("a copy does not share cells", "[matrix]") {
  NewMatrix matrix = dense_of(1, 2, {1, 2});
  NewMatrix copy = NewMatrix::copy_of(*matrix);
  copy->data()[0] = 7;
  CHECK(matrix->at(0, 0) == 1);
}

TEST_CASE("buffers are aligned", "[buffer]") {
  for (const int64_t cells : {1, 3, 127, 128, 4096, 131072, 1 << 20}) {
    CellBuffer buffer(cells);
    CHECK(reinterpret_cast<uint64_t>(buffer.data()) % 64 == 0);
    buffer.data()[0] = 1;
    buffer.data()[cells - 1] = 2;
    CellBuffer copy(buffer);
    CHECK(copy.data() != buffer.data());
    CHECK(copy.data()[cells - 1] == buffer.data()[cells - 1]);
    const double* place = copy.data();
    const CellBuffer moved(std::move(copy));
    CHECK(moved.data() == place);
    CHECK(moved.size() == cells);
  }
}

TEST_CASE("large buffers are kept and handed out again, within the bound", "[buffer]") {
#if defined(__SANITIZE_ADDRESS__)
  return;  // not recycled there
#endif
  constexpr int64_t kCells = int64_t{3} << 20;
  const double* place = nullptr;
  const int64_t used = memory_use().used;
  {
    const CellBuffer buffer(kCells);
    place = buffer.data();
    CHECK(memory_use().used >= used + kCells * 8);
  }
  CHECK(memory_use().used == used);
  CHECK(memory_use().kept >= kCells * 8);
  CHECK(CellBuffer(kCells - 5).data() == place);
  {
    std::vector<CellBuffer> many;
    for (int i = 0; i < 200; ++i)
      many.emplace_back(int64_t{1} << 20);
  }
  CHECK(memory_use().kept <= kKeptBytes);
}

TEST_CASE("buffers may be taken and released by several threads", "[buffer]") {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 200; ++i) {
        CellBuffer buffer(int64_t{140000} + 1000 * (i % 7));
        buffer.data()[0] = t;
        buffer.data()[buffer.size() - 1] = i;
        if (buffer.data()[0] != t) std::abort();
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
}

}  // namespace
}  // namespace lineal
