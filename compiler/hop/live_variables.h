// Which variables are still needed where: backward liveness over the blocks of a function.
#pragma once

#include <vector>

#include "compiler/hop/hop.h"

namespace lineal {

/// Fills in `live_in` and `live_out` of every block. Results of a function are needed at its end, and so are the
/// variables in `live_at_end` where given (the prompt keeps all of its variables). A variable named by exists() is
/// needed everywhere, since a slot that was emptied early would look as if it had never been set. Values that only
/// lineage refers to, because a rewrite removed their use, count as needed too.
void find_live_variables(HopFunction& function, const std::vector<bool>* live_at_end = nullptr);

/// The variables that are needed after the predicate or the bounds of a control block have been computed.
std::vector<bool> live_after_head(const HopBlock& block);

/// Variables that the blocks assign by `=` (or as a loop's variable), and by `+=` inside a parfor, at any depth.
struct WrittenVariables {
  std::vector<bool> assigned;
  std::vector<bool> accumulated;
};
WrittenVariables written_variables(const std::vector<std::unique_ptr<HopBlock>>& blocks, size_t variables);

}  // namespace lineal
