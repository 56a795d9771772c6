// Small buffers from malloc, large ones mapped, aligned for huge pages and recycled.
#include "runtime/matrix/cell_memory.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

namespace lineal {
namespace {

constexpr uint64_t kAlignment = 64;
constexpr int64_t kLarge = int64_t{1} << 20;     // from here on buffers are mapped and recycled
constexpr int64_t kHugePage = int64_t{2} << 20;  // x86-64; elsewhere only a hint is lost
// Recycled memory hides reads after release from the address sanitizer.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kRecycle = false;
#else
constexpr bool kRecycle = true;
#endif

/// Rounds up to an eighth of the power of two below, so that similar sizes share buffers. Pages that nobody touches
/// cost nothing.
int64_t capacity_of(int64_t bytes) {
  const int shift = 63 - __builtin_clzll(static_cast<uint64_t>(bytes));
  const int64_t step = std::max(int64_t{1} << (shift - 3), int64_t{4096});
  return (bytes + step - 1) / step * step;
}

int64_t container_limit() {
  int64_t limit = INT64_MAX;
  if (std::FILE* file = std::fopen("/sys/fs/cgroup/memory.max", "r")) {
    long long value = 0;
    if (std::fscanf(file, "%lld", &value) == 1 && value > 0) limit = value;
    std::fclose(file);
  }
  return limit;
}

double* map_cells(int64_t capacity) {
  const bool huge = capacity >= 2 * kHugePage;
  const int64_t slack = huge ? kHugePage : 0;
  void* mapped = mmap(nullptr, static_cast<size_t>(capacity + slack), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  auto* start = static_cast<char*>(mapped);
  if (huge) {
    const auto address = reinterpret_cast<uint64_t>(start);
    const auto head = static_cast<int64_t>((kHugePage - address % kHugePage) % kHugePage);
    if (head > 0) munmap(start, static_cast<size_t>(head));
    if (slack > head) munmap(start + head + capacity, static_cast<size_t>(slack - head));
    start += head;
    madvise(start, static_cast<size_t>(capacity), MADV_HUGEPAGE);
  }
  return reinterpret_cast<double*>(start);
}

/// Keeps released large buffers, oldest first. Invariant: kept_bytes is the sum of the capacities in kept.
class LargeBuffers {
 public:
  double* take(int64_t bytes) {
    const int64_t capacity = capacity_of(bytes);
    {
      const std::lock_guard lock(mutex_);
      const auto found =
          std::find_if(kept_.rbegin(), kept_.rend(), [&](const Kept& kept) { return kept.capacity == capacity; });
      if (found != kept_.rend()) {
        double* data = found->data;
        kept_.erase(std::next(found).base());
        kept_bytes_ -= capacity;
        used_bytes_ += capacity;
        return data;
      }
      // The machine would overcommit and later kill the process: refuse what cannot be there.
      const int64_t limit = machine_memory();
      if (bytes > limit || used_bytes_ > limit - bytes) return nullptr;
      drop_until(limit - used_bytes_ - bytes);
      used_bytes_ += capacity;
    }
    double* data = map_cells(capacity);
    if (data == nullptr) {
      const std::lock_guard lock(mutex_);
      used_bytes_ -= capacity;
    }
    return data;
  }

  void give(double* data, int64_t bytes) {
    const int64_t capacity = capacity_of(bytes);
    const int64_t keep = std::min(kKeptBytes, machine_memory() / 8);
    {
      const std::lock_guard lock(mutex_);
      used_bytes_ -= capacity;
      if (kRecycle && capacity <= keep) {
        drop_until(keep - capacity);
        kept_.push_back({data, capacity});
        kept_bytes_ += capacity;
        return;
      }
    }
    munmap(data, static_cast<size_t>(capacity));
  }

  int64_t used() {
    const std::lock_guard lock(mutex_);
    return used_bytes_;
  }
  int64_t kept() {
    const std::lock_guard lock(mutex_);
    return kept_bytes_;
  }

 private:
  struct Kept {
    double* data;
    int64_t capacity;
  };

  /// Releases the oldest buffers until at most `bytes` are kept. Called with mutex_ held.
  void drop_until(int64_t bytes) {
    size_t drop = 0;
    while (drop < kept_.size() && kept_bytes_ > bytes) {
      kept_bytes_ -= kept_[drop].capacity;
      munmap(kept_[drop].data, static_cast<size_t>(kept_[drop].capacity));
      ++drop;
    }
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(drop));
  }

  std::mutex mutex_;  // guards all below
  std::vector<Kept> kept_;
  int64_t kept_bytes_ = 0;
  int64_t used_bytes_ = 0;
};

/// One per process, as malloc is: a buffer may outlive the session that took it. Never destroyed, since matrices in
/// other statics may be released later.
LargeBuffers& large_buffers() {
  static auto* const buffers = new LargeBuffers;
  return *buffers;
}

}  // namespace

int64_t machine_memory() {
  static const int64_t bytes = [] {
    const int64_t pages = sysconf(_SC_PHYS_PAGES);
    const int64_t page = sysconf(_SC_PAGESIZE);
    const int64_t physical = pages > 0 && page > 0 ? pages * page : INT64_MAX;
    return std::min(physical, container_limit());
  }();
  return bytes;
}

double* take_cells(int64_t cells) {
  const int64_t bytes = cells * 8;
  if (kRecycle && bytes >= kLarge) return large_buffers().take(bytes);
  if (bytes > machine_memory()) return nullptr;
  // The place malloc gave stands in the word before the aligned start. Plain malloc keeps small sizes in a per-thread
  // list, aligned_alloc does not.
  void* raw = std::malloc(static_cast<size_t>(bytes) + kAlignment);
  if (raw == nullptr) return nullptr;
  const auto start = (reinterpret_cast<uint64_t>(raw) + kAlignment) & ~(kAlignment - 1);
  auto* data = reinterpret_cast<double*>(start);
  reinterpret_cast<void**>(start)[-1] = raw;
  return data;
}

void give_cells(double* data, int64_t cells) {
  if (data == nullptr) return;
  if (kRecycle && cells * 8 >= kLarge) {
    large_buffers().give(data, cells * 8);
  } else {
    std::free(reinterpret_cast<void**>(data)[-1]);
  }
}

int64_t cell_bytes_used() {
  return large_buffers().used();
}
int64_t cell_bytes_kept() {
  return large_buffers().kept();
}

}  // namespace lineal
