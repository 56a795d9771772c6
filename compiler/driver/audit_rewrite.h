// Whether what ran instead of what was written is the same computation in another order.
#pragma once

#include <functional>
#include <unordered_map>

#include "lineage/item/node.h"
#include "runtime/exec/replay.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// Computes a node where the values of some nodes below it are given.
using EvaluateWith = std::function<Value(const LineageNode* node, const GivenValues& given)>;

/// Says whether both sides of a kRewritten node are equal for all values of what they have in common, as real numbers.
/// Rounding alone then keeps their results apart, whoever wrote the log. Both sides must be polynomials of cells, and
/// of largest and smallest ones among cells, without numbers but 0, 1 and -1 that the other does not have; they are
/// compared at a random point, which equal polynomials pass and others do not (Schwartz, Fast probabilistic algorithms
/// for verification of polynomial identities, JACM 27, 1980). Sizes are made small first: neither side can tell. False
/// for everything else.
bool is_rearrangement(const LineageNode& rewritten, const NodeForms& forms, const EvaluateWith& evaluate);

/// Says whether the two values of a rewritten node lie within `allowed` of each other beside the sum of the magnitudes
/// of the terms that were added up, cell by cell. Where large terms cancel, the result is nearly nothing and rounding
/// keeps none of its digits, in either order (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.1).
/// False where a sum is not finite. Computes what both sides have in common once more.
bool is_cancellation(const RewriteSeen& seen, double allowed, const EvaluateWith& evaluate);

}  // namespace lineal
