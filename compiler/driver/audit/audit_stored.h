// A stored result as a value again, for the audit.
#pragma once

#include <string>

#include "runtime/core/thread_pool.h"
#include "runtime/io/file_system.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// Reads `path` as its .mtd file says. Throws Error(kIo) for what cannot be read so.
Value read_stored(FileSystem& files, ThreadPool& pool, const std::string& path);

}  // namespace lineal
