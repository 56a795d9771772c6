// Counters of a run, shown by --stats (contract C10: nothing happens silently).
#pragma once

#include <atomic>
#include <cstdint>

namespace lineal {

/// Counters of one session. Increments are relaxed; readers see them after the run.
struct Counters {
  using Counter = std::atomic<int64_t>;

  Counter instructions{0};
  Counter densified{0};   // operands converted to dense because the operator has no sparse kernel
  Counter sparsified{0};  // results converted to CSR
  Counter in_place{0};    // updates that needed no copy
  Counter deferred{0};    // copies put off until somebody needs them
  Counter forced{0};      // copies that somebody needed
  Counter recompiled{0};  // blocks compiled again with known sizes
  Counter function_calls{0};
  Counter parfor_loops{0};
  Counter parfor_iterations{0};
  Counter nodes{0};  // lineage nodes traced
  Counter bytes_read{0};
  Counter bytes_written{0};

  // Reuse cache.
  Counter probes{0};
  Counter hits{0};
  Counter function_hits{0};
  Counter misses{0};
  Counter puts{0};
  Counter waits{0};      // probes that waited for another thread's computation
  Counter takeovers{0};  // waits whose producer failed
  Counter evictions{0};
  Counter refused{0};            // results larger than the cache
  Counter postponed{0};          // large and cheap results, kept when they come a third time
  Counter saved_nanoseconds{0};  // measured cost of what hits did not compute again
};

}  // namespace lineal
