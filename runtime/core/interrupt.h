// Ctrl-C: a flag that a signal handler sets and that loops, kernels and waits poll.
#pragma once

#include <atomic>

namespace lineal {

/// A request to stop the running script, and the way sibling workers learn of the first error. Owned by the session;
/// the program's signal handler sets it.
class Interrupt {
 public:
  void request() { requested_.store(true, std::memory_order_relaxed); }
  void clear() { requested_.store(false, std::memory_order_relaxed); }
  bool requested() const { return requested_.load(std::memory_order_relaxed); }
  /// Throws Error(kInterrupted) when a stop was requested.
  void check() const {
    if (requested()) [[unlikely]]
      fail();
  }

 private:
  [[noreturn]] static void fail();
  std::atomic<bool> requested_{false};
};

}  // namespace lineal
