// The distinct values of a column while it is built.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/matrix/columns/text_array.h"

namespace lineal {

/// Numbers distinct texts, or distinct doubles, in the order in which they come. Open addressing; a search that passes
/// too many others gives up, so that texts chosen to have one hash cannot make it slow.
class Dictionary {
 public:
  using Values = std::variant<TextArray, std::vector<double>>;

  int64_t size() const;
  bool holds_numbers() const { return values_.index() == 1; }
  const Values& values() const { return values_; }
  /// Hands the values out, and leaves the dictionary empty.
  Values take();

  /// The code of a text that is already there.
  std::optional<uint32_t> find(std::string_view text) const;
  /// The code of a text, a new one where it was not there; none when the search was given up. Only without numbers.
  std::optional<uint32_t> add(std::string_view text);
  /// The code of a number, told apart by its bits. Only for numbers, or while empty.
  std::optional<uint32_t> add(double number);

  /// Replaces numbers by their texts; codes stay. False when the search for a place was given up: the values are whole
  /// then, but none can be added or found.
  bool become_texts();

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t code = kFree;
  };
  static constexpr uint32_t kFree = 0xFFFFFFFF;

  /// The slot of the value for which `same(code)` holds, or the free one where it belongs; nullptr: given up.
  template <class Same>
  const Slot* search(uint32_t hash, const Same& same) const;
  /// The code of the value in its slot, which a value without one gets from `push()`.
  template <class Same, class Push>
  std::optional<uint32_t> add_value(uint32_t hash, const Same& same, const Push& push);
  /// Makes room for one more value, with half of the slots free.
  void grow();

  Values values_;
  std::vector<Slot> slots_;
};

}  // namespace lineal
