// A text cut into blocks of whole lines, for parallel parsing with line numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/thread_pool.h"

namespace lineal {

/// Throws Error(kIo) "path:line:column: what"; without the column where it is 0.
[[noreturn]] void fail_at_line(const std::string& path, int64_t line, int64_t column, std::string_view what);

/// Returns `text` in quotes for a message, shortened and with control characters shown as '?'.
std::string quote_cell(std::string_view text);

/// Takes the next line off `rest`: without its end, \n or \r\n.
std::string_view take_line(std::string_view& rest);

/// Lines of a text in blocks. Blocks are cut every kBlockBytes of text, at line ends, so they depend on the text alone.
class TextLines {
 public:
  static constexpr int64_t kBlockBytes = int64_t{1} << 20;

  /// Removes a byte order mark and blank lines at the end, cuts the text and counts the lines. Throws Error(kIo) for a
  /// line longer than `max_line_bytes` and for NUL bytes.
  TextLines(std::string_view text, std::string path, int64_t max_line_bytes, ThreadPool& pool);

  struct Block {
    std::string_view text;   // whole lines
    int64_t first_line = 1;  // number of the first line in the file, from 1
    int64_t lines = 0;
  };
  const std::vector<Block>& blocks() const { return blocks_; }
  int64_t lines() const { return lines_; }
  const std::string& path() const { return path_; }

  /// Takes the first line out of the blocks: a header. Empty when there is none.
  std::string_view take_first_line();

  /// Runs `parse` on every block on the pool's threads. Of several errors the one of the first block is thrown, so that
  /// the message does not depend on the threads.
  void for_each_block(ThreadPool& pool, const std::function<void(int64_t index, const Block& block)>& parse) const;

 private:
  std::string path_;
  std::vector<Block> blocks_;
  int64_t lines_ = 0;
};

}  // namespace lineal
