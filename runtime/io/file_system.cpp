// The real file system, through POSIX calls.
#include "runtime/io/file_system.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

[[noreturn]] void fail(std::string_view action, const std::string& path, int code) {
  char buffer[128] = "";
  const char* reason = ::strerror_r(code, buffer, sizeof buffer);
  throw Error(ErrorKind::kIo, cat("cannot ", action, " '", path, "': ", reason));
}

FileStamp stamp_of(const struct stat& status) {
  constexpr int64_t kNanoseconds = 1'000'000'000;
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .size = status.st_size,
          .modified_ns = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec,
          .changed_ns = status.st_ctim.tv_sec * kNanoseconds + status.st_ctim.tv_nsec};
}

/// The folder part of a path, "." where there is none.
std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The file at the end of a path's symbolic links, missing or not: a rename onto a link would replace the link.
std::string end_of_links(const std::string& path) {
  std::string at = path;
  std::error_code no_link;
  for (int steps = 0; steps < 40; ++steps) {
    const std::string next = std::filesystem::read_symlink(at, no_link).string();
    if (no_link) return at;
    at = resolve_path(folder_of(at), next);
  }
  fail("write", path, ELOOP);
}

class RealInputFile final : public InputFile {
 public:
  explicit RealInputFile(std::string path) : path_(std::move(path)) {
    do {
      descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    } while (descriptor_ < 0 && errno == EINTR);
    if (descriptor_ < 0) fail("read", path_, errno);
  }
  RealInputFile(const RealInputFile&) = delete;
  RealInputFile& operator=(const RealInputFile&) = delete;
  ~RealInputFile() override { ::close(descriptor_); }

  size_t read(char* buffer, size_t size) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, buffer, size);
      if (got >= 0) return static_cast<size_t>(got);
      if (errno != EINTR) fail("read", path_, errno);
    }
  }

  FileStamp stamp() const override {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) fail("read", path_, errno);
    return stamp_of(status);
  }

  bool is_device() const override {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 && (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode));
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

class RealOutputFile final : public OutputFile {
 public:
  explicit RealOutputFile(const std::string& path) : path_(end_of_links(path)), folder_(folder_of(path_)) {
    struct stat status {};
    mode_t mode = 0;
    if (::stat(path_.c_str(), &status) == 0) {
      if (S_ISDIR(status.st_mode)) fail("write", path_, EISDIR);
      if (!S_ISREG(status.st_mode)) {
        // A device or pipe is written to; a rename would put a file in its place.
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) fail("write", path_, errno);
        return;
      }
      mode = status.st_mode & 0777;
    }
    make_folder();
    temporary_ = cat(folder_, "/.", path_.substr(path_.rfind('/') + 1), ".XXXXXX");
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail("write", path_, errno);
    // mkostemp makes files private; the target keeps its mode, and a new file gets what others of the user get.
    ::fchmod(descriptor_, mode != 0 ? mode : 0666 & ~current_mask());
  }
  RealOutputFile(const RealOutputFile&) = delete;
  RealOutputFile& operator=(const RealOutputFile&) = delete;
  ~RealOutputFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!committed_ && !temporary_.empty()) ::unlink(temporary_.c_str());
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done < 0) {
        if (errno == EINTR) continue;
        fail("write", path_, errno);
      }
      bytes.remove_prefix(static_cast<size_t>(done));
    }
  }

  void expect(double bytes) override {
    struct statvfs disk {};
    if (temporary_.empty() || ::fstatvfs(descriptor_, &disk) != 0) return;
    const double room = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
    if (bytes <= room) return;
    throw Error(ErrorKind::kIo, cat("cannot write '", path_, "': No space left on device: ", bytes, " bytes or more, ",
                                    room, " are free"));
  }

  void commit() override {
    if (!temporary_.empty() && ::fsync(descriptor_) != 0) fail("write", path_, errno);
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail("write", path_, errno);
    if (temporary_.empty()) return;
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("write", path_, errno);
    committed_ = true;
    const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail("write", path_, errno);
    const int synced = ::fsync(folder);
    const int code = errno;
    ::close(folder);
    // Some file systems cannot sync a folder and say so; the rename itself is done.
    if (synced != 0 && code != EINVAL && code != ENOTSUP) fail("write", path_, code);
  }

 private:
  /// As SystemDS does, a result may lie in a folder that is not there yet.
  void make_folder() const {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) fail("write", path_, failed.value());
  }

  /// The process's file mode mask, read without changing it (umask() itself would race with other threads).
  static mode_t current_mask() {
    mode_t mask = 022;
    if (FILE* status = ::fopen("/proc/self/status", "re")) {
      char line[256];
      while (::fgets(line, sizeof line, status) != nullptr) {
        if (::strncmp(line, "Umask:", 6) == 0) mask = static_cast<mode_t>(::strtoul(line + 6, nullptr, 8));
      }
      ::fclose(status);
    }
    return mask;
  }

  std::string path_;
  std::string folder_;
  std::string temporary_;  // empty: written in place
  int descriptor_ = -1;
  bool committed_ = false;
};

class RealFileSystem final : public FileSystem {
 public:
  std::unique_ptr<InputFile> open(const std::string& path) override { return std::make_unique<RealInputFile>(path); }
  std::unique_ptr<OutputFile> create(const std::string& path) override {
    return std::make_unique<RealOutputFile>(path);
  }

  bool exists(const std::string& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
  }

  bool is_folder(const std::string& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  }

  bool is_device(const std::string& path) override {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
  }

  void remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("remove", path, errno);
  }

  std::vector<std::string> list(const std::string& folder) override {
    DIR* stream = ::opendir(folder.c_str());
    if (stream == nullptr) fail("read", folder, errno);
    const std::unique_ptr<DIR, int (*)(DIR*)> owner(stream, &::closedir);
    std::vector<std::string> names;
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(stream);
      if (entry == nullptr) break;
      std::string name = entry->d_name;
      struct stat status {};
      if (name[0] == '.' || ::stat(cat(folder, "/", name).c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
      names.push_back(std::move(name));
    }
    if (errno != 0) fail("read", folder, errno);
    std::sort(names.begin(), names.end());
    return names;
  }

  FileStamp stamp(const std::string& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail("read", path, errno);
    return stamp_of(status);
  }
};

}  // namespace

FileSystem& real_file_system() {
  static RealFileSystem files;
  return files;
}

std::string read_text_file(FileSystem& files, const std::string& path, int64_t limit) {
  const std::unique_ptr<InputFile> file = files.open(path);
  const int64_t size = file->stamp().size;
  const auto too_large = [&] {
    return Error(ErrorKind::kIo, cat("cannot read '", path, "': larger than ", limit, " bytes"));
  };
  if (size > limit) throw too_large();
  std::string text;
  text.reserve(static_cast<size_t>(std::max<int64_t>(size, 0)));
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const size_t got = file->read(buffer.data(), buffer.size());
    if (got == 0) return text;
    text.append(buffer.data(), got);
    // Pipes and growing files do not show their size beforehand.
    if (static_cast<int64_t>(text.size()) > limit) throw too_large();
  }
}

void write_file(FileSystem& files, const std::string& path, std::string_view bytes) {
  const std::unique_ptr<OutputFile> file = files.create(path);
  file->write(bytes);
  file->commit();
}

std::string resolve_path(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.empty() || path[0] == '/') return path;
  return folder.back() == '/' ? folder + path : cat(folder, "/", path);
}

}  // namespace lineal
