// Memory that each thread keeps for its products: asking the system for it every time would cost more than small
// products themselves.
#pragma once

#include <cstdint>

namespace lineal::linalg {

/// What a piece of scratch memory is for; pieces of different kinds are in use at the same time.
enum class Scratch : uint8_t { kLeft, kRight, kPanel, kCells };
inline constexpr int kScratchKinds = 4;

/// This thread's piece of the kind, at least `cells` large and aligned to cache lines. Its content is whatever was
/// there; the next call for the same kind may move it.
double* scratch(Scratch kind, int64_t cells);

}  // namespace lineal::linalg
