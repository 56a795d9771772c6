// The reuse cache: identity of a computation → values, with one producer per key (contract C5).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cache/pool/memory_pool.h"
#include "lineage/item/node.h"
#include "runtime/core/counters.h"
#include "runtime/core/interrupt.h"
#include "runtime/core/key.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// The results of one operator or function call. Calls keep the lineage of each result; for operators it is left empty,
/// since a hit may come from a script that reached the same values by another way.
struct CachedResult {
  std::vector<Value> values;
  std::vector<LineageRef> lineage;
  std::vector<LineageRef> arguments = {};  // of a call, whose key is over these nodes: they live as long as the entry
};

/// A bounded map from identity to result, shared by all threads of a session (and by sessions of one process, if the
/// program wants).
///
/// Protocol: `probe` answers with a hit, or makes the caller the producer of that key: it gets a Ticket and must `put`
/// or drop it. Others who probe the key meanwhile wait; when the ticket is dropped without a put (the producer failed,
/// or declined), one waiter becomes the producer. A thread that holds a ticket for a key and probes the same key again
/// is not made to wait for itself: it gets an empty answer and computes. Eviction removes the lowest (1 + hits) * cost
/// / size first, ties by age. No kernel and no user code runs under the lock. A budget of 0 turns the cache off without
/// a branch elsewhere.
class ReuseCache final : public MemoryHolder {
 public:
  ReuseCache(int64_t budget_bytes, Counters& counters);
  ~ReuseCache() override;
  ReuseCache(const ReuseCache&) = delete;
  ReuseCache& operator=(const ReuseCache&) = delete;

  /// The right and duty to produce the value of one key. Move-only; destruction without `put` passes it on to a waiter.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&& other) noexcept;
    ~Ticket();
    explicit operator bool() const { return cache_ != nullptr; }
    /// Publishes the result and its measured cost. A result larger than the budget is handed to waiters and not kept.
    void put(std::shared_ptr<const CachedResult> result, int64_t nanoseconds);

   private:
    friend class ReuseCache;
    Ticket(ReuseCache& cache, Key key);
    ReuseCache* cache_ = nullptr;
    Key key_;
  };

  struct Probe {
    std::shared_ptr<const CachedResult> hit;  // null: not there
    Ticket ticket;                            // set when the caller shall produce it
  };

  /// Looks up `identity`; waits while another thread produces it. Throws Error(kInterrupted) when interrupted.
  Probe probe(Key identity, const Interrupt& interrupt);

  /// Drops everything that is not being produced.
  void clear();
  /// Evicts results, lowest score first, until about `bytes` are free; those that live values hold too stay, since
  /// dropping them frees nothing.
  void release_memory(int64_t bytes) override;
  int64_t bytes() const;
  int64_t entries() const;
  int64_t budget() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lineal
