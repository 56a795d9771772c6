// Distinct values in the order in which Java's hash sets hand them out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lineal {

/// Collects distinct doubles. All NaN are one value, -0.0 counts as 0.0 (CSR cannot tell them apart).
class DistinctValues {
 public:
  void add(double value);
  int64_t size() const { return static_cast<int64_t>(values_.size()); }
  bool contains(double value) const;
  void clear();

  /// The values in the order of iteration of a java.util.HashSet<Double> into which they were put one by one: by bucket
  /// of the final table, within a bucket as they came. Scripts see this order in unique().
  std::vector<double> in_hash_order() const;

 private:
  void grow();
  /// The slot of `value`, or the free one where it belongs.
  size_t slot_of(double value) const;

  std::vector<double> values_;  // in order of arrival
  std::vector<int64_t> slots_;  // open addressing, power of two; index into values_ plus 1, 0 is free
};

}  // namespace lineal
