#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/exec/interpreter.h"

namespace lineal {

namespace {
double bound(const Value& value, std::string_view what) {
  if (value.is_int() || value.is_double()) return value.number();
  if (value.is_matrix() && value.as_matrix().cells() == 1) return value.as_matrix().at(0, 0);
  throw Error(ErrorKind::kRuntime, cat("for: ", what, " is not a number: ", describe(value)));
}
}  // namespace

// Bounds and increment are cut to whole numbers first, as the values of the variable are.
LoopRange loop_range(const Value& from, const Value& to, const Value* increment, bool is_seq) {
  LoopRange range;
  range.from = bound(from, "the first bound");
  range.to = bound(to, "the second bound");
  range.step = increment ? bound(*increment, "the increment") : range.from > range.to ? -1 : 1;
  if (std::isnan(range.from) || std::isnan(range.to) || range.step == 0 || std::isnan(range.step)) {
    throw Error(ErrorKind::kRuntime,
                cat("for: bounds ", range.from, " and ", range.to, " with increment ", range.step));
  }
  (void)is_seq;
  range.from = std::trunc(range.from);
  range.to = std::trunc(range.to);
  range.step = std::trunc(range.step);
  if (range.step == 0) return range;
  const double count = 1 + std::floor(range.to / range.step - range.from / range.step);
  if ((range.to - range.from) / range.step < 0 || count < 1) return range;
  if (count > 9e18) throw Error(ErrorKind::kRuntime, cat("for: too many iterations: ", count));
  range.count = static_cast<int64_t>(count);
  if (range.step > 0 ? range.from + count * range.step <= range.to : range.from + count * range.step >= range.to) {
    ++range.count;
  }
  return range;
}

int64_t LoopRange::at(int64_t i) const {
  return double_to_int(from) + i * double_to_int(step);
}

}  // namespace lineal
