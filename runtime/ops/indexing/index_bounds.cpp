// Checks of subscripts.
#include "runtime/ops/indexing/index_bounds.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

bool is_missing(const Value& bound) {
  return bound.is_string() && bound.text() == kNoBound;
}

struct Range {
  int64_t lower = 0;  // from 1, both ends included
  int64_t upper = 0;
  bool everything = false;
};

int64_t position(const Value& bound) {
  if (!bound.is_int() && !bound.is_double()) {
    throw Error(ErrorKind::kRuntime, cat("index: a matrix or frame takes numbers as subscripts: ", describe(bound)));
  }
  return double_to_int(bound.number());
}

Range range_of(const KernelCall& call, size_t first, int64_t size) {
  const Value& lower = call.in[first];
  const Value& upper = call.in[first + 1];
  if (is_missing(lower)) return {1, size, true};
  const int64_t begin = position(lower);
  return {begin, is_missing(upper) ? begin : position(upper), false};
}

Rectangle checked(Range rows, Range columns, int64_t row_count, int64_t column_count) {
  const auto fits = [](Range range, int64_t size) {
    return range.everything || (range.lower >= 1 && range.upper <= size && range.lower <= range.upper);
  };
  if (!fits(rows, row_count) || !fits(columns, column_count)) {
    throw Error(ErrorKind::kRuntime,
                cat("invalid values for matrix indexing: [", rows.lower, ":", rows.upper, ",", columns.lower, ":",
                    columns.upper, "] must be within matrix dimensions [", row_count, ",", column_count, "]"));
  }
  return {rows.lower - 1, rows.upper, columns.lower - 1, columns.upper};
}

int64_t list_position(const Value& bound, const List& list) {
  if (bound.is_string()) {
    const int64_t found = list.find(bound.text());
    if (found < 0) {
      throw Error(ErrorKind::kRuntime,
                  cat("list index: no element of this name: \"", bound.text(), "\" in a list of ", list.size()));
    }
    return found + 1;
  }
  if (!bound.is_int() && !bound.is_double()) {
    throw Error(ErrorKind::kRuntime, cat("list index: needs a number or a name: ", describe(bound)));
  }
  return double_to_int(bound.number());
}

}  // namespace

Rectangle index_rectangle(const KernelCall& call, size_t first, int64_t rows, int64_t columns) {
  return checked(range_of(call, first, rows), range_of(call, first + 2, columns), rows, columns);
}

Rectangle index_rows(const KernelCall& call, size_t first, int64_t rows, int64_t columns) {
  return checked(range_of(call, first, rows), {1, columns, true}, rows, columns);
}

Positions index_list(const KernelCall& call, size_t first, const List& list) {
  const Value& lower = call.in[first];
  const Value& upper = call.in[first + 1];
  if (is_missing(lower)) return {0, list.size()};
  const int64_t begin = list_position(lower, list);
  const int64_t end = is_missing(upper) ? begin : list_position(upper, list);
  if (begin < 1 || end > list.size() || begin > end) {
    throw Error(ErrorKind::kRuntime,
                cat("list index: out of range: [", begin, ":", end, "] of a list of ", list.size()));
  }
  return {begin - 1, end};
}

int64_t index_extent(const ValueInfo& lower, const ValueInfo& upper, int64_t dimension) {
  if (lower.kind == ValueKind::kString) return dimension;
  if (lower.kind == ValueKind::kNone) return -1;
  if (upper.kind == ValueKind::kString) return 1;
  if (!lower.number || !upper.number) return -1;
  const int64_t begin = double_to_int(*lower.number);
  const int64_t end = double_to_int(*upper.number);
  return begin >= 1 && end >= begin ? end - begin + 1 : -1;
}

}  // namespace lineal
