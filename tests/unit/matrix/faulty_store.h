// A spill store in memory that fails on purpose.
#pragma once

#include <atomic>
#include <cstring>
#include <functional>
#include <map>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <sys/mman.h>

#include "cache/pool/memory_pool.h"
#include "cache/pool/spill_store.h"
#include "runtime/core/error.h"
#include "runtime/core/mutex.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

class FaultyStore final : public SpillStore {
 public:
  enum class Fault { kNone, kRefuse, kThrow };

  /// Asked before each call. Any thread.
  std::function<Fault()> at_write = [] { return Fault::kNone; };
  std::function<Fault()> at_read = [] { return Fault::kNone; };
  /// Called within each write, before anything is copied.
  std::function<void()> during_write = [] {};
  bool maps = true;
  std::atomic<int64_t> writes{0};
  std::atomic<int64_t> slots{0};  // that are not released

  std::optional<SpillSlot> write(std::span<const std::span<const std::byte>> parts, std::string& why) override {
    during_write();
    const Fault fault = at_write();
    if (fault == Fault::kThrow) throw std::bad_alloc();
    if (fault == Fault::kRefuse) {
      why = "the store refuses";
      return std::nullopt;
    }
    std::vector<std::byte> copy;
    for (const std::span<const std::byte> part : parts)
      copy.insert(copy.end(), part.begin(), part.end());
    const MutexLock lock(mutex_);
    SpillSlot slot{.offset = next_++, .bytes = static_cast<int64_t>(copy.size())};
    content_.emplace(slot.offset, std::move(copy));
    ++writes;
    ++slots;
    return slot;
  }

  void read(const SpillSlot& slot, std::span<const std::span<std::byte>> parts) override {
    const Fault fault = at_read();
    if (fault == Fault::kThrow) throw std::bad_alloc();
    if (fault == Fault::kRefuse) throw Error(ErrorKind::kIo, "the store cannot read");
    const MutexLock lock(mutex_);
    const std::byte* from = content_.at(slot.offset).data();
    for (const std::span<std::byte> part : parts) {
      if (!part.empty()) std::memcpy(part.data(), from, part.size());
      from += part.size();
    }
  }

  void release(const SpillSlot& slot) override {
    const MutexLock lock(mutex_);
    slots -= static_cast<int64_t>(content_.erase(slot.offset));
  }

  void* map(int64_t bytes, std::string& why) override {
    if (!maps) {
      why = "the store maps nothing";
      return nullptr;
    }
    // The pool unmaps it.
    return ::mmap(nullptr, static_cast<size_t>(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }

 private:
  Mutex mutex_;
  std::map<int64_t, std::vector<std::byte>> content_ LINEAL_GUARDED_BY(mutex_);
  int64_t next_ LINEAL_GUARDED_BY(mutex_) = 0;
};

/// A budget and a store for one test; both are as before when it ends.
class SmallMemory {
 public:
  explicit SmallMemory(int64_t bytes) : store_(std::make_shared<FaultyStore>()) {
    set_memory_budget(bytes);
    spill_matrices_from(0);
    set_spill_store(store_);
  }
  ~SmallMemory() {
    set_spill_store(nullptr);
    set_memory_budget(default_memory_budget());
    spill_matrices_from(kSpillFrom);
  }
  SmallMemory(const SmallMemory&) = delete;
  SmallMemory& operator=(const SmallMemory&) = delete;
  FaultyStore& operator*() const { return *store_; }
  FaultyStore* operator->() const { return store_.get(); }

 private:
  std::shared_ptr<FaultyStore> store_;
};

}  // namespace lineal
