#include "cache/pool/memory_limit.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace lineal {
namespace {

/// The number in a file of the control group; none where there is no such file, or it says "max".
int64_t number_in(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  if (file == nullptr) return INT64_MAX;
  long long value = 0;
  const bool read = std::fscanf(file, "%lld", &value) == 1 && value > 0;
  std::fclose(file);
  return read ? value : INT64_MAX;
}

/// The least limit of a group and of those above it, which all hold.
int64_t least_limit(const std::string& root, std::string group, const char* file) {
  int64_t least = number_in(root + file);
  while (group.size() > 1) {
    least = std::min(least, number_in(root + group + file));
    group.resize(std::min(group.rfind('/'), group.size()));
  }
  return least;
}

/// In a container its own group is the root of what it sees; a service of the system sees the path to its group.
int64_t group_limit() {
  int64_t least = std::min(least_limit("/sys/fs/cgroup", "", "/memory.max"),
                           least_limit("/sys/fs/cgroup/memory", "", "/memory.limit_in_bytes"));
  std::FILE* groups = std::fopen("/proc/self/cgroup", "r");
  if (groups == nullptr) return least;
  char line[4096];
  while (std::fgets(line, sizeof line, groups) != nullptr) {
    line[std::strcspn(line, "\n")] = '\0';
    // NUMBER:CONTROLLERS:PATH, without controllers in version 2
    if (std::strncmp(line, "0::", 3) == 0) {
      least = std::min(least, least_limit("/sys/fs/cgroup", line + 3, "/memory.max"));
    } else if (const char* path = std::strstr(line, ":memory:")) {
      least = std::min(least, least_limit("/sys/fs/cgroup/memory", path + 8, "/memory.limit_in_bytes"));
    }
  }
  std::fclose(groups);
  return least;
}

int64_t limit_of(decltype(RLIMIT_AS) kind) {
  rlimit limit{};
  if (getrlimit(kind, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return INT64_MAX;
  return static_cast<int64_t>(std::min<rlim_t>(limit.rlim_cur, INT64_MAX));
}

}  // namespace

int64_t machine_memory() {
  static const int64_t bytes = [] {
    const int64_t pages = sysconf(_SC_PHYS_PAGES);
    const int64_t page = sysconf(_SC_PAGESIZE);
    const int64_t physical = pages > 0 && page > 0 ? pages * page : INT64_MAX;
    return std::min({physical, group_limit(), limit_of(RLIMIT_AS), limit_of(RLIMIT_DATA)});
  }();
  return bytes;
}

}  // namespace lineal
