// A file system that keeps what is written in memory and reads nothing: replay compares bytes without touching the
// disk.
#pragma once

#include <map>
#include <string>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_system.h"

namespace lineal {

class CapturedFiles final : public FileSystem {
 public:
  std::unique_ptr<InputFile> open(const std::string& path) override { refuse(path); }
  std::unique_ptr<OutputFile> create(const std::string& path) override {
    return std::make_unique<Captured>(written_[path]);
  }
  bool exists(const std::string& path) override { return written_.contains(path); }
  bool is_folder(const std::string&) override { return false; }
  std::vector<std::string> list(const std::string& folder) override { refuse(folder); }
  FileStamp stamp(const std::string& path) override { refuse(path); }

  /// The bytes written under `path`; empty if there are none.
  const std::string& bytes(const std::string& path) { return written_[path]; }

 private:
  class Captured final : public OutputFile {
   public:
    explicit Captured(std::string& target) : target_(target) {}
    void write(std::string_view bytes) override { pending_ += bytes; }
    void commit() override { target_ = std::move(pending_); }

   private:
    std::string& target_;
    std::string pending_;
  };
  [[noreturn]] static void refuse(const std::string& path) {
    throw Error(ErrorKind::kIo, cat("replay reads no file here: ", path));
  }

  std::map<std::string, std::string> written_;
};

}  // namespace lineal
