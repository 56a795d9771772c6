#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/exec/interpreter.h"

namespace lineal {
namespace {

// A bound is cut to a whole number, as the values of the variable are; ints stay exact.
int64_t bound(const Value& value, std::string_view what) {
  if (value.is_int()) return value.as_int();
  const bool cell = value.is_matrix() && value.as_matrix().cells() == 1;
  if (!cell && !value.is_double())
    throw Error(ErrorKind::kRuntime, cat("for: ", what, " is not a number: ", describe(value)));
  const double number = cell ? cell_at(value.as_matrix(), 0, 0) : value.as_double();
  if (std::isnan(number)) throw Error(ErrorKind::kRuntime, cat("for: ", what, " is NaN"));
  return double_to_int(number);
}

bool is_zero(const Value& value) {
  return value.is_matrix() ? cell_at(value.as_matrix(), 0, 0) == 0 : value.number() == 0;
}

}  // namespace

LoopRange loop_range(const Value& from, const Value& to, const Value* increment) {
  const int64_t first = bound(from, "the first bound");
  const int64_t last = bound(to, "the second bound");
  const int64_t step = increment ? bound(*increment, "the increment") : first > last ? -1 : 1;
  if (increment && is_zero(*increment))
    throw Error(ErrorKind::kRuntime, cat("for: bounds ", first, " and ", last, " with increment 0"));
  LoopRange range{.from = first, .step = step};
  // A fraction is cut to 0, by which SystemDS does not iterate either.
  if (step == 0 || (step > 0 ? first > last : first < last)) return range;
  // Distances up to 2^64 - 1 fit without a sign.
  const uint64_t distance = step > 0 ? static_cast<uint64_t>(last) - static_cast<uint64_t>(first)
                                     : static_cast<uint64_t>(first) - static_cast<uint64_t>(last);
  const uint64_t stride = step > 0 ? static_cast<uint64_t>(step) : -static_cast<uint64_t>(step);
  const uint64_t more = distance / stride;
  if (more >= uint64_t{9'000'000'000'000'000'000})
    throw Error(ErrorKind::kRuntime, cat("for: too many iterations from ", first, " to ", last));
  range.count = static_cast<int64_t>(more) + 1;
  return range;
}

}  // namespace lineal
