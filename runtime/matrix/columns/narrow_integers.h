// Whole numbers in as few bytes as the largest of them needs.
#pragma once

#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

namespace lineal {

/// A vector of non-negative whole numbers, each in 1, 2, 4 or 8 bytes: the fewest that hold the largest. Codes and
/// offsets are kept in it, which are small for most columns.
class NarrowIntegers {
 public:
  NarrowIntegers() = default;
  /// Takes numbers over as they are stored.
  template <class T>
  explicit NarrowIntegers(std::vector<T> numbers) : numbers_(std::move(numbers)) {}

  /// Calls `action` with the vector of numbers, in the width that they are stored in; for tight loops.
  template <class Action>
  decltype(auto) visit(const Action& action) const {
    switch (numbers_.index()) {
      case 0:
        return action(*std::get_if<0>(&numbers_));
      case 1:
        return action(*std::get_if<1>(&numbers_));
      case 2:
        return action(*std::get_if<2>(&numbers_));
      default:
        return action(*std::get_if<3>(&numbers_));
    }
  }

  int64_t size() const {
    return visit([](const auto& numbers) { return static_cast<int64_t>(numbers.size()); });
  }
  /// Bytes of one number.
  int width() const { return 1 << numbers_.index(); }

  uint64_t operator[](int64_t i) const {
    const auto at = static_cast<size_t>(i);
    switch (numbers_.index()) {
      case 0:
        return (*std::get_if<0>(&numbers_))[at];
      case 1:
        return (*std::get_if<1>(&numbers_))[at];
      case 2:
        return (*std::get_if<2>(&numbers_))[at];
      default:
        return (*std::get_if<3>(&numbers_))[at];
    }
  }

  void push_back(uint64_t number) {
    if (number > largest()) widen(number);
    switch (numbers_.index()) {
      case 0:
        return std::get_if<0>(&numbers_)->push_back(static_cast<uint8_t>(number));
      case 1:
        return std::get_if<1>(&numbers_)->push_back(static_cast<uint16_t>(number));
      case 2:
        return std::get_if<2>(&numbers_)->push_back(static_cast<uint32_t>(number));
      default:
        return std::get_if<3>(&numbers_)->push_back(number);
    }
  }
  /// Appends `count` times the same number.
  void append(int64_t count, uint64_t number);
  /// Appends `number(0)` to `number(count - 1)`, none of them above `most`.
  template <class Number>
  void append_each(int64_t count, uint64_t most, const Number& number) {
    if (most > largest()) widen(most);
    std::visit(
        [&](auto& numbers) {
          const size_t before = numbers.size();
          numbers.resize(before + static_cast<size_t>(count));
          for (int64_t i = 0; i < count; ++i)
            numbers[before + static_cast<size_t>(i)] =
                static_cast<typename std::decay_t<decltype(numbers)>::value_type>(number(i));
        },
        numbers_);
  }
  void reserve(int64_t count);
  /// Gives back memory that growing took beyond what is held.
  void shrink();

  /// Bytes held on the heap.
  int64_t bytes() const;

 private:
  /// The largest number that the present width holds.
  uint64_t largest() const { return std::numeric_limits<uint64_t>::max() >> (64 - 8 * width()); }
  /// Moves all numbers to a width that holds `number`.
  void widen(uint64_t number);

  std::variant<std::vector<uint8_t>, std::vector<uint16_t>, std::vector<uint32_t>, std::vector<uint64_t>> numbers_;
};

/// Gives back the memory of a vector or string that was grown to more than an eighth beyond its size.
template <class Container>
void shrink_grown(Container& container) {
  if (container.capacity() - container.size() > container.size() / 8) container.shrink_to_fit();
}

}  // namespace lineal
