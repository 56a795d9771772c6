// Columns of a frame while its file is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/read_options.h"
#include "runtime/matrix/columns/cells_builder.h"
#include "runtime/matrix/frame.h"

namespace lineal {

/// `count` columns with default names and the types of the schema, without cells. Throws Error(kIo) when the schema
/// names another number of columns, Error(kResource) when no memory could hold so many.
std::vector<Frame::Column> make_columns(int64_t count, const std::string& path, const ReadOptions& options);

/// Appends a cell of a file to what is built for `column`. Throws Error(kIo) for a text that its type cannot hold; the
/// text itself is kept as the file has it.
void append_checked(CellsBuilder& builder, std::string_view cell, const Frame::Column& column, const std::string& path,
                    int64_t line);

}  // namespace lineal
