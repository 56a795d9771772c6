// The version of docs/numerics.md that results follow.
#pragma once

namespace lineal {

/// Part of every lineage log: an audit compares bits only under the same version. Bump it, and regenerate
/// tests/numerics/hashes, when any bit of any result may change: another order of a sum, another polynomial of an
/// elementary function, another generator of random numbers, other digits in a printed number. What changes speed alone
/// leaves it.
inline constexpr int kNumericsVersion = 1;

}  // namespace lineal
