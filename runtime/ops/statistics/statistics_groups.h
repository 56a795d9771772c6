// aggregate(): statistics of the rows of each group.
#pragma once

namespace lineal {

class OpRegistry;

/// Declares aggregate() and groupedAggregate().
void register_groups(OpRegistry& registry);

}  // namespace lineal
