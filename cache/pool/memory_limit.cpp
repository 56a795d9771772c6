#include "cache/pool/memory_limit.h"

#include <algorithm>
#include <cstdio>

#include <sys/resource.h>
#include <unistd.h>

namespace lineal {
namespace {

/// The number in a file of the control group; none where there is no such file, or it says "max".
int64_t number_in(const char* path) {
  std::FILE* file = std::fopen(path, "r");
  if (file == nullptr) return INT64_MAX;
  long long value = 0;
  const bool read = std::fscanf(file, "%lld", &value) == 1 && value > 0;
  std::fclose(file);
  return read ? value : INT64_MAX;
}

int64_t container_limit() {
  return std::min(number_in("/sys/fs/cgroup/memory.max"),                     // version 2
                  number_in("/sys/fs/cgroup/memory/memory.limit_in_bytes"));  // version 1
}

int64_t address_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return INT64_MAX;
  return static_cast<int64_t>(std::min<rlim_t>(limit.rlim_cur, INT64_MAX));
}

}  // namespace

int64_t machine_memory() {
  static const int64_t bytes = [] {
    const int64_t pages = sysconf(_SC_PHYS_PAGES);
    const int64_t page = sysconf(_SC_PAGESIZE);
    const int64_t physical = pages > 0 && page > 0 ? pages * page : INT64_MAX;
    return std::min({physical, container_limit(), address_limit()});
  }();
  return bytes;
}

}  // namespace lineal
