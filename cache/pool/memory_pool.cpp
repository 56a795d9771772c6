// Buffers are recycled, and all counted against one budget.
#include "cache/pool/memory_pool.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include <malloc.h>
#include <sys/mman.h>

#include "cache/pool/cell_memory.h"
#include "cache/pool/memory_limit.h"
#include "cache/pool/spill_queue.h"
#include "cache/pool/spill_store.h"
#include "runtime/core/cat.h"
#include "runtime/core/mutex.h"

namespace lineal {
namespace {

constexpr int64_t kLarge = int64_t{1} << 20;  // from here on buffers are mapped and recycled
// Small buffers may go beyond the budget by this much before they are refused: nothing is spilled for a scalar.
constexpr int64_t kSlack = int64_t{64} << 20;
// A thread tells the pool about its small buffers when they add up to this, or to a 16th of a smaller budget.
constexpr int64_t kTell = int64_t{256} << 10;
// So much free memory at the end of malloc's heap stays there.
constexpr int kHeapKept = 32 << 20;
// Recycled memory hides reads after release from the address sanitizer.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kRecycle = false;
#else
constexpr bool kRecycle = true;
#endif

std::atomic<int64_t> tell_from{kTell};

/// The pool. Invariants: kept_bytes is the sum of the capacities in kept; used counts large buffers by their capacity,
/// and what was charged.
class Pool {
 public:
  Pool() {
    // Small buffers come and go by the thousand. malloc would map those beyond 128 KiB one by one, and give the end of
    // its heap back to the system after each; both mean fresh pages for the next one.
    mallopt(M_MMAP_THRESHOLD, static_cast<int>(kLarge));
    mallopt(M_TRIM_THRESHOLD, kHeapKept);
  }

  double* take(int64_t bytes) {
    const int64_t capacity = capacity_of(bytes);
    for (;;) {
      int64_t lacking = 0;
      {
        const MutexLock lock(mutex_);
        const int64_t budget = budget_.load(std::memory_order_relaxed);
        if (capacity > budget) break;  // whatever is given up, it will not fit
        lacking = used_.load(std::memory_order_relaxed) + capacity - budget;
        if (lacking <= 0) {
          if (double* data = recycled(capacity)) {
            use(capacity);
            return data;
          }
          drop_until(budget - used_.load(std::memory_order_relaxed) - capacity);
          use(capacity);
        }
      }
      if (lacking <= 0) {
        if (double* data = map_cells(capacity)) return data;
        // The system refuses although the budget does not: a limit that was not there at the start.
        const MutexLock lock(mutex_);
        used_ -= capacity;
        drop_until(0);
        lacking = capacity;
      }
      if (!make_room(lacking)) break;
    }
    return mapped(capacity);
  }

  void give(double* data, int64_t bytes) {
    const int64_t capacity = capacity_of(bytes);
    const int64_t keep = std::min({kKeptBytes, machine_memory() / 8, budget_.load(std::memory_order_relaxed) / 4});
    {
      const MutexLock lock(mutex_);
      if (const auto found = mapped_.find(data); found != mapped_.end()) {
        mapped_bytes_ -= found->second;
        mapped_.erase(found);
      } else {
        used_ -= capacity;
        if (kRecycle && capacity <= keep) {
          drop_until(keep - capacity);
          kept_.push_back({data, capacity});
          kept_bytes_ += capacity;
          return;
        }
      }
    }
    munmap(data, static_cast<size_t>(capacity));
  }

  /// Makes room for `bytes` that the system refused although the budget does not.
  void relieve(int64_t bytes) {
    {
      const MutexLock lock(mutex_);
      drop_until(0);
    }
    make_room(bytes);
  }

  bool is_mapped(const double* data) {
    if (mapped_bytes_.load(std::memory_order_relaxed) == 0) return false;
    const MutexLock lock(mutex_);
    return mapped_.count(const_cast<double*>(data)) > 0;
  }

  /// Counts memory that is not ours. False when it goes far beyond the budget and nobody makes room.
  bool charge(int64_t bytes) {
    use(bytes);
    if (bytes <= 0) return true;
    const int64_t budget = budget_.load(std::memory_order_relaxed);
    int64_t over = used_.load(std::memory_order_relaxed) - budget;
    if (over <= 0) return true;
    {
      const MutexLock lock(mutex_);
      drop_until(0);
    }
    make_room(over);
    over = used_.load(std::memory_order_relaxed) - budget;
    return over <= kSlack;
  }

  void set_budget(int64_t bytes) {
    budget_ = bytes;
    tell_from = std::min(kTell, bytes / 16);
    const MutexLock lock(mutex_);
    drop_until(std::max<int64_t>(bytes - used_.load(std::memory_order_relaxed), 0));
  }
  void set_store(std::shared_ptr<SpillStore> store) {
    const MutexLock lock(mutex_);
    store_ = std::move(store);
    failure_.clear();
  }
  std::shared_ptr<SpillStore> store() {
    const MutexLock lock(mutex_);
    return store_;
  }
  void add(MemoryHolder& holder) {
    const MutexLock lock(holders_mutex_);
    holders_.push_back(&holder);
  }
  void remove(MemoryHolder& holder) {
    const MutexLock lock(holders_mutex_);
    std::erase(holders_, &holder);
  }
  void note_failure(std::string why) {
    const MutexLock lock(mutex_);
    failure_ = std::move(why);
  }
  std::string failure() {
    const MutexLock lock(mutex_);
    return failure_;
  }
  MemoryUse figures() {
    const MutexLock lock(mutex_);
    return {.budget = budget_,
            .used = used_,
            .kept = kept_bytes_,
            .peak = peak_,
            .spilled = spilled,
            .restored = restored,
            .mapped = mapped_bytes_,
            .mapped_peak = mapped_peak_};
  }

  std::atomic<int64_t> spilled{0};
  std::atomic<int64_t> restored{0};

 private:
  struct Kept {
    double* data;
    int64_t capacity;
  };

  void use(int64_t bytes) {
    const int64_t now = used_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    int64_t most = peak_.load(std::memory_order_relaxed);
    while (now > most && !peak_.compare_exchange_weak(most, now, std::memory_order_relaxed)) {
    }
  }

  double* recycled(int64_t capacity) LINEAL_REQUIRES(mutex_) {
    const auto found =
        std::find_if(kept_.rbegin(), kept_.rend(), [&](const Kept& kept) { return kept.capacity == capacity; });
    if (found == kept_.rend()) return nullptr;
    double* data = found->data;
    kept_.erase(std::next(found).base());
    kept_bytes_ -= capacity;
    return data;
  }

  /// Releases the oldest buffers until at most `bytes` are kept.
  void drop_until(int64_t bytes) LINEAL_REQUIRES(mutex_) {
    size_t drop = 0;
    while (drop < kept_.size() && kept_bytes_ > bytes) {
      kept_bytes_ -= kept_[drop].capacity;
      munmap(kept_[drop].data, static_cast<size_t>(kept_[drop].capacity));
      ++drop;
    }
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(drop));
  }

  /// Lets others give up about `bytes`: caches first, then live values that nobody looks at. False when nobody gave up
  /// anything. What other threads take meanwhile looks like nothing given up, so a value that was written counts by
  /// itself.
  bool make_room(int64_t bytes) {
    const int64_t before = used_.load(std::memory_order_relaxed);
    const auto still = [&] { return bytes - (before - used_.load(std::memory_order_relaxed)); };
    {
      // A holder must not go while it is asked. Values that it drops take no lock but those below this one.
      const MutexLock lock(holders_mutex_);
      for (MemoryHolder* holder : holders_) {
        if (still() > 0) holder->release_memory(still());
      }
    }
    bool wrote = false;
    while (still() > 0 && spill_queue().spill_one())
      wrote = true;
    return wrote || used_.load(std::memory_order_relaxed) < before;
  }

  double* mapped(int64_t capacity) {
    const std::shared_ptr<SpillStore> store = this->store();
    if (!store) return nullptr;
    std::string why;
    void* data = store->map(capacity, why);
    const MutexLock lock(mutex_);
    if (data == nullptr) {
      failure_ = std::move(why);
      return nullptr;
    }
    mapped_.emplace(static_cast<double*>(data), capacity);
    mapped_bytes_ += capacity;
    mapped_peak_ = std::max(mapped_peak_, mapped_bytes_.load());
    return static_cast<double*>(data);
  }

  std::atomic<int64_t> budget_{default_memory_budget()};
  std::atomic<int64_t> used_{0};
  std::atomic<int64_t> peak_{0};

  Mutex mutex_;
  std::vector<Kept> kept_ LINEAL_GUARDED_BY(mutex_);
  int64_t kept_bytes_ LINEAL_GUARDED_BY(mutex_) = 0;
  // Buffers that the disk backs, with their capacity; rare.
  std::map<double*, int64_t> mapped_ LINEAL_GUARDED_BY(mutex_);
  std::atomic<int64_t> mapped_bytes_{0};  // changes under the lock
  int64_t mapped_peak_ LINEAL_GUARDED_BY(mutex_) = 0;
  std::shared_ptr<SpillStore> store_ LINEAL_GUARDED_BY(mutex_);
  std::string failure_ LINEAL_GUARDED_BY(mutex_);

  Mutex holders_mutex_;
  std::vector<MemoryHolder*> holders_ LINEAL_GUARDED_BY(holders_mutex_);
};

/// One per process, as malloc is: a buffer may outlive the session that took it. Never destroyed, since matrices in
/// other statics may be released later.
Pool& pool() {
  static auto* const the_pool = new Pool;
  return *the_pool;
}

/// What this thread took in small buffers since it told the pool, less what it gave back.
constinit thread_local int64_t untold = 0;
constinit thread_local bool will_tell = false;
/// Tells the rest when the thread ends.
struct LastWord {
  LastWord() { will_tell = true; }
  ~LastWord() { pool().charge(std::exchange(untold, 0)); }
};

bool tell() {
  return pool().charge(std::exchange(untold, 0));
}

bool count_small(int64_t bytes) {
  untold += bytes;
  if (!will_tell) [[unlikely]] {
    [[maybe_unused]] thread_local const LastWord last_word;
  }
  return std::abs(untold) < tell_from.load(std::memory_order_relaxed) || tell();
}

}  // namespace

double* take_cells(int64_t cells) {
  const int64_t bytes = cells * 8;
  if (kRecycle && bytes >= kLarge) return pool().take(bytes);
  if (bytes > machine_memory()) return nullptr;
  if (!count_small(bytes)) {
    count_small(-bytes);
    return nullptr;
  }
  double* data = small_cells(bytes);
  if (data == nullptr) {
    pool().relieve(bytes + kTell);
    data = small_cells(bytes);
  }
  if (data == nullptr) count_small(-bytes);
  return data;
}

void give_cells(double* data, int64_t cells) {
  if (data == nullptr) return;
  if (kRecycle && cells * 8 >= kLarge) {
    pool().give(data, cells * 8);
  } else {
    free_small_cells(data);
    count_small(-cells * 8);
  }
}

void charge_memory(int64_t bytes) {
  count_small(bytes);
}

void set_memory_budget(int64_t bytes) {
  pool().set_budget(std::max<int64_t>(bytes, 0));
}

int64_t default_memory_budget() {
  return machine_memory() / 10 * 7;
}

void set_spill_store(std::shared_ptr<SpillStore> store) {
  pool().set_store(std::move(store));
}
std::shared_ptr<SpillStore> spill_store() {
  return pool().store();
}

void add_memory_holder(MemoryHolder& holder) {
  pool().add(holder);
}
void remove_memory_holder(MemoryHolder& holder) {
  pool().remove(holder);
}

bool is_disk_memory(const double* data) {
  return pool().is_mapped(data);
}

MemoryUse memory_use() {
  return pool().figures();
}

std::string why_no_memory() {
  const MemoryUse use = pool().figures();
  const std::string failure = pool().failure();
  return cat(use.used, " of ", use.budget, " bytes are in use", failure.empty() ? "" : "; ", failure);
}

void note_spill_failure(std::string why) {
  pool().note_failure(std::move(why));
}
void count_spilled(int64_t bytes) {
  pool().spilled += bytes;
}
void count_restored(int64_t bytes) {
  pool().restored += bytes;
}

}  // namespace lineal
