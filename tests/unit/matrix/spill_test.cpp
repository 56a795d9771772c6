// The way of cells to disk and back, step by step, with a store that fails where the test says.
#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

#include "faulty_store.h"

namespace lineal {
namespace {

constexpr int64_t kSide = 512;  // 2 MiB, from where buffers are counted at once
constexpr int64_t kBytes = kSide * kSide * 8;

MatrixRef square(double value) {
  return NewMatrix::filled(kSide, kSide, value);
}

MatrixRef diagonal(double value) {
  SparseRows entries;
  entries.offsets.reserve(kSide * 64 + 1);
  for (int64_t r = 0; r < kSide * 64; ++r) {
    entries.offsets.push_back(r);
    entries.columns.push_back(r);
    entries.values.push_back(value + static_cast<double>(r));
  }
  entries.offsets.push_back(kSide * 64);
  return NewMatrix::sparse(kSide * 64, kSide * 64, std::move(entries));
}

/// Spills all that nobody has pinned.
void spill_all() {
  while (spill_queue().spill_one()) {
  }
}

TEST_CASE("what does not fit is written once and comes back as it was", "[spill]") {
  SmallMemory memory(2 * kBytes);
  const int64_t before = memory_use().used;
  {
    std::vector<MatrixRef> all;
    for (int i = 0; i < 6; ++i)
      all.push_back(square(i));
    CHECK(memory_use().used <= before + 2 * kBytes);
    for (int round = 0; round < 5; ++round) {
      for (int i = 0; i < 6; ++i)
        CHECK(cell_at(*all[static_cast<size_t>(i)], kSide - 1, kSide - 1) == i);
    }
    // The same cells need not be written again, however often they were read back.
    CHECK(memory->writes <= 6);
    CHECK(memory_use().mapped == 0);
  }
  CHECK(memory->slots == 0);
  CHECK(memory_use().used == before);
}

TEST_CASE("sparse matrices are spilled and counted", "[spill]") {
  SmallMemory memory(int64_t{1} << 20);
  const MatrixRef matrix = diagonal(5);
  const int64_t held = memory_use().used;
  spill_all();
  CHECK(memory->writes == 1);
  CHECK(memory_use().used <= held - kSide * 64 * 24 + (int64_t{1} << 16));
  CHECK(cell_at(*matrix, 77, 77) == 82);
  CHECK(cell_at(*matrix, 77, 78) == 0);
}

TEST_CASE("cells that were written in place are not those on disk", "[spill]") {
  SmallMemory memory(int64_t{64} << 20);
  const MatrixRef matrix = square(1);
  spill_all();
  {
    const Pin own(*matrix);
    NewMatrix cells = NewMatrix::take_for_writing(*matrix, own);
    REQUIRE(cells);
    cells->data()[0] = 2;
    // Not published: parfor gives a result back to itself so.
  }
  spill_all();
  CHECK(cell_at(*matrix, 0, 0) == 2);
  {
    const Pin own(*matrix);
    NewMatrix cells = NewMatrix::take_for_writing(*matrix, own);
    REQUIRE(cells);
    cells->data()[0] = 3;
    const MatrixRef published = std::move(cells);
  }
  spill_all();
  CHECK(cell_at(*matrix, 0, 0) == 3);
  CHECK(memory->slots == 1);
}

TEST_CASE("a store without room leaves the cells in memory", "[spill]") {
  SmallMemory memory(int64_t{64} << 20);
  const MatrixRef matrix = square(1);
  for (const auto fault : {FaultyStore::Fault::kRefuse, FaultyStore::Fault::kThrow}) {
    memory->at_write = [fault] { return fault; };
    CHECK_FALSE(spill_queue().spill_one());
    // A claim that was forgotten would make this wait for ever.
    CHECK(cell_at(*matrix, 3, 3) == 1);
  }
  memory->at_write = [] { return FaultyStore::Fault::kNone; };
  CHECK(spill_queue().spill_one());
  CHECK(cell_at(*matrix, 3, 3) == 1);
}

TEST_CASE("a matrix that dies while the store refuses it leaves the queue", "[spill]") {
  SmallMemory memory(int64_t{64} << 20);
  memory->at_write = [] { return FaultyStore::Fault::kRefuse; };
  MatrixRef matrix = square(1);
  std::atomic<bool> writing{false};
  memory->during_write = [&] {
    writing = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  };
  std::thread spilling([] { CHECK_FALSE(spill_queue().spill_one()); });
  while (!writing)
    std::this_thread::yield();
  matrix = {};  // waits for the store
  spilling.join();
  memory->during_write = [] {};
  memory->at_write = [] { return FaultyStore::Fault::kNone; };
  CHECK_FALSE(spill_queue().spill_one());  // there is none
  CHECK(memory->writes == 0);
  CHECK(memory_use().used < kBytes);
}

TEST_CASE("a read that fails changes nothing and may be tried again", "[spill]") {
  SmallMemory memory(int64_t{64} << 20);
  const MatrixRef dense = square(4);
  const MatrixRef sparse = diagonal(4);
  spill_all();
  REQUIRE(memory->writes == 2);
  const int64_t used = memory_use().used;
  memory->at_read = [] { return FaultyStore::Fault::kRefuse; };
  CHECK_THROWS_AS(Pin(dense), Error);
  CHECK_THROWS_AS(Pin(sparse), Error);
  memory->at_read = [] { return FaultyStore::Fault::kThrow; };
  CHECK_THROWS_AS(Pin(sparse), std::bad_alloc);
  const int64_t drift = memory_use().used - used;
  CHECK(drift <= int64_t{256} << 10);
  CHECK(drift >= -(int64_t{256} << 10));
  memory->at_read = [] { return FaultyStore::Fault::kNone; };
  CHECK(cell_at(*dense, 1, 1) == 4);
  CHECK(cell_at(*sparse, 1, 1) == 5);
}

TEST_CASE("more than the budget is backed by the disk and not spilled again", "[spill]") {
  SmallMemory memory(kBytes / 2);
  const int64_t before = memory_use().used;
  {
    const MatrixRef large = square(7);
    CHECK(memory_use().mapped >= kBytes);
    spill_all();
    CHECK(memory->writes == 0);
    CHECK(cell_at(*large, 0, 0) == 7);
  }
  CHECK(memory_use().mapped == 0);
  CHECK(memory_use().used == before);
}

TEST_CASE("what cannot fit writes nobody else to disk", "[spill]") {
  SmallMemory memory(4 * kBytes);
  const MatrixRef small = square(1);
  const MatrixRef large = NewMatrix::filled(8 * kSide, kSide, 2);
  CHECK(memory->writes == 0);
  CHECK(cell_at(*large, 0, 0) + cell_at(*small, 0, 0) == 3);
}

TEST_CASE("without room anywhere there is one error that says why", "[spill]") {
  SmallMemory memory(kBytes);
  memory->maps = false;
  const MatrixRef first = square(1);
  const Pin pin(first);
  try {
    (void)square(2);
    FAIL("there was room");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kResource);
    const std::string message = error.what();
    CHECK(message.find(std::to_string(kBytes)) != std::string::npos);
    CHECK(message.find("the store maps nothing") != std::string::npos);
  }
}

TEST_CASE("many values in use are passed over quickly", "[spill]") {
  SmallMemory memory(int64_t{256} << 20);
  constexpr size_t kPinned = 20000;
  std::vector<MatrixRef> all;
  std::vector<Pin> pins;
  for (size_t i = 0; i < kPinned; ++i) {
    all.push_back(NewMatrix::filled(2, 2, 1));
    pins.emplace_back(all.back());
  }
  for (size_t i = 0; i < kPinned; ++i)
    all.push_back(NewMatrix::filled(2, 2, 2));
  const auto begin = std::chrono::steady_clock::now();
  int64_t spilled = 0;
  while (spill_queue().spill_one())
    ++spilled;
  CHECK(spilled == kPinned);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

}  // namespace
}  // namespace lineal
