// Reading a value from a file.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/core/thread_pool.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/value.h"

namespace lineal {

struct ReadResult {
  Value value = {};
  std::string sha256;  // of the bytes that were read
  int64_t bytes = 0;
};

/// Reads the matrix, frame or scalar in `path` with the parameters of resolve_read_options. Throws Error(kIo) for files
/// that are missing, malformed or other than announced.
ReadResult read_value(FileSystem& files, FileIdentities& identities, ThreadPool& pool, const std::string& path,
                      const ReadOptions& options);

/// What tells a read apart in lineage: the content's hash and the parameters.
std::string read_identity(const std::string& sha256, const ReadOptions& options);

}  // namespace lineal
