// What a user can set about a run. Plain data, filled in by the command line or the embedding program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lineal {

enum class ReuseMode : uint8_t { kNone, kFull };
/// kAuto picks dense or CSR by sparsity; the other two force one form, for tests.
enum class StorageMode : uint8_t { kAuto, kDense, kSparse };

struct Config {
  int threads = 0;                     // 0: all cores
  bool lineage = true;                 // record lineage keys and nodes
  ReuseMode reuse = ReuseMode::kFull;  // needs lineage
  int64_t cache_bytes = -1;            // reuse cache budget; -1: a quarter of the machine's memory
  int64_t memory_bytes = -1;           // budget of values, cache and recycled buffers; -1: 7/10 of the machine's memory
  std::string spill_folder;            // where values go that do not fit; empty: $TMPDIR or /var/tmp
  StorageMode storage = StorageMode::kAuto;
  int64_t defer_bytes = int64_t{1} << 20;  // slices and bound matrices of at least this size wait until they are needed
  bool exact = false;                      // switches off every rewrite that changes rounding
  int64_t seed = -1;                       // session seed of unseeded rand() and sample(); -1: drawn at start
  bool verify = false;                // checks the compiler's graphs after every pass, as builds with assertions do
  bool progress = false;              // progress line of long parfor loops on stderr
  std::vector<std::string> disabled;  // names of compiler passes
  std::vector<std::string> explain;   // names of compiler passes to show; "all" for every one
  std::string folder;                 // folder against which relative paths resolve; empty: the current one
};

}  // namespace lineal
