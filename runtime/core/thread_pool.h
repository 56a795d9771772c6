// Worker threads that run numbered blocks. What a block computes depends on its number alone (contract C4).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "runtime/core/interrupt.h"

namespace lineal {

/// A fixed set of worker threads for kernels. Blocks are cut by the shape of the data, never by the number of threads,
/// so results do not depend on it. Nested and concurrent calls are allowed: a call made while the workers are busy runs
/// on the calling thread alone.
class ThreadPool {
 public:
  /// Starts `threads - 1` workers, lazily at the first parallel call; the caller is the remaining thread. `interrupt`,
  /// where there is one, is looked at before each block.
  explicit ThreadPool(int threads, const Interrupt* interrupt = nullptr);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }

  /// Calls `body(block)` for each block in [0, blocks), in any order and on any thread, and returns when all are done.
  /// The first exception stops blocks that have not begun and is rethrown here; an interrupt is one (kInterrupted).
  void for_each(int64_t blocks, const std::function<void(int64_t)>& body);

 private:
  struct State;
  int threads_;
  const Interrupt* interrupt_;
  std::unique_ptr<State> state_;
};

}  // namespace lineal
