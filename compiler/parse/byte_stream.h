// Script text as a stream of bytes for ANTLR's lexer.
#pragma once

#include <string>
#include <string_view>

#include <antlr4-runtime.h>

namespace lineal {

/// Hands out bytes, not code points: columns are bytes, text need not be valid UTF-8, and nothing is copied. All of
/// DML's syntax is ASCII; other bytes occur in strings and comments only.
class ByteStream final : public antlr4::CharStream {
 public:
  explicit ByteStream(std::string_view text) : text_(text) {}

  void consume() override {
    if (next_ < text_.size()) ++next_;
  }
  size_t LA(ssize_t offset) override;
  ssize_t mark() override { return 0; }
  void release(ssize_t /*marker*/) override {}
  size_t index() override { return next_; }
  void seek(size_t index) override { next_ = index < text_.size() ? index : text_.size(); }
  size_t size() override { return text_.size(); }
  std::string getSourceName() const override { return "script"; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  size_t next_ = 0;
};

}  // namespace lineal
