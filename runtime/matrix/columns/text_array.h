// Many texts in one piece of memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/matrix/columns/narrow_integers.h"

namespace lineal {

/// Texts one behind the other, with the position where each ends. They may hold any bytes, zero among them.
class TextArray {
 public:
  int64_t size() const { return ends_.size(); }

  std::string_view operator[](int64_t i) const {
    const uint64_t begin = i == 0 ? 0 : ends_[i - 1];
    return {content_.data() + begin, static_cast<size_t>(ends_[i] - begin)};
  }

  void push_back(std::string_view text) {
    content_.append(text);
    ends_.push_back(content_.size());
  }
  /// Appends `count` empty texts.
  void append_empty(int64_t count) { ends_.append(count, content_.size()); }
  /// Texts [begin, end) of another array.
  void append(const TextArray& other, int64_t begin, int64_t end);
  /// The texts numbered `places`, in that order; an empty one for a place below 0.
  TextArray gather(std::span<const int64_t> places) const;
  void reserve(int64_t texts) { ends_.reserve(texts); }
  void shrink();

  /// Bytes of all texts together, and bytes held on the heap.
  int64_t content_bytes() const { return static_cast<int64_t>(content_.size()); }
  int64_t bytes() const;

 private:
  NarrowIntegers ends_;
  std::string content_;
};

}  // namespace lineal
