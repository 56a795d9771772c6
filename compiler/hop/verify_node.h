// What must hold of one node, whose edges are known to be sound.
#pragma once

#include <string>

#include "compiler/hop/hop.h"

namespace lineal {

/// Says what is wrong with the shape of a node: its kind, inputs and slot. Empty if nothing is.
std::string fault_of_shape(const Hop& hop, size_t variables);
/// Says what is wrong with what is known of the value.
std::string fault_of_info(const Hop& hop);
/// Says what is wrong with what lineage would say about the node.
std::string fault_of_history(const Hop& hop);

}  // namespace lineal
