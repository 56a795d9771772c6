// What could be written to disk to make room, in the order in which it would be.
#pragma once

#include <atomic>
#include <cstdint>

#include "runtime/core/mutex.h"

namespace lineal {

class SpillStore;

/// A value whose memory can be given up for a while. Stands in the queue while its cells are in memory; it leaves the
/// queue before it dies.
class Spillable {
 public:
  Spillable() = default;
  Spillable(const Spillable&) = delete;
  Spillable& operator=(const Spillable&) = delete;

  /// Tells that the value is in use, so that it is asked later than those that are not. Cheap, any thread.
  void touch() const { touched_.store(true, std::memory_order_relaxed); }

 protected:
  ~Spillable() = default;

 private:
  friend class SpillQueue;
  /// Takes the sole right to move the cells; false when somebody looks at them. Called under the queue's lock.
  virtual bool claim() const = 0;
  /// After claim: writes the cells to the store, releases their memory, and gives the right back. Returns false, with
  /// the cells still in memory, if the store has no room; throws nothing. The value may be gone when it returns true.
  virtual bool spill() const = 0;
  /// After claim: gives the right back.
  virtual void unclaim() const = 0;

  mutable std::atomic<bool> touched_{false};
  // Guarded by the queue's lock.
  mutable const Spillable* previous_ = nullptr;
  mutable const Spillable* next_ = nullptr;
  mutable bool queued_ = false;
};

/// A list with a second chance for what was touched since it was looked at last.
class SpillQueue {
 public:
  void enter(const Spillable& value);
  /// Nobody begins to spill the value after this returns; somebody may still be at it, who holds the claim.
  void leave(const Spillable& value);

  /// Spills one value that nobody looks at, the one that waited longest first. False when there is none, or the disk
  /// has no room.
  bool spill_one();

 private:
  void link_last(const Spillable& value) LINEAL_REQUIRES(mutex_);
  void unlink(const Spillable& value) LINEAL_REQUIRES(mutex_);

  Mutex mutex_;
  const Spillable* first_ LINEAL_GUARDED_BY(mutex_) = nullptr;
  const Spillable* last_ LINEAL_GUARDED_BY(mutex_) = nullptr;
  int64_t length_ LINEAL_GUARDED_BY(mutex_) = 0;
};

/// The one of the process, as there is one memory.
SpillQueue& spill_queue();

}  // namespace lineal
