// A mutex, its holder and a condition that clang's thread-safety analysis understands. Everything that is shared
// between threads and is not atomic is a member marked LINEAL_GUARDED_BY one of these.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "runtime/core/thread_annotations.h"

namespace lineal {

/// std::mutex, annotated.
class LINEAL_CAPABILITY("mutex") Mutex {
 public:
  constexpr Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() LINEAL_ACQUIRE() { mutex_.lock(); }
  void unlock() LINEAL_RELEASE() { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

/// Holds a mutex while it lives.
class LINEAL_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) LINEAL_ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() LINEAL_RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// std::condition_variable over a Mutex that the caller holds. Waits may end without a reason, so they stand in a loop
/// that looks whether what is waited for is there.
class Condition {
 public:
  void wait(Mutex& mutex) LINEAL_REQUIRES(mutex) {
    std::unique_lock held(mutex.mutex_, std::adopt_lock);
    changed_.wait(held);
    held.release();  // the caller's again
  }
  void wait_for(Mutex& mutex, std::chrono::milliseconds longest) LINEAL_REQUIRES(mutex) {
    std::unique_lock held(mutex.mutex_, std::adopt_lock);
    changed_.wait_for(held, longest);
    held.release();
  }
  void notify_one() { changed_.notify_one(); }
  void notify_all() { changed_.notify_all(); }

 private:
  std::condition_variable changed_;
};

}  // namespace lineal
