// Reads files whole, with their SHA-256.
#include "runtime/io/file_content.h"

#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/sha256.h"

namespace lineal {
namespace {

constexpr int64_t kChunkBytes = int64_t{1} << 20;

/// Bytes that grow at the end. Not a std::string, which would write every byte twice.
class Buffer {
 public:
  explicit Buffer(int64_t capacity) : bytes_(capacity + 1), capacity_(capacity) {}

  char* reserve(int64_t bytes) {
    if (size_ + bytes >= capacity_) grow(std::max(size_ + bytes, capacity_ + capacity_ / 2));
    return bytes_.data() + size_;
  }
  void added(int64_t bytes) { size_ += bytes; }
  int64_t size() const { return size_; }
  char last() const { return size_ == 0 ? '\n' : bytes_.data()[size_ - 1]; }

  FileContent finish(std::string sha256) {
    bytes_.data()[size_] = '\0';
    return FileContent(std::move(bytes_), size_, std::move(sha256));
  }

 private:
  void grow(int64_t capacity) {
    CellBytes larger(capacity + 1);
    std::copy_n(bytes_.data(), size_, larger.data());
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  CellBytes bytes_;
  int64_t size_ = 0;
  int64_t capacity_;
};

int64_t cells_for(int64_t bytes) {
  return bytes / static_cast<int64_t>(sizeof(double)) + 1;
}

/// Appends one file and returns its stamp.
FileStamp append_file(FileSystem& files, const std::string& path, Buffer& buffer, Sha256& hash) {
  const std::unique_ptr<InputFile> file = files.open(path);
  const FileStamp before = file->stamp();
  if (file->is_device())
    throw Error(ErrorKind::kIo, cat("cannot read '", path, "': it is a device, not a file of data"));
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

CellBytes::CellBytes(int64_t capacity) : cells_(take_cells(cells_for(capacity)), Give{cells_for(capacity)}) {
  if (!cells_) throw Error(ErrorKind::kResource, cat("read: out of memory for ", capacity, " bytes"));
}

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
