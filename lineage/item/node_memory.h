// Memory for lineage nodes: a cache of small blocks per thread in front of malloc.
#pragma once

#include <cstddef>

namespace lineal {

/// Returns memory for a node of `size` bytes, or null when there is none.
void* take_node_memory(size_t size);
/// Takes back what take_node_memory gave, possibly to another thread, for the same `size`.
void give_node_memory(void* memory, size_t size);

}  // namespace lineal
