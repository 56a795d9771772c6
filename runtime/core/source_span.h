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
  /// Says that the text is a piece of a longer one and begins on its line `first_line` (from 1).
  void starts_at(uint32_t file, uint32_t first_line);
  /// Hides `length` bytes of one line, from byte `offset` of the text: we put them there, the user did not.
  void hide(uint32_t file, size_t offset, uint32_t length);
  /// Returns the place as the user sees it: without what is hidden, in the lines of the longer text.
  SourceSpan shown(SourceSpan where) const;
  /// Returns the line of `where` as the user sees it, without its end; empty when there is none.
  std::string shown_line(SourceSpan where) const;

 private:
  struct Source {
    std::string name;
    std::string text;
    uint32_t first_line = 1;
    uint32_t hidden_line = 0;  // line and column of the first hidden byte, both from 1
    uint32_t hidden_column = 0;
    uint32_t hidden_length = 0;
  };
  std::string_view line(uint32_t file, uint32_t line) const;

  std::vector<Source> sources_;
};

}  // namespace lineal
