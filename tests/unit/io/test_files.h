// File systems for tests: a temporary folder, and one whose steps can be made to fail.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <stdlib.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_system.h"

namespace lineal {

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    char name[] = "/tmp/lineal_test.XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }
  /// Everything in the folder, hidden files too.
  int64_t entries() const {
    return std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator());
  }

 private:
  std::string path_;
};

/// The real file system, but step number `fail_at` of those that change it (create, write, commit) fails as a full disk
/// does, and so does every later one.
class FaultyFileSystem final : public FileSystem {
 public:
  explicit FaultyFileSystem(int fail_at) : fail_at_(fail_at) {}
  int steps() const { return steps_; }

  std::unique_ptr<InputFile> open(const std::string& path) override { return real_file_system().open(path); }
  std::unique_ptr<OutputFile> create(const std::string& path) override {
    step(path);
    return std::make_unique<Output>(*this, path);
  }
  bool exists(const std::string& path) override { return real_file_system().exists(path); }
  bool is_folder(const std::string& path) override { return real_file_system().is_folder(path); }
  bool is_device(const std::string& path) override { return real_file_system().is_device(path); }
  void remove(const std::string& path) override {
    step(path);
    real_file_system().remove(path);
  }
  std::vector<std::string> list(const std::string& folder) override { return real_file_system().list(folder); }
  FileStamp stamp(const std::string& path) override { return real_file_system().stamp(path); }

 private:
  class Output final : public OutputFile {
   public:
    Output(FaultyFileSystem& owner, const std::string& path)
        : owner_(owner), path_(path), file_(real_file_system().create(path)) {}
    void write(std::string_view bytes) override {
      file_->write(bytes.substr(0, bytes.size() / 2));
      owner_.step(path_);
      file_->write(bytes.substr(bytes.size() / 2));
    }
    void commit() override {
      owner_.step(path_);
      file_->commit();
    }

   private:
    FaultyFileSystem& owner_;
    std::string path_;
    std::unique_ptr<OutputFile> file_;
  };

  void step(const std::string& path) {
    if (++steps_ >= fail_at_) throw Error(ErrorKind::kIo, cat("cannot write '", path, "': No space left on device"));
  }

  int fail_at_;
  int steps_ = 0;
};

/// The message of the Error that `action` throws; "no error" when it throws none.
template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::string(error.message());
  }
  return "no error";
}

}  // namespace lineal
