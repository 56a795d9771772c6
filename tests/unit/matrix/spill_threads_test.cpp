// Many threads under a budget that holds a fraction of what they use, with a store that fails now and then.
#include <chrono>
#include <cstdio>
#include <future>
#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "faulty_store.h"

namespace lineal {
namespace {

constexpr size_t kThreads = 6;
constexpr size_t kShared = 12;
constexpr int64_t kColumns = 128;
constexpr int64_t kBytes = 1024 * kColumns * 8;  // of a large matrix: 1 MiB, which the pool counts at once
constexpr auto kPatience = std::chrono::seconds(120);

/// Every thread looks into these and puts others in their place.
struct Shared {
  Mutex mutex;
  MatrixRef matrices[kShared] LINEAL_GUARDED_BY(mutex);

  MatrixRef at(size_t i) {
    const MutexLock lock(mutex);
    return matrices[i];
  }
  void put(size_t i, MatrixRef matrix) {
    // The one before is destroyed after the lock.
    const MutexLock lock(mutex);
    std::swap(matrices[i], matrix);
  }
};

/// Cells that tell which matrix they belong to: cell k is value + k.
MatrixRef numbered(std::mt19937& random, double value) {
  const int form = static_cast<int>(random() % 4);
  if (form == 0) {
    const auto rows = static_cast<int64_t>(random() % 2000 + 1);
    SparseRows entries;
    for (int64_t r = 0; r < rows; ++r) {
      entries.offsets.push_back(r);
      entries.columns.push_back(0);
      entries.values.push_back(value + static_cast<double>(r));
    }
    entries.offsets.push_back(rows);
    return NewMatrix::sparse(rows, 2, std::move(entries));
  }
  NewMatrix matrix = NewMatrix::dense(form == 1 ? 3 : 1024, kColumns);
  for (int64_t k = 0; k < matrix->cells(); ++k)
    matrix->data()[k] = value + static_cast<double>(k);
  return matrix;
}

/// The value of a matrix that numbered made, or NaN when the cells do not belong together.
double value_of(const MatrixRef& matrix) {
  const Pin pin(matrix);
  const int64_t count = matrix->is_sparse() ? matrix->rows() : matrix->cells();
  const double* cells = matrix->is_sparse() ? pin->entries().values.data() : pin->data();
  for (int64_t k = 0; k < count; ++k) {
    if (cells[k] != cells[0] + static_cast<double>(k)) return std::numeric_limits<double>::quiet_NaN();
  }
  return cells[0];
}

/// Writes into a matrix that nobody else has, and sometimes leaves it unpublished.
bool raise_in_place(const MatrixRef& matrix, bool publish) {
  const Pin own(*matrix);
  NewMatrix cells = NewMatrix::take_for_writing(*matrix, own);
  if (!cells || cells->is_sparse()) return false;
  for (int64_t k = 0; k < cells->cells(); ++k)
    cells->data()[k] += 1e6;
  if (publish) const MatrixRef published = std::move(cells);
  return true;
}

/// Returns how many cells were wrong.
int64_t work(Shared& shared, unsigned seed, int rounds) {
  std::mt19937 random(seed);
  int64_t wrong = 0;
  for (int round = 0; round < rounds; ++round) {
    try {
      const size_t place = random() % kShared;
      switch (random() % 4) {
        case 0:
          shared.put(place, numbered(random, static_cast<double>(place) * 1e9));
          break;
        case 1: {
          const MatrixRef mine = numbered(random, 5);
          const bool raised = raise_in_place(mine, random() % 2 == 0);
          shared.at(place);
          spill_queue().spill_one();
          wrong += value_of(mine) != (raised ? 5 + 1e6 : 5) ? 1 : 0;
          break;
        }
        case 2: {
          // Two operands at once, as kernels have them.
          const MatrixRef first = shared.at(place);
          const MatrixRef second = shared.at((place + 1) % kShared);
          if (!first || !second) break;
          const Pin pin(first);
          wrong += value_of(second) != static_cast<double>((place + 1) % kShared) * 1e9 ? 1 : 0;
          wrong += pin->at(0, 0) != static_cast<double>(place) * 1e9 ? 1 : 0;
          break;
        }
        default: {
          const MatrixRef matrix = shared.at(place);
          if (matrix) wrong += value_of(matrix) != static_cast<double>(place) * 1e9 ? 1 : 0;
          break;
        }
      }
    } catch (const Error&) {  // no room, or the store cannot read: both are said
    } catch (const std::bad_alloc&) {
    }
  }
  return wrong;
}

/// A fault one time in `every`, from a generator that threads share.
std::function<FaultyStore::Fault()> now_and_then(unsigned every) {
  auto calls = std::make_shared<std::atomic<uint32_t>>(0);
  return [calls, every] {
    const uint32_t mixed = (calls->fetch_add(1) * 2654435761U) >> 16;
    if (mixed % every != 0) return FaultyStore::Fault::kNone;
    return mixed / every % 2 == 0 ? FaultyStore::Fault::kRefuse : FaultyStore::Fault::kThrow;
  };
}

void stress(int64_t budget, unsigned faults, bool maps, int rounds) {
  const int64_t before = memory_use().used;
  {
    SmallMemory memory(budget);
    if (faults > 0) memory->at_write = memory->at_read = now_and_then(faults);
    memory->maps = maps;
    auto shared = std::make_unique<Shared>();
    std::vector<std::future<int64_t>> all;
    for (size_t i = 0; i < kThreads; ++i) {
      std::packaged_task<int64_t()> task(
          [&shared = *shared, i, rounds] { return work(shared, static_cast<unsigned>(i) + 1, rounds); });
      all.push_back(task.get_future());
      std::thread(std::move(task)).detach();
    }
    for (std::future<int64_t>& each : all) {
      if (each.wait_for(kPatience) != std::future_status::ready) {
        std::fputs("the threads wait for each other\n", stderr);
        std::abort();  // a debugger or core shows where; nothing could end these threads
      }
      CHECK(each.get() == 0);
    }
    CHECK(memory->writes > 0);
    shared.reset();
    CHECK(memory->slots == 0);
  }
  // Threads tell of small buffers when they end; detached ones may still be at it.
  int64_t drift = 0;
  for (int wait = 0; wait < 100; ++wait) {
    drift = memory_use().used - before;
    if (std::abs(drift) <= int64_t{256} << 10) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(std::abs(drift) <= int64_t{256} << 10);  // what this thread has not told yet
  CHECK(memory_use().mapped == 0);
}

TEST_CASE("threads that share more than fits see the right cells", "[spill][threads]") {
  stress(4 * kBytes, 0, true, 600);
}

TEST_CASE("threads go on when the store fails now and then", "[spill][threads]") {
  stress(4 * kBytes, 7, true, 600);
  stress(3 * kBytes, 3, false, 600);
}

TEST_CASE("threads under a budget that holds no matrix", "[spill][threads]") {
  stress(kBytes / 2, 5, true, 300);
}

}  // namespace
}  // namespace lineal
