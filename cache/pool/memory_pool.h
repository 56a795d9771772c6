// One memory for live values, the reuse cache and recycled buffers, with one budget.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace lineal {

class SpillStore;

/// Somebody who holds memory that others may need more, as the reuse cache does.
class MemoryHolder {
 public:
  virtual ~MemoryHolder() = default;
  /// Lets go of about `bytes`, or of all there is. Called on the thread that needs memory, without a lock.
  virtual void release_memory(int64_t bytes) = 0;
};

struct MemoryUse {
  int64_t budget = 0;
  int64_t used = 0;      // by values
  int64_t kept = 0;      // by recycled buffers
  int64_t peak = 0;      // the most that was used
  int64_t spilled = 0;   // bytes written to disk so far
  int64_t restored = 0;  // bytes read back so far
  int64_t mapped = 0;    // bytes now in memory that the disk backs
  int64_t mapped_peak = 0;
};

/// Takes memory for `cells` doubles, aligned to 64 bytes, content undefined. Looks for it in this order: a recycled
/// buffer of the size; fresh memory within the budget; what holders release; what the spill queue writes to disk;
/// memory that the disk backs. Null when all of that fails: why_no_memory() says more. Thread-safe.
double* take_cells(int64_t cells);

/// Gives back what take_cells gave for the same number of cells. Large buffers are kept for a while, see kKeptBytes.
void give_cells(double* data, int64_t cells);

/// Whether the disk backs what take_cells gave: to spill it would free nothing.
bool is_disk_memory(const double* data);

/// Counts memory that was taken elsewhere, such as the arrays of CSR matrices, and makes room for it as take_cells
/// does; it is there already, so that this never fails. `bytes` may be negative.
void charge_memory(int64_t bytes);

/// The most that values may use together; from now on. Recycled buffers count too, and go first.
void set_memory_budget(int64_t bytes);
/// Seven tenths of what the process may have: the rest is for the program, its threads and the system's file cache.
int64_t default_memory_budget();
/// Where values are spilled; null: nowhere. What lies in the one before stays there until it is asked for.
void set_spill_store(std::shared_ptr<SpillStore> store);
std::shared_ptr<SpillStore> spill_store();

/// Asks `holder` for memory from now on, until it is removed.
void add_memory_holder(MemoryHolder& holder);
void remove_memory_holder(MemoryHolder& holder);

MemoryUse memory_use();
/// Values, budget and, where the disk is full, what its system said: the end of a message about lacking memory.
std::string why_no_memory();
/// Remembers what a store said, for why_no_memory.
void note_spill_failure(std::string why);
void count_spilled(int64_t bytes);
void count_restored(int64_t bytes);

/// At most this much is kept in released buffers; less on small machines.
inline constexpr int64_t kKeptBytes = int64_t{512} << 20;

}  // namespace lineal
