// Bits of missing cells.
#include "runtime/matrix/columns/missing_cells.h"

#include <algorithm>
#include <bit>

namespace lineal {

int64_t MissingCells::count() const {
  int64_t count = 0;
  for (const uint64_t word : words_)
    count += std::popcount(word);
  return count;
}

void MissingCells::append_missing(int64_t count) {
  if (count <= 0) return;
  const auto begin = static_cast<size_t>(size_);
  size_ += count;
  const auto end = static_cast<size_t>(size_);
  words_.resize((end + 63) / 64);
  for (size_t word = begin / 64; word < words_.size(); ++word) {
    const size_t first = std::max(begin, word * 64) % 64;
    const size_t bits = std::min(end, (word + 1) * 64) - std::max(begin, word * 64);
    words_[word] |= (~uint64_t{0} >> (64 - bits)) << first;
  }
}

void MissingCells::append(const MissingCells& other, int64_t begin, int64_t end) {
  const int64_t last = std::min(end, static_cast<int64_t>(other.words_.size()) * 64);  // all behind it are present
  for (; begin < last; ++begin) {
    if (other[begin]) {
      append_missing();
    } else {
      append_present();
    }
  }
  append_present(std::max<int64_t>(end - begin, 0));
}

MissingCells MissingCells::gather(std::span<const int64_t> rows) const {
  MissingCells result;
  if (any()) {
    for (const int64_t r : rows) {
      if ((*this)[r]) {
        result.append_missing();
      } else {
        result.append_present();
      }
    }
  } else {
    result.append_present(static_cast<int64_t>(rows.size()));
  }
  return result;
}

}  // namespace lineal
