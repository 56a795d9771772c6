// Content hashes of input files, kept in memory for the life of a session.
#include "runtime/io/file_identity.h"

#include <chrono>
#include <unordered_map>

#include "runtime/core/key.h"
#include "runtime/core/mutex.h"

namespace lineal {
namespace {

struct StampHash {
  size_t operator()(const FileStamp& stamp) const { return hash_bytes(&stamp, sizeof stamp).low; }
};
static_assert(sizeof(FileStamp) == 5 * sizeof(uint64_t), "no padding, so that the bytes may be hashed");

/// Time stamps of file systems are as coarse as a timer tick (10 ms), on some network file systems a second or two: a
/// file changed again within that time can keep its stamp.
constexpr int64_t kUnsettledNanoseconds = 2'000'000'000;

bool settled(const FileStamp& stamp) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const int64_t now_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  return now_ns - stamp.changed_ns > kUnsettledNanoseconds && now_ns - stamp.modified_ns > kUnsettledNanoseconds;
}

}  // namespace

struct FileIdentities::State {
  mutable Mutex mutex;
  std::unordered_map<FileStamp, std::string, StampHash> hashes LINEAL_GUARDED_BY(mutex);
  std::vector<Input> inputs LINEAL_GUARDED_BY(mutex);
};

FileIdentities::FileIdentities() : state_(std::make_unique<State>()) {}
FileIdentities::~FileIdentities() = default;

std::optional<std::string> FileIdentities::find(const FileStamp& stamp) const {
  const MutexLock lock(state_->mutex);
  const auto found = state_->hashes.find(stamp);
  if (found == state_->hashes.end()) return std::nullopt;
  return found->second;
}

void FileIdentities::remember(const FileStamp& stamp, const std::string& sha256) {
  if (!settled(stamp)) return;
  const MutexLock lock(state_->mutex);
  state_->hashes.insert_or_assign(stamp, sha256);
}

void FileIdentities::record_input(Input input) {
  const MutexLock lock(state_->mutex);
  for (const Input& known : state_->inputs) {
    if (known.path == input.path && known.sha256 == input.sha256) return;
  }
  state_->inputs.push_back(std::move(input));
}

std::vector<FileIdentities::Input> FileIdentities::inputs() const {
  const MutexLock lock(state_->mutex);
  return state_->inputs;
}

}  // namespace lineal
