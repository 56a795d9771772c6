// Writing a value to a file, with its .mtd beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/file_system.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/value.h"

namespace lineal {

struct WriteOptions {
  DataFormat format = DataFormat::kText;
  std::string separator = ",";
  bool header = false;
  bool sparse = false;  // csv: leave cells of zero empty
  std::optional<std::string> description = {};
  bool metadata = true;  // write the .mtd file too
};

struct WriteResult {
  std::string sha256;  // of the data file's bytes
  int64_t bytes = 0;
  std::string format;  // "csv", "text", ...
};

/// Writes a matrix, frame or scalar durably: both files are complete under temporary names before either appears under
/// its own, so that a failed write leaves the old ones. Numbers keep every digit. Throws Error(kIo); Error(kRuntime)
/// for a value that the format cannot hold.
WriteResult write_value(FileSystem& files, const std::string& path, const Value& value,
                        const WriteOptions& options = {});

/// Throws Error(kIo) for an unknown format word.
DataFormat parse_format(std::string_view word);

}  // namespace lineal
