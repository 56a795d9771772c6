// Removes statements whose value nobody needs and whose evaluation nobody notices.
#include <algorithm>

#include "compiler/hop/live_variables.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"

namespace lineal {
namespace {

using Blocks = std::vector<std::unique_ptr<HopBlock>>;

// `keep_overwritten`: the prompt sees what a variable was before a later statement of the block failed.
bool remove_from(HopBlock& block, bool keep_overwritten) {
  std::vector<bool> needed = block.live_out;
  Facts facts;
  std::vector<Root> kept;
  std::vector<Root>& roots = block.dag.roots;
  for (size_t i = roots.size(); i-- > 0;) {
    const Root& root = roots[i];
    bool dead = root.kind == RootKind::kEvaluate;
    if (root.kind == RootKind::kAssign) {
      const size_t slot = root.slot.at();
      dead = !needed[slot];
      if (!keep_overwritten) needed[slot] = false;
    }
    if (!dead || !facts.is_disposable(root.value)) kept.push_back(root);
  }
  if (kept.size() == roots.size()) return false;
  std::reverse(kept.begin(), kept.end());
  roots = std::move(kept);
  return true;
}

bool remove_from(Blocks& blocks, bool keep_overwritten) {
  bool any = false;
  for (const auto& block : blocks) {
    // The roots of control blocks are predicates and bounds.
    if (block->kind == HopBlockKind::kBasic) any |= remove_from(*block, keep_overwritten);
    any |= remove_from(block->body, keep_overwritten);
    any |= remove_from(block->otherwise, keep_overwritten);
  }
  return any;
}

void remove_from(HopFunction& function, bool keep_variables) {
  constexpr int kMostRounds = 8;  // what feeds a dead statement only dies in the next round
  const std::vector<bool> everything(function.variables.size(), true);
  for (int round = 0; round < kMostRounds; ++round) {
    find_live_variables(function, keep_variables ? &everything : nullptr);
    if (!remove_from(function.body, keep_variables)) return;
  }
}

}  // namespace

void remove_dead_code(HopProgram& program, const PassContext& context) {
  for (const auto& function : program.functions)
    remove_from(*function, false);
  remove_from(*program.main, context.keep_variables);
}

}  // namespace lineal
