// Lines from stdin: edited, completed and remembered on a terminal, plain otherwise.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lineal {

/// Reads lines. One at a time, since libedit keeps its state in globals.
class LineEditor {
 public:
  /// Returns every name that completion may offer now.
  using Names = std::function<std::vector<std::string>()>;
  explicit LineEditor(Names names);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  bool interactive() const { return interactive_; }
  /// Returns the next line without its end; nothing at the end of the input. `prompt` shows on a terminal only.
  std::optional<std::string> read(const char* prompt);
  void remember(const std::string& entry);

 private:
  bool interactive_;
  std::string history_;  // file; empty: none
};

}  // namespace lineal
