// Numbers of slots, values and operands as types of their own: a slot is no value and no constant, and none is an int.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace lineal {

/// A place in a list of things of one kind, or no place. Places in different lists do not mix; numbers become places,
/// and places numbers, only where that is written.
template <class Kind>
class Place {
 public:
  constexpr Place() = default;
  constexpr explicit Place(size_t at) : number_(static_cast<int32_t>(at)) {}

  constexpr bool exists() const { return number_ >= 0; }
  /// The index in the list, of a place that exists.
  constexpr size_t at() const { return static_cast<size_t>(number_); }
  /// The index, -1 for no place: for messages and keys.
  constexpr int32_t number() const { return number_; }

  friend constexpr bool operator==(Place, Place) = default;
  friend constexpr auto operator<=>(Place, Place) = default;

 private:
  int32_t number_ = -1;
};

/// Where a value is read: a place, a constant of the code, or nowhere (a parameter that takes its default).
template <class Where>
class OperandIn {
 public:
  constexpr OperandIn() = default;
  constexpr explicit OperandIn(Where place) : code_(place.exists() ? place.number() : kNone) {}
  static constexpr OperandIn constant(size_t index) {
    OperandIn operand;
    operand.code_ = ~static_cast<int32_t>(index);
    return operand;
  }

  constexpr bool exists() const { return code_ != kNone; }
  constexpr bool is_place() const { return code_ >= 0; }
  constexpr Where place() const { return Where(static_cast<size_t>(code_)); }
  /// The index of the constant, of an operand that exists and is no place.
  constexpr size_t constant_index() const { return static_cast<size_t>(~code_); }

  friend constexpr bool operator==(OperandIn, OperandIn) = default;
  friend constexpr auto operator<=>(OperandIn, OperandIn) = default;

 private:
  static constexpr int32_t kNone = INT32_MIN;
  int32_t code_ = kNone;  // a place, the complement of a constant's index, or kNone
};

/// A variable or a temporary of an activation.
using Slot = Place<struct SlotKind>;
/// What an instruction reads: a slot or a constant of its code.
using Operand = OperandIn<Slot>;

}  // namespace lineal

template <class Kind>
struct std::hash<lineal::Place<Kind>> {
  size_t operator()(lineal::Place<Kind> place) const noexcept { return std::hash<int32_t>()(place.number()); }
};
