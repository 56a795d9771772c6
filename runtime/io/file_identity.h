// Content hashes of input files, remembered so that an unchanged file is hashed once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/file_system.h"

namespace lineal {

/// Maps (device, inode, size, mtime, ctime) to the SHA-256 of the bytes that were read. Thread-safe. A file modified so
/// recently that its time stamp could hide a later write is not remembered.
class FileIdentities {
 public:
  FileIdentities();
  ~FileIdentities();
  std::optional<std::string> find(const FileStamp& stamp) const;
  void remember(const FileStamp& stamp, const std::string& sha256);

  /// Every input that was read in this session: path as given, hash, size; in order of first use, for the log.
  struct Input {
    std::string path;
    std::string sha256;
    int64_t size = 0;
  };
  void record_input(Input input);
  std::vector<Input> inputs() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lineal
