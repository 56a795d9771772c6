// Which cells of a column are missing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lineal {

/// One bit a cell, set where it is missing. Words behind the last missing cell are not kept, so that a column without
/// missing cells holds none.
class MissingCells {
 public:
  int64_t size() const { return size_; }
  bool any() const { return !words_.empty(); }
  int64_t count() const;

  bool operator[](int64_t i) const {
    const auto word = static_cast<size_t>(i) / 64;
    return word < words_.size() && ((words_[word] >> (static_cast<size_t>(i) % 64)) & 1) != 0;
  }

  void append_present(int64_t count = 1) { size_ += count; }
  void append_missing(int64_t count = 1);
  /// Cells [begin, end) of another column.
  void append(const MissingCells& other, int64_t begin, int64_t end);

  /// The cells numbered `rows`, in that order.
  MissingCells gather(std::span<const int64_t> rows) const;

  /// Bytes held on the heap.
  int64_t bytes() const { return static_cast<int64_t>(words_.capacity() * sizeof words_[0]); }

 private:
  std::vector<uint64_t> words_;
  int64_t size_ = 0;
};

}  // namespace lineal
