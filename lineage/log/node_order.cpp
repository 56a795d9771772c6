#include "lineage/log/node_order.h"

namespace lineal {

NodeOrder::NodeOrder(const LineageNode* root) : slots_(64) {
  struct Frame {
    const LineageNode* node;
    size_t next_input;
  };
  std::vector<Frame> path = {{root, 0}};
  while (!path.empty()) {
    Frame& frame = path.back();
    const auto inputs = frame.node->inputs();
    while (frame.next_input < inputs.size() && numbered(inputs[frame.next_input]))
      ++frame.next_input;
    if (frame.next_input < inputs.size()) {
      path.push_back({inputs[frame.next_input++], 0});
    } else {
      append(frame.node);
      path.pop_back();
    }
  }
}

size_t NodeOrder::find(const LineageNode* node) const {
  // By address: many nodes may have one key.
  size_t slot = (reinterpret_cast<uint64_t>(node) * 0x9e3779b97f4a7c15u >> 20) & (slots_.size() - 1);
  while (slots_[slot].node && slots_[slot].node != node)
    slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void NodeOrder::append(const LineageNode* node) {
  if (nodes_.size() * 2 >= slots_.size()) grow();
  nodes_.push_back(node);
  slots_[find(node)] = {node, nodes_.size()};
}

void NodeOrder::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.node) slots_[find(slot.node)] = slot;
  }
}

}  // namespace lineal
