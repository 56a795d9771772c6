// Slots, values and operands are types that do not mix, and cost what an int costs.
#include "runtime/program/operand.h"

#include <type_traits>

#include <catch2/catch.hpp>

#include "compiler/lower/schedule.h"

using namespace lineal;

static_assert(sizeof(Slot) == sizeof(int32_t) && sizeof(Operand) == sizeof(int32_t));
static_assert(std::is_trivially_copyable_v<Operand>);
static_assert(!std::is_convertible_v<int, Slot> && !std::is_convertible_v<Slot, size_t>);
static_assert(!std::is_convertible_v<Slot, Operand> && std::is_constructible_v<Operand, Slot>);
static_assert(!std::is_constructible_v<Operand, ValuePlace> && !std::is_constructible_v<ValueOperand, Slot>);
static_assert(!std::is_constructible_v<Slot, ValuePlace> && !std::is_constructible_v<Operand, int>);
static_assert(!std::is_constructible_v<ValueNumbers::Number, ValuePlace>);

TEST_CASE("an operand is a place, a constant or nothing") {
  CHECK_FALSE(Operand().exists());
  CHECK_FALSE(Operand().is_place());
  CHECK_FALSE(Operand(Slot()).exists());
  const Operand slot(Slot(7));
  CHECK(slot.exists());
  CHECK(slot.is_place());
  CHECK(slot.place() == Slot(7));
  const Operand constant = Operand::constant(0);
  CHECK(constant.exists());
  CHECK_FALSE(constant.is_place());
  CHECK(constant.constant_index() == 0);
  CHECK(constant != Operand());
  CHECK(Operand::constant(3).constant_index() == 3);
}

TEST_CASE("a place is a number of its list, or none") {
  CHECK_FALSE(Slot().exists());
  CHECK(Slot().number() == -1);
  CHECK(Slot(0).exists());
  CHECK(Slot(2).at() == 2);
  CHECK(Slot(1) < Slot(2));
  CHECK(Slot() < Slot(0));
}
