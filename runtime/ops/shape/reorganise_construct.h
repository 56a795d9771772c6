// matrix(): fills, reshapes and parses.
#pragma once

namespace lineal {

class OpRegistry;

/// Declares matrix().
void register_matrix(OpRegistry& registry);

}  // namespace lineal
