// A stretch of script text, and the texts that spans point into.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lineal {

/// A stretch of script text. `file` indexes a SourceMap; `line` and `column` count from 1, columns in bytes. A line of
/// 0 means unknown. `length` is in bytes and may run past the end of the first line.
struct SourceSpan {
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 0;
  uint32_t file = 0;

  constexpr bool known() const { return line != 0; }
};

/// Holds the text of every script that a session has seen, so that errors can show the line. Append-only.
class SourceMap {
 public:
  /// Registers a text under the name shown in errors and returns its index.
  uint32_t add(std::string name, std::string text);
  std::string_view name(uint32_t file) const;
  std::string_view text(uint32_t file) const;
  /// Returns line number `line` (from 1) without its end; empty when there is none.
  std::string_view line(uint32_t file, uint32_t line) const;

 private:
  struct Source {
    std::string name;
    std::string text;
  };
  std::vector<Source> sources_;
};

}  // namespace lineal
