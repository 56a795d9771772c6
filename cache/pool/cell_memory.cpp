#include "cache/pool/cell_memory.h"

#include <algorithm>
#include <cstdlib>

#include <sys/mman.h>

namespace lineal {
namespace {

constexpr uint64_t kAlignment = 64;
constexpr int64_t kHugePage = int64_t{2} << 20;  // x86-64; elsewhere only a hint is lost

}  // namespace

int64_t capacity_of(int64_t bytes) {
  const int shift = 63 - __builtin_clzll(static_cast<uint64_t>(bytes));
  const int64_t step = std::max(int64_t{1} << (shift - 3), int64_t{4096});
  return (bytes + step - 1) / step * step;
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

double* small_cells(int64_t bytes) {
  // The place malloc gave stands in the word before the aligned start. Plain malloc keeps small sizes in a per-thread
  // list, aligned_alloc does not.
  void* raw = std::malloc(static_cast<size_t>(bytes) + kAlignment);
  if (raw == nullptr) return nullptr;
  const auto start = (reinterpret_cast<uint64_t>(raw) + kAlignment) & ~(kAlignment - 1);
  auto* data = reinterpret_cast<double*>(start);
  reinterpret_cast<void**>(start)[-1] = raw;
  return data;
}

void free_small_cells(double* data) {
  std::free(reinterpret_cast<void**>(data)[-1]);
}

}  // namespace lineal
