// Scalar fast paths made from cell functions. They allocate nothing. Internal to the cell-wise families.
#pragma once

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// A double from any number.
template <class F>
bool scalar_function(const Value* const* in, Value& out) {
  if (!in[0]->is_number()) return false;
  out = Value::real(F::apply(in[0]->number()));
  return true;
}

/// Two ints give an exact int or are refused; next to an int a boolean counts as the int 0 or 1. Everything else gives
/// a double, two booleans too.
template <class F>
bool scalar_arithmetic(const Value* const* in, Value& out) {
  const Value& x = *in[0];
  const Value& y = *in[1];
  const auto whole = [](const Value& value) { return value.is_int() ? value.as_int() : int64_t{value.as_boolean()}; };
  if ((x.is_int() && (y.is_int() || y.is_boolean())) || (x.is_boolean() && y.is_int())) {
    int64_t result = 0;
    if (!F::integers(whole(x), whole(y), result)) return false;
    out = Value::integer(result);
    return true;
  }
  if (!x.is_number() || !y.is_number()) return false;
  out = Value::real(F::apply(x.number(), y.number()));
  return true;
}

/// A double from any two numbers.
template <class F>
bool scalar_real(const Value* const* in, Value& out) {
  if (!in[0]->is_number() || !in[1]->is_number()) return false;
  out = Value::real(F::apply(in[0]->number(), in[1]->number()));
  return true;
}

/// Compares two ints exactly, other numbers as doubles.
template <class F>
bool scalar_comparison(const Value* const* in, Value& out) {
  const Value& x = *in[0];
  const Value& y = *in[1];
  if (!x.is_number() || !y.is_number()) return false;
  out = Value::boolean(x.is_int() && y.is_int() ? F::test(x.as_int(), y.as_int()) : F::test(x.number(), y.number()));
  return true;
}

/// Combines the truth of two numbers.
template <class F>
bool scalar_logic(const Value* const* in, Value& out) {
  if (!in[0]->is_number() || !in[1]->is_number()) return false;
  out = Value::boolean(F::test(in[0]->number() != 0, in[1]->number() != 0));
  return true;
}

}  // namespace lineal
