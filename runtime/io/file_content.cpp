// Reads files whole, with their SHA-256.
#include "runtime/io/file_content.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/sha256.h"
#include "runtime/matrix/cell_memory.h"

namespace lineal {
namespace {

constexpr int64_t kChunkBytes = int64_t{1} << 20;

/// Bytes that grow at the end. Not a std::string, which would write every byte twice.
class Buffer {
 public:
  explicit Buffer(int64_t capacity) { grow(capacity); }

  char* reserve(int64_t bytes) {
    if (size_ + bytes >= capacity_) grow(std::max(size_ + bytes, capacity_ + capacity_ / 2));
    return bytes_.get() + size_;
  }
  void added(int64_t bytes) { size_ += bytes; }
  int64_t size() const { return size_; }
  char last() const { return size_ == 0 ? '\n' : bytes_[static_cast<size_t>(size_ - 1)]; }

  FileContent finish(std::string sha256) {
    bytes_[static_cast<size_t>(size_)] = '\0';
    return FileContent(std::move(bytes_), size_, std::move(sha256));
  }

 private:
  void grow(int64_t capacity) {
    if (capacity > machine_memory())
      throw Error(ErrorKind::kResource, cat("read: out of memory for ", capacity, " bytes"));
    std::unique_ptr<char[]> larger;
    try {
      larger = std::make_unique_for_overwrite<char[]>(static_cast<size_t>(capacity) + 1);
    } catch (const std::bad_alloc&) {
      throw Error(ErrorKind::kResource, cat("read: out of memory for ", capacity, " bytes"));
    }
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), static_cast<size_t>(size_));
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  int64_t size_ = 0;
  int64_t capacity_ = 0;
};

/// Appends one file and returns its stamp.
FileStamp append_file(FileSystem& files, const std::string& path, Buffer& buffer, Sha256& hash) {
  const std::unique_ptr<InputFile> file = files.open(path);
  const FileStamp before = file->stamp();
  for (;;) {
    char* place = buffer.reserve(kChunkBytes);
    const size_t got = file->read(place, static_cast<size_t>(kChunkBytes));
    if (got == 0) break;
    hash.update({place, got});
    buffer.added(static_cast<int64_t>(got));
  }
  if (!(file->stamp() == before)) {
    throw Error(ErrorKind::kIo, cat("cannot read '", path, "': it changed while it was being read"));
  }
  return before;
}

}  // namespace

FileContent read_content(FileSystem& files, const std::string& path, FileIdentities& identities) {
  Sha256 hash;
  if (!files.is_folder(path)) {
    const int64_t size = files.stamp(path).size;
    Buffer buffer(std::max<int64_t>(size, 0) + kChunkBytes + 1);
    const FileStamp stamp = append_file(files, path, buffer, hash);
    FileContent content = buffer.finish(hash.finish());
    identities.remember(stamp, content.sha256());
    return content;
  }
  const std::vector<std::string> parts = files.list(path);
  if (parts.empty()) throw Error(ErrorKind::kIo, cat("cannot read '", path, "': the folder holds no part files"));
  Buffer buffer(kChunkBytes + 1);
  for (const std::string& part : parts) {
    if (part.ends_with(".mtd") || part.ends_with(".crc")) continue;
    if (buffer.last() != '\n') {
      *buffer.reserve(1) = '\n';
      buffer.added(1);
      hash.update("\n");
    }
    append_file(files, cat(path, "/", part), buffer, hash);
  }
  return buffer.finish(hash.finish());
}

}  // namespace lineal
