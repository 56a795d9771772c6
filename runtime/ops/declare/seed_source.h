// Where unseeded rand() and sample() get their seeds.
#pragma once

#include <cstdint>

namespace lineal {

/// Draws the concrete seeds of unseeded rand() and sample(). One per thread of control: a parfor iteration derives its
/// own from the parent's state and its iteration number, so that draws do not depend on the number of workers.
class SeedSource {
 public:
  explicit SeedSource(uint64_t state) : state_(state) {}
  /// A fresh non-negative seed.
  int64_t draw();
  /// The source of iteration `iteration` of a parfor that starts now. Draw once after a loop that drew, so that the
  /// next one gets other seeds; one that did not must leave no trace, since reuse may skip it.
  SeedSource fork(int64_t iteration) const;
  /// Whether draw() was called.
  bool drew() const { return drew_; }

 private:
  uint64_t state_;
  bool drew_ = false;
};

}  // namespace lineal
