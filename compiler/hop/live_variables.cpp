#include "compiler/hop/live_variables.h"

#include <unordered_map>
#include <unordered_set>

namespace lineal {
namespace {

using Slots = std::vector<bool>;
using Blocks = std::vector<std::unique_ptr<HopBlock>>;

// The slots that a DAG reads as the block begins, by what runs or by what lineage says was written.
struct Reads {
  Slots values;
  Slots existence;
};

void add(Slots& to, const Slots& from) {
  for (size_t slot = 0; slot < from.size(); ++slot) {
    if (from[slot]) to[slot] = true;
  }
}

void collect_reads(const Dag& dag, Reads& reads) {
  std::unordered_set<const Hop*> seen;
  std::vector<const Hop*> open;
  const auto visit = [&](const Hop* hop) {
    if (hop && seen.insert(hop).second) open.push_back(hop);
  };
  for (const Root& root : dag.roots) {
    visit(root.value);
    visit(root.identity);
    if (root.kind == RootKind::kAccumulate) reads.values[root.slot.at()] = true;
  }
  while (!open.empty()) {
    const Hop* hop = open.back();
    open.pop_back();
    if (hop->kind == HopKind::kVariable) reads.values[hop->slot.at()] = true;
    if (hop->kind == HopKind::kExists) reads.existence[hop->slot.at()] = true;
    for (const Hop* input : hop->inputs)
      visit(input);
    visit(hop->known_as);
  }
}

class Liveness {
 public:
  explicit Liveness(HopFunction& function) : size_(function.variables.size()), always_(size_) {
    find_existence_checks(function.body);
  }

  // Returns what is live before the blocks.
  Slots sequence(Blocks& blocks, Slots live) {
    for (size_t i = blocks.size(); i-- > 0;) {
      HopBlock& block = *blocks[i];
      add(live, always_);
      block.live_out = live;
      live = before(block, live);
      add(live, always_);
      block.live_in = live;
    }
    return live;
  }

  size_t size() const { return size_; }

 private:
  void find_existence_checks(const Blocks& blocks) {
    for (const auto& block : blocks) {
      Reads reads{Slots(size_), Slots(size_)};
      collect_reads(block->dag, reads);
      add(always_, reads.existence);
      reads_.emplace(block.get(), std::move(reads.values));
      find_existence_checks(block->body);
      find_existence_checks(block->otherwise);
    }
  }

  Slots before(HopBlock& block, const Slots& after) {
    switch (block.kind) {
      case HopBlockKind::kBasic: {
        Slots live = after;
        for (const Root& root : block.dag.roots) {
          if (root.kind == RootKind::kAssign) live[root.slot.at()] = false;
        }
        add(live, reads_.at(&block));
        return live;
      }
      case HopBlockKind::kIf: {
        Slots live = sequence(block.body, after);
        add(live, sequence(block.otherwise, after));
        add(live, reads_.at(&block));
        return live;
      }
      case HopBlockKind::kWhile:
      case HopBlockKind::kFor:
      case HopBlockKind::kParFor:
        return before_loop(block, after);
    }
    return after;
  }

  // What is live at the head of the loop grows until going round once more adds nothing.
  Slots before_loop(HopBlock& block, const Slots& after) {
    const bool is_while = block.kind == HopBlockKind::kWhile;
    Slots head = after;
    if (is_while) add(head, reads_.at(&block));
    for (;;) {
      Slots next = head;
      Slots body = sequence(block.body, head);
      if (block.variable.exists()) body[block.variable.at()] = false;
      add(next, body);
      if (next == head) break;
      head = std::move(next);
    }
    add(head, reads_.at(&block));
    return head;
  }

  const size_t size_;
  Slots always_;
  std::unordered_map<const HopBlock*, Slots> reads_;
};

void collect_written(const Blocks& blocks, WrittenVariables& written) {
  for (const auto& block : blocks) {
    for (const Root& root : block->dag.roots) {
      if (root.kind == RootKind::kAssign) written.assigned[root.slot.at()] = true;
      if (root.kind == RootKind::kAccumulate) written.accumulated[root.slot.at()] = true;
    }
    if (block->variable.exists()) written.assigned[block->variable.at()] = true;
    collect_written(block->body, written);
    collect_written(block->otherwise, written);
  }
}

}  // namespace

void find_live_variables(HopFunction& function, const std::vector<bool>* live_at_end) {
  Liveness liveness(function);
  Slots live(liveness.size());
  if (live_at_end) {
    for (size_t slot = 0; slot < live.size() && slot < live_at_end->size(); ++slot)
      live[slot] = (*live_at_end)[slot];
  }
  for (const HopParameter& result : function.results) {
    if (result.slot.exists()) live[result.slot.at()] = true;
  }
  liveness.sequence(function.body, std::move(live));
}

std::vector<bool> live_after_head(const HopBlock& block) {
  const auto entry = [&block](const Blocks& blocks) {
    return blocks.empty() ? block.live_out : blocks.front()->live_in;
  };
  Slots live = entry(block.body);
  if (block.kind == HopBlockKind::kIf) {
    add(live, entry(block.otherwise));
    return live;
  }
  add(live, block.live_out);
  return live;
}

WrittenVariables written_variables(const Blocks& blocks, size_t variables) {
  WrittenVariables written{Slots(variables), Slots(variables)};
  collect_written(blocks, written);
  return written;
}

}  // namespace lineal
