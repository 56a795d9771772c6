// removeEmpty, replace, triangles and outer: operators that choose cells by value or place.
#pragma once

namespace lineal {

class OpRegistry;

/// Declares removeEmpty, replace, lower.tri, upper.tri and outer.
void register_selections(OpRegistry& registry);

}  // namespace lineal
