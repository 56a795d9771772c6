// Memory for cells as the system gives it: small buffers from malloc, large ones mapped and aligned for huge pages.
#pragma once

#include <cstdint>

namespace lineal {

/// Rounds up to an eighth of the power of two below, so that similar sizes share buffers. Pages that nobody touches
/// cost nothing.
int64_t capacity_of(int64_t bytes);

/// Maps a buffer, which munmap gives back. Null when the system refuses.
double* map_cells(int64_t capacity);

/// Takes a buffer, aligned to 64 bytes, that free_small_cells gives back. Null when there is no memory.
double* small_cells(int64_t bytes);
void free_small_cells(double* data);

}  // namespace lineal
