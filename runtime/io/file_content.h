// The bytes of an input, read once and hashed on the way.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cache/pool/memory_pool.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"

namespace lineal {

/// Bytes in a buffer for cells: mapped in huge pages, and of use to the matrix that is read next.
class CellBytes {
 public:
  /// Throws Error(kResource).
  explicit CellBytes(int64_t capacity);
  char* data() const { return reinterpret_cast<char*>(cells_.get()); }

 private:
  struct Give {
    int64_t count = 0;
    void operator()(double* cells) const { give_cells(cells, count); }
  };
  std::unique_ptr<double[], Give> cells_;
};

/// The content of a file, or of the part files of a folder joined in order of their names (each ended by a line end).
/// A zero byte follows the text, so that parsers of numbers stop at its end.
class FileContent {
 public:
  FileContent(CellBytes bytes, int64_t size, std::string sha256)
      : bytes_(std::move(bytes)), size_(size), sha256_(std::move(sha256)) {}
  std::string_view text() const { return {bytes_.data(), static_cast<size_t>(size_)}; }
  int64_t size() const { return size_; }
  /// Of the text, as 64 hexadecimal digits.
  const std::string& sha256() const { return sha256_; }

 private:
  CellBytes bytes_;
  int64_t size_;
  std::string sha256_;
};

/// Reads and hashes `path`, remembers the hash in `identities`. Throws Error(kIo), also when the file changes
/// meanwhile, and Error(kResource) when memory cannot hold it.
FileContent read_content(FileSystem& files, const std::string& path, FileIdentities& identities);

}  // namespace lineal
