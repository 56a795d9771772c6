// Copies of texts in bulk.
#include "runtime/matrix/columns/text_array.h"

namespace lineal {

void TextArray::append(const TextArray& other, int64_t begin, int64_t end) {
  if (begin >= end) return;
  const uint64_t first = begin == 0 ? 0 : other.ends_[begin - 1];
  const uint64_t shift = content_.size() - first;  // may wrap around, and does so back
  content_.append(other.content_, first, other.ends_[end - 1] - first);
  for (int64_t i = begin; i < end; ++i)
    ends_.push_back(other.ends_[i] + shift);
}

TextArray TextArray::gather(std::span<const int64_t> places) const {
  TextArray result;
  size_t bytes = 0;
  for (const int64_t i : places)
    bytes += i < 0 ? 0 : (*this)[i].size();
  result.content_.reserve(bytes);
  for (const int64_t i : places)
    result.push_back(i < 0 ? std::string_view() : (*this)[i]);
  return result;
}

void TextArray::shrink() {
  ends_.shrink();
  shrink_grown(content_);
}

int64_t TextArray::bytes() const {
  // A string of up to 15 bytes lives inside itself.
  const auto capacity = static_cast<int64_t>(content_.capacity());
  return ends_.bytes() + (capacity > 15 ? capacity : 0);
}

}  // namespace lineal
