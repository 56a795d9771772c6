#include "runtime/io/spill_file.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/key.h"
#include "runtime/core/mutex.h"

namespace lineal {
namespace {

constexpr int64_t kBlock = 4096;  // extents begin and end where blocks of file systems do, so that holes can be punched

std::string reason(int code) {
  char buffer[128] = "";
  return ::strerror_r(code, buffer, sizeof buffer);
}

/// A file in `folder` that has no name. -1 and errno when there can be none.
int open_nameless(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return descriptor;
  // This file system knows no such files: for a moment there is a name.
  std::string path = cat(folder, "/lineal-spill-XXXXXX");
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(path.c_str());
  return named;
}

/// Free and used parts of the file. Free parts never touch: neighbours are joined.
class Extents {
 public:
  int64_t take(int64_t bytes) {
    for (auto part = free_.begin(); part != free_.end(); ++part) {
      if (part->second < bytes) continue;
      const int64_t offset = part->first;
      const int64_t rest = part->second - bytes;
      free_.erase(part);
      if (rest > 0) free_.emplace(offset + bytes, rest);
      return offset;
    }
    return std::exchange(end_, end_ + bytes);
  }
  void give(int64_t offset, int64_t bytes) {
    auto next = free_.lower_bound(offset);
    if (next != free_.end() && offset + bytes == next->first) {
      bytes += next->second;
      next = free_.erase(next);
    }
    if (next != free_.begin() && std::prev(next)->first + std::prev(next)->second == offset) {
      std::prev(next)->second += bytes;
    } else {
      free_.emplace(offset, bytes);
    }
  }

 private:
  std::map<int64_t, int64_t> free_;  // offset to length
  int64_t end_ = 0;
};

int64_t whole_blocks(int64_t bytes) {
  return (bytes + kBlock - 1) / kBlock * kBlock;
}

template <class Byte>
Key hash_of(Key before, std::span<Byte> part) {
  const Key own = hash_bytes(part.data(), part.size());
  const Key both[] = {before, own};
  return hash_bytes(both, sizeof both);
}

class SpillFile final : public SpillStore {
 public:
  explicit SpillFile(std::string folder) : folder_(std::move(folder)) {}
  ~SpillFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  std::optional<SpillSlot> write(std::span<const std::span<const std::byte>> parts, std::string& why) override {
    SpillSlot slot;
    for (const std::span<const std::byte> part : parts)
      slot.bytes += static_cast<int64_t>(part.size());
    {
      const MutexLock lock(mutex_);
      if (descriptor_ < 0) descriptor_ = open_nameless(folder_);
      if (descriptor_ < 0) {
        why = cat("cannot spill to '", folder_, "': ", reason(errno));
        return std::nullopt;
      }
      slot.offset = extents_.take(whole_blocks(slot.bytes));
    }
    Key key;
    int64_t at = slot.offset;
    for (const std::span<const std::byte> part : parts) {
      key = hash_of(key, part);
      if (const int code = write_all(part, at)) {
        why = cat("cannot spill to '", folder_, "': ", reason(code));
        release(slot);
        return std::nullopt;
      }
      at += static_cast<int64_t>(part.size());
    }
    slot.checksum = key.low;
    return slot;
  }

  void read(const SpillSlot& slot, std::span<const std::span<std::byte>> parts) override {
    Key key;
    int64_t at = slot.offset;
    for (const std::span<std::byte> part : parts) {
      read_all(part, at);
      at += static_cast<int64_t>(part.size());
      key = hash_of(key, std::span<const std::byte>(part));
    }
    if (key.low != slot.checksum) {
      throw Error(ErrorKind::kIo, cat("spilled cells in '", folder_, "' are not those that were written: ", slot.bytes,
                                      " bytes at ", slot.offset));
    }
  }

  void release(const SpillSlot& slot) override {
    const int64_t bytes = whole_blocks(slot.bytes);
    if (bytes == 0) return;
    // Where the file system cannot punch holes the room is used again by the next one.
    (void)::fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, slot.offset, bytes);
    const MutexLock lock(mutex_);
    extents_.give(slot.offset, bytes);
  }

  void* map(int64_t bytes, std::string& why) override {
    const int descriptor = open_nameless(folder_);
    int code = descriptor < 0 ? errno : 0;
    // Room is taken now: a write into a page that the disk cannot hold would end the process.
    if (code == 0) code = ::posix_fallocate(descriptor, 0, bytes);
    void* data = MAP_FAILED;
    if (code == 0) {
      data = ::mmap(nullptr, static_cast<size_t>(bytes), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
      if (data == MAP_FAILED) code = errno;
    }
    if (descriptor >= 0) ::close(descriptor);
    if (code == 0) return data;
    why = cat("cannot spill to '", folder_, "': ", reason(code));
    return nullptr;
  }

 private:
  int write_all(std::span<const std::byte> part, int64_t at) const {
    while (!part.empty()) {
      const ssize_t wrote = ::pwrite(descriptor_, part.data(), part.size(), at);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return errno;
      if (wrote == 0) return ENOSPC;
      part = part.subspan(static_cast<size_t>(wrote));
      at += wrote;
    }
    return 0;
  }

  void read_all(std::span<std::byte> part, int64_t at) const {
    while (!part.empty()) {
      const ssize_t got = ::pread(descriptor_, part.data(), part.size(), at);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        throw Error(ErrorKind::kIo, cat("cannot read spilled cells from '", folder_,
                                        "': ", got < 0 ? reason(errno) : "the file ends before they do"));
      }
      part = part.subspan(static_cast<size_t>(got));
      at += got;
    }
  }

  const std::string folder_;
  Mutex mutex_;
  Extents extents_ LINEAL_GUARDED_BY(mutex_);
  std::atomic<int> descriptor_{-1};  // made once, under the lock
};

}  // namespace

std::shared_ptr<SpillStore> make_spill_file(std::string folder) {
  return std::make_shared<SpillFile>(std::move(folder));
}

std::string default_spill_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/var/tmp";
}

}  // namespace lineal
