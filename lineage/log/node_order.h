// The nodes below a root in an order where inputs come first, and their numbers in it.
#pragma once

#include <cstdint>
#include <vector>

#include "lineage/item/node.h"

namespace lineal {

/// Numbers the nodes below `root` from 1 in post-order, each once, with an explicit stack. The order depends on the DAG
/// alone. Holds about 24 bytes a node.
class NodeOrder {
 public:
  explicit NodeOrder(const LineageNode* root);

  const std::vector<const LineageNode*>& nodes() const { return nodes_; }
  /// The number of a node below the root.
  uint64_t number(const LineageNode* node) const { return slots_[find(node)].number; }

 private:
  struct Slot {
    const LineageNode* node = nullptr;
    uint64_t number = 0;
  };

  size_t find(const LineageNode* node) const;
  bool numbered(const LineageNode* node) const { return slots_[find(node)].node != nullptr; }
  void append(const LineageNode* node);
  void grow();

  std::vector<const LineageNode*> nodes_;
  std::vector<Slot> slots_;  // open addressing, a power of two, at most half full
};

}  // namespace lineal
