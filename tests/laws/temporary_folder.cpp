#include "tests/laws/temporary_folder.h"

#include <filesystem>

#include <unistd.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_system.h"

namespace lineal {

TemporaryFolder::TemporaryFolder() {
  // Where files need no disk if possible, since each is synced.
  path_ = cat(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", "/lineal_laws.XXXXXX");
  LINEAL_CHECK(::mkdtemp(path_.data()) != nullptr, cat("no temporary folder: ", path_));
}

TemporaryFolder::~TemporaryFolder() {
  std::filesystem::remove_all(path_);
}

void TemporaryFolder::write(const std::string& name, const std::string& text) const {
  write_file(real_file_system(), cat(path_, "/", name), text);
}

}  // namespace lineal
