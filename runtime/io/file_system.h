// Files behind an interface, so that tests can make any step fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lineal {

/// What identifies the content of a file without reading it.
struct FileStamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t size = 0;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// A file opened for reading.
class InputFile {
 public:
  virtual ~InputFile() = default;
  /// Reads up to `size` bytes at the current position; 0 at the end. Throws Error(kIo).
  virtual size_t read(char* buffer, size_t size) = 0;
  virtual FileStamp stamp() const = 0;
  /// True for what is no file: its content may never end.
  virtual bool is_device() const { return false; }
};

/// A file being written durably (contract C8): bytes go to a temporary file in the target's folder; `commit` makes them
/// appear under the target's name after write, fsync, rename and fsync of the folder. Without `commit` nothing is
/// changed but for folders on the way, which are made at once. The file at the end of a symbolic link is replaced, not
/// the link. A device is written to as it is.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void commit() = 0;
  /// Says that at least so many bytes follow. Throws Error(kIo) when there is no room for them.
  virtual void expect(double /*bytes*/) {}
};

/// The only way to files of data, metadata and lineage. Every failure is an Error(kIo) that names the path and the
/// reason.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual std::unique_ptr<InputFile> open(const std::string& path) = 0;
  virtual std::unique_ptr<OutputFile> create(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual bool is_folder(const std::string& path) = 0;
  /// True for a device, pipe or socket: what is written there is kept under no name, so nothing is said beside it.
  virtual bool is_device(const std::string& path) = 0;
  /// Removes a file; one that is missing stays missing.
  virtual void remove(const std::string& path) = 0;
  /// Names of the plain, non-hidden files of a folder, sorted.
  virtual std::vector<std::string> list(const std::string& folder) = 0;
  virtual FileStamp stamp(const std::string& path) = 0;
};

/// The real file system of this machine.
FileSystem& real_file_system();

/// Reads a whole file. Throws Error(kIo) if it is missing, unreadable or larger than `limit` bytes.
std::string read_text_file(FileSystem& files, const std::string& path, int64_t limit = int64_t{1} << 30);

/// Writes a whole file durably.
void write_file(FileSystem& files, const std::string& path, std::string_view bytes);

/// Joins a relative `path` to `folder`; absolute paths and an empty folder leave it as it is.
std::string resolve_path(const std::string& folder, const std::string& path);

}  // namespace lineal
