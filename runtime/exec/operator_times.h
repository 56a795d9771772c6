// How long each operator took, for --stats.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "runtime/core/mutex.h"

namespace lineal {

/// Sums of calls and nanoseconds by operator. Thread-safe; meant for operators that take microseconds.
class OperatorTimes {
 public:
  struct Total {
    int64_t calls = 0;
    int64_t nanoseconds = 0;
  };
  void add(std::string_view name, int64_t nanoseconds) {
    const MutexLock lock(mutex_);
    auto found = totals_.find(name);
    if (found == totals_.end()) found = totals_.emplace(std::string(name), Total{}).first;
    ++found->second.calls;
    found->second.nanoseconds += nanoseconds;
  }
  std::map<std::string, Total, std::less<>> totals() const {
    const MutexLock lock(mutex_);
    return totals_;
  }

 private:
  mutable Mutex mutex_;
  std::map<std::string, Total, std::less<>> totals_ LINEAL_GUARDED_BY(mutex_);
};

}  // namespace lineal
