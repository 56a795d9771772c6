// Where the buffers of dense matrices come from and go to.
#pragma once

#include <cstdint>

namespace lineal {

/// Takes memory for `cells` doubles, aligned to 64 bytes, content undefined; nullptr when the machine cannot hold it
/// beside what is in use. Never returns nullptr for reasons other than memory. Thread-safe.
double* take_cells(int64_t cells);

/// Gives back what take_cells gave for the same number of cells. Large buffers are kept for a while, see kKeptBytes.
void give_cells(double* data, int64_t cells);

/// Physical memory of the machine, or the container's limit where that is less. Read once.
int64_t machine_memory();

/// Bytes of large buffers in use, and bytes kept for the next one.
int64_t cell_bytes_used();
int64_t cell_bytes_kept();

/// At most this much is kept in released buffers; less on small machines.
inline constexpr int64_t kKeptBytes = int64_t{512} << 20;

}  // namespace lineal
