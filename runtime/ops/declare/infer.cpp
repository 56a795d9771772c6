// Inference shared by the families.
#include "runtime/ops/declare/infer.h"

#include <algorithm>
#include <cmath>

namespace lineal::infer {

using Infos = std::span<const ValueInfo>;
using Outs = std::span<ValueInfo>;

int64_t times(int64_t a, int64_t b) {
  int64_t product = 0;
  return a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product) ? -1 : product;
}

int64_t plus(int64_t a, int64_t b) {
  int64_t sum = 0;
  return a < 0 || b < 0 || __builtin_add_overflow(a, b, &sum) ? -1 : sum;
}

int64_t cells(const ValueInfo& info) {
  return times(info.rows, info.columns);
}

int64_t nonzeros_bound(const ValueInfo& info) {
  return info.nonzeros >= 0 ? info.nonzeros : cells(info);
}

int64_t dimension(const ValueInfo& info) {
  if (!info.is_number() || !info.number || !(*info.number >= 0)) return -1;
  return double_to_int(*info.number);
}

bool flag(const ValueInfo& info, bool unknown) {
  return info.number ? *info.number != 0 : unknown;
}

Spread spread(int64_t left_rows, int64_t left_columns, int64_t right_rows, int64_t right_columns) {
  if (left_rows == right_rows && left_columns == right_columns) return Spread::kSame;
  if (right_columns == 1 && left_rows == right_rows) return Spread::kColumn;
  if (right_rows == 1 && left_columns == right_columns) return Spread::kRow;
  if (left_columns == 1 && right_rows == 1) return Spread::kOuter;
  return Spread::kMisfit;
}

ValueInfo broadcast(const ValueInfo& left, const ValueInfo& right) {
  if (!left.is_matrix() && !right.is_matrix()) return ValueInfo::unknown();
  if (left.is_number()) return ValueInfo::matrix(right.rows, right.columns);
  if (right.is_number()) return ValueInfo::matrix(left.rows, left.columns);
  if (!left.is_matrix() || !right.is_matrix()) return ValueInfo::matrix();
  ValueInfo result = ValueInfo::matrix();
  if (left.sized() && right.sized()) {
    switch (spread(left.rows, left.columns, right.rows, right.columns)) {
      case Spread::kMisfit:
        break;
      case Spread::kOuter:
        result = ValueInfo::matrix(left.rows, right.columns);
        break;
      default:
        result = ValueInfo::matrix(left.rows, left.columns);
    }
    return result;
  }
  // Rows always come from the left. Columns do too unless the left is one column, which the outer form widens.
  result.rows = left.rows;
  if (left.columns >= 0 && left.columns != 1) result.columns = left.columns;
  return result;
}

namespace {

void fill(Outs out, const ValueInfo& info) {
  std::fill(out.begin(), out.end(), info);
}

void count(Outs out, int64_t known) {
  // A double holds the count exactly only below 2^53.
  fill(out, known < 0 || known >= int64_t{1} << 53 ? ValueInfo::scalar(ValueKind::kInt)
                                                   : ValueInfo::of_number(ValueKind::kInt, static_cast<double>(known)));
}

}  // namespace

void scalar_int(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kInt));
}
void scalar_double(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kDouble));
}
void scalar_boolean(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kBoolean));
}
void scalar_string(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kString));
}
void any_matrix(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::matrix());
}
void any_frame(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kFrame));
}
void any_list(const OpDef&, Infos, Outs out) {
  fill(out, ValueInfo::scalar(ValueKind::kList));
}

void same_shape(const OpDef&, Infos in, Outs out) {
  ValueInfo info = in.empty() ? ValueInfo::unknown() : in[0];
  info.nonzeros = -1;
  info.number.reset();
  fill(out, info);
}

void same_as_first(const OpDef&, Infos in, Outs out) {
  ValueInfo info = in.empty() ? ValueInfo::unknown() : in[0];
  info.number.reset();
  fill(out, info);
}

void column_of_rows(const OpDef&, Infos in, Outs out) {
  fill(out, ValueInfo::matrix(in.empty() ? -1 : in[0].rows, 1));
}
void row_of_columns(const OpDef&, Infos in, Outs out) {
  fill(out, ValueInfo::matrix(1, in.empty() ? -1 : in[0].columns));
}

void row_count(const OpDef&, Infos in, Outs out) {
  count(out, in.empty() ? -1 : in[0].rows);
}
void column_count(const OpDef&, Infos in, Outs out) {
  count(out, in.empty() ? -1 : in[0].columns);
}
void cell_count(const OpDef&, Infos in, Outs out) {
  count(out, in.empty() ? -1 : cells(in[0]));
}

ValueInfo propagate_numbers(const OpDef& op, Infos in) {
  constexpr size_t kMost = 4;
  if (op.scalar == nullptr || in.empty() || in.size() > kMost || in.size() != op.params.size()) {
    return ValueInfo::unknown();
  }
  Value values[kMost];
  const Value* pointers[kMost] = {};
  for (size_t i = 0; i < in.size(); ++i) {
    const ValueInfo& info = in[i];
    if (!info.is_number() || !info.number) return ValueInfo::unknown();
    // Beyond 2^53 the double of an info may not be the integer itself.
    if (info.kind == ValueKind::kInt && !(std::abs(*info.number) < 0x1p53)) return ValueInfo::unknown();
    values[i] = info.kind == ValueKind::kInt       ? Value::integer(static_cast<int64_t>(*info.number))
                : info.kind == ValueKind::kBoolean ? Value::boolean(*info.number != 0)
                                                   : Value::real(*info.number);
    pointers[i] = &values[i];
  }
  Value result;
  if (!op.scalar(pointers, result) || !result.is_number()) return ValueInfo::unknown();
  if (result.is_int() && std::abs(result.number()) >= 0x1p53) return ValueInfo::scalar(ValueKind::kInt);
  return ValueInfo::of_number(result.kind(), result.number());
}

namespace {

/// The kind of a scalar result depends on the kinds of the operands alone: tries it on ones.
ValueInfo scalar_kind(const OpDef& op, Infos in) {
  constexpr size_t kMost = 4;
  ValueInfo ones[kMost];
  if (in.size() > kMost) return ValueInfo::unknown();
  for (size_t i = 0; i < in.size(); ++i) {
    if (!in[i].is_number()) return ValueInfo::unknown();
    ones[i] = ValueInfo::of_number(in[i].kind, 1);
  }
  const ValueInfo result = propagate_numbers(op, {ones, in.size()});
  return ValueInfo::scalar(result.kind);
}

/// Bound of the non-zeros of a cell-wise result with f(0, ..., 0) == 0: the sum of the operands' bounds.
int64_t cellwise_nonzeros(const OpDef& op, Infos in, const ValueInfo& shape) {
  const int64_t all = cells(shape);
  if (!op.is(kZeroPreserving)) return -1;
  int64_t sum = 0;
  for (const ValueInfo& info : in) {
    if (info.is_number()) {
      if (!info.number || *info.number != 0) return -1;
      continue;
    }
    if (!info.sized() || info.rows != shape.rows || info.columns != shape.columns || info.nonzeros < 0) return -1;
    sum = plus(sum, info.nonzeros);
  }
  return sum < 0 ? all : std::min(sum, all);
}

}  // namespace

void cellwise(const OpDef& op, Infos in, Outs out) {
  ValueInfo shape = in.empty() ? ValueInfo::unknown() : in[0];
  bool any_unknown = false;
  bool any_matrix_operand = false;
  for (const ValueInfo& info : in) {
    any_unknown = any_unknown || info.kind == ValueKind::kNone;
    any_matrix_operand = any_matrix_operand || info.is_matrix();
  }
  if (!any_matrix_operand) {
    if (any_unknown) return fill(out, ValueInfo::unknown());
    const ValueInfo known = propagate_numbers(op, in);
    return fill(out, known.kind != ValueKind::kNone ? known : scalar_kind(op, in));
  }
  if (any_unknown) {
    // With an operand of unknown kind only rows of a leading matrix are certain.
    return fill(out, ValueInfo::matrix());
  }
  for (size_t i = 1; i < in.size(); ++i) {
    shape = shape.is_number() && in[i].is_number() ? shape : broadcast(shape, in[i]);
  }
  if (!shape.is_matrix()) return fill(out, ValueInfo::matrix());
  ValueInfo result = ValueInfo::matrix(shape.rows, shape.columns);
  result.nonzeros = cellwise_nonzeros(op, in, result);
  fill(out, result);
}

}  // namespace lineal::infer
