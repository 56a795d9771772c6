// Sequences that are nearly always short, kept without allocation.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace lineal {

/// `count` values, default-constructed: in place up to `few`, on the heap beyond.
template <class T, size_t few>
class FewOrMany {
 public:
  explicit FewOrMany(size_t count) : count_(count), many_(count > few ? count : 0) {}
  FewOrMany(const FewOrMany&) = delete;
  FewOrMany& operator=(const FewOrMany&) = delete;
  std::span<T> all() { return count_ > few ? std::span<T>(many_) : std::span<T>(few_.data(), count_); }

 private:
  size_t count_;
  std::array<T, few> few_ = {};
  std::vector<T> many_;
};

/// Operators with more operands or outputs are rare: list(), calls with options, eigen().
inline constexpr size_t kFewOperands = 8;
inline constexpr size_t kFewOutputs = 4;

}  // namespace lineal
