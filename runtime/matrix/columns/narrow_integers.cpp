// Growing and widening.
#include "runtime/matrix/columns/narrow_integers.h"

namespace lineal {

void NarrowIntegers::append(int64_t count, uint64_t number) {
  if (count <= 0) return;
  if (number > largest()) widen(number);
  std::visit(
      [&](auto& numbers) {
        using Number = typename std::decay_t<decltype(numbers)>::value_type;
        numbers.resize(numbers.size() + static_cast<size_t>(count), static_cast<Number>(number));
      },
      numbers_);
}

void NarrowIntegers::reserve(int64_t count) {
  std::visit([&](auto& numbers) { numbers.reserve(static_cast<size_t>(count)); }, numbers_);
}

void NarrowIntegers::shrink() {
  std::visit([](auto& numbers) { shrink_grown(numbers); }, numbers_);
}

int64_t NarrowIntegers::bytes() const {
  return visit([](const auto& numbers) { return static_cast<int64_t>(numbers.capacity() * sizeof numbers[0]); });
}

void NarrowIntegers::widen(uint64_t number) {
  const auto moved = [&]<class Wide>(std::vector<Wide> wide) {
    visit([&](const auto& numbers) {
      wide.reserve(numbers.capacity());
      wide.assign(numbers.begin(), numbers.end());
    });
    numbers_ = std::move(wide);
  };
  if (number <= std::numeric_limits<uint16_t>::max()) {
    moved(std::vector<uint16_t>());
  } else if (number <= std::numeric_limits<uint32_t>::max()) {
    moved(std::vector<uint32_t>());
  } else {
    moved(std::vector<uint64_t>());
  }
}

}  // namespace lineal
