// The process-wide table that makes every lineage node unique while it is alive.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

#include "lineage/item/node.h"
#include "runtime/core/thread_annotations.h"

namespace lineal {

/// What a node is to hold. The key follows from the rest and is no part of what makes nodes equal.
struct NodeContent {
  Key key = {};
  NodeKind kind = NodeKind::kInt;
  uint8_t output = 0;
  NodeKind value = NodeKind::kOperator;  // kind of the scalar value, kOperator for none
  bool rewritten = false;
  OpSymbol op = {};
  uint64_t bits = 0;           // of numbers
  std::string_view text = {};  // of strings, leaves and rewrites
  std::span<const LineageNode* const> inputs = {};
};

/// A hash set of nodes in 64 shards, each open-addressed with linear probing under its own lock.
///
/// A node's count goes from one to zero, and the node out of its shard, under the shard's lock. So a node found under
/// the lock is alive and a lookup may simply count itself in; nothing is ever resurrected.
class NodeTable {
 public:
  constexpr NodeTable() = default;
  NodeTable(const NodeTable&) = delete;
  NodeTable& operator=(const NodeTable&) = delete;

  static NodeTable& instance();

  /// Returns the node of this content with one count for the caller, made if there is none. Throws Error(kResource)
  /// when memory is exhausted or the text is of 4 GiB or more.
  const LineageNode* intern(const NodeContent& content);
  /// Drops one count, seen as the last, and everything that is only reachable through it. Uses no stack per node.
  void release_last(const LineageNode* node);

  int64_t live_nodes();
  int64_t live_bytes();

 private:
  /// A slot is 0 or: the node's address in the low 48 bits, then 8 bits of its hash, which spare most looks at nodes
  /// that are not meant, then 8 bits that count how far the node is from its home slot, which spare all looks at
  /// neighbours when a node leaves (255: that far or farther).
  using Slot = uint64_t;

  struct LINEAL_CAPABILITY("spin lock") SpinLock {
    std::atomic<bool> taken{false};
  };
  struct alignas(64) Shard {
    SpinLock lock;
    Slot* slots LINEAL_GUARDED_BY(lock) = nullptr;
    uint64_t capacity LINEAL_GUARDED_BY(lock) = 0;  // a power of two, or 0
    uint64_t count LINEAL_GUARDED_BY(lock) = 0;
    int64_t node_bytes LINEAL_GUARDED_BY(lock) = 0;
  };
  class Lock;

  Shard& shard_of(uint64_t hash) { return shards_[hash >> 58]; }
  static void place(Shard& shard, const LineageNode* node, uint64_t hash) LINEAL_REQUIRES(shard.lock);
  static bool resize(Shard& shard, uint64_t capacity) LINEAL_REQUIRES(shard.lock);
  static void erase(Shard& shard, const LineageNode* node, uint64_t hash) LINEAL_REQUIRES(shard.lock);
  static bool matches(const LineageNode& node, const NodeContent& content);
  static LineageNode* allocate(const NodeContent& content);
  static int64_t bytes_of(const LineageNode& node);
  static uint64_t hash_of(const NodeContent& content);
  static uint64_t hash_of(const LineageNode& node);
  bool drop(const LineageNode* node);

  std::array<Shard, 64> shards_;
};

}  // namespace lineal
