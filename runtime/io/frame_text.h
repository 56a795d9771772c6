// Frames in CSV and text files.
#pragma once

#include <string>
#include <string_view>

#include "runtime/core/thread_pool.h"
#include "runtime/io/read_options.h"
#include "runtime/matrix/frame.h"

namespace lineal {

/// Parses CSV text into a frame. Cells lose blanks at both ends and keep their quotes, as DML scripts expect; an empty
/// cell or a word of naStrings is missing; a separator or a line end within quotes belongs to the cell. Names come from
/// the header.
Ref<const Frame> parse_csv_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                 ThreadPool& pool);

/// Parses lines "row column value", counted from 1; the value reaches to the end of the line. Other cells are missing.
Ref<const Frame> parse_text_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                  ThreadPool& pool);

}  // namespace lineal
