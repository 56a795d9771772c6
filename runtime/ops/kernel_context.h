// What a kernel may use besides its arguments.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/config.h"
#include "runtime/core/interrupt.h"
#include "runtime/core/statistics.h"
#include "runtime/core/thread_pool.h"

namespace lineal {

class FileSystem;
class FileIdentities;

/// Where print() goes. Implemented by the session; a parfor iteration collects its lines and hands them on in order of
/// iterations, so that output does not depend on the number of workers.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
};

/// Draws the concrete seeds of unseeded rand() and sample(). One per thread of control: a parfor iteration derives its
/// own from the parent's state and its iteration number, so that draws do not depend on the number of workers.
class SeedSource {
 public:
  explicit SeedSource(uint64_t state) : state_(state) {}
  /// A fresh non-negative seed.
  int64_t draw();
  /// The source of iteration `iteration` of a parfor that starts now. Draw once after a loop that drew, so that the next
  /// one gets other seeds; one that did not must leave no trace, since reuse may skip it.
  SeedSource fork(int64_t iteration) const;
  /// Whether draw() was called.
  bool drew() const { return drew_; }

 private:
  uint64_t state_;
  bool drew_ = false;
};

struct KernelContext {
  const Config& config;
  ThreadPool& pool;
  Statistics& statistics;
  const Interrupt& interrupt;
  FileSystem& files;
  FileIdentities& identities;
  Output& output;
  SeedSource& seeds;
};

}  // namespace lineal
