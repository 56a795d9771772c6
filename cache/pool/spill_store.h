// Where cells wait on disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace lineal {

/// A place in a store, and what was written there.
struct SpillSlot {
  int64_t offset = 0;
  int64_t bytes = 0;
  uint64_t checksum = 0;
};

/// Takes bytes and gives them back. Thread-safe. What is in a store goes with the process, however it ends.
class SpillStore {
 public:
  virtual ~SpillStore() = default;

  /// Writes the parts one after the other. None when there is no room; `why` then says so.
  virtual std::optional<SpillSlot> write(std::span<const std::span<const std::byte>> parts, std::string& why) = 0;
  /// Fills the parts with what was written. Throws Error(kIo) when it cannot be read, or is not what was written.
  virtual void read(const SpillSlot& slot, std::span<const std::span<std::byte>> parts) = 0;
  /// Gives the room back.
  virtual void release(const SpillSlot& slot) = 0;

  /// Memory that the store's disk backs, for what is in use and does not fit into the budget: the system moves its
  /// pages there when others need the room. Null when there is no room on the disk either; `why` then says so.
  virtual void* map(int64_t bytes, std::string& why) = 0;
};

}  // namespace lineal
