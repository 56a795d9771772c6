#include "compiler/driver/audit/audit_stored.h"

#include "runtime/io/read_options.h"
#include "runtime/io/read_value.h"

namespace lineal {

Value read_stored(FileSystem& files, ThreadPool& pool, const std::string& path) {
  FileIdentities none;
  return read_value(files, none, pool, path, resolve_read_options(files, path, {})).value;
}

}  // namespace lineal
