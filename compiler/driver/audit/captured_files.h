// A file system in memory: an audit replays a write into it and compares bytes without touching the disk.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_system.h"

namespace lineal {

class CapturedFiles final : public FileSystem {
 public:
  std::unique_ptr<InputFile> open(const std::string& path) override {
    const auto found = written_.find(path);
    if (found == written_.end()) throw Error(ErrorKind::kIo, cat("replay reads no file here: ", path));
    return std::make_unique<Reader>(found->second);
  }
  std::unique_ptr<OutputFile> create(const std::string& path) override {
    return std::make_unique<Writer>(written_[path]);
  }
  bool exists(const std::string& path) override { return written_.contains(path); }
  bool is_folder(const std::string&) override { return false; }
  bool is_device(const std::string&) override { return false; }
  void remove(const std::string& path) override { written_.erase(path); }
  std::vector<std::string> list(const std::string&) override { return {}; }
  FileStamp stamp(const std::string& path) override { return open(path)->stamp(); }

  /// The bytes under `path`; empty if there are none.
  const std::string& bytes(const std::string& path) { return written_[path]; }
  void put(const std::string& path, std::string bytes) { written_[path] = std::move(bytes); }

 private:
  class Reader final : public InputFile {
   public:
    explicit Reader(const std::string& source) : source_(source) {}
    size_t read(char* buffer, size_t size) override {
      const size_t got = source_.copy(buffer, size, at_);
      at_ += got;
      return got;
    }
    FileStamp stamp() const override { return {.size = static_cast<int64_t>(source_.size())}; }

   private:
    const std::string& source_;
    size_t at_ = 0;
  };
  class Writer final : public OutputFile {
   public:
    explicit Writer(std::string& target) : target_(target) {}
    void write(std::string_view bytes) override { pending_ += bytes; }
    void commit() override { target_ = std::move(pending_); }

   private:
    std::string& target_;
    std::string pending_;
  };

  std::map<std::string, std::string> written_;
};

}  // namespace lineal
