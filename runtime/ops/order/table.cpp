// table(): contingency tables, and the one-hot and permutation matrices that scripts build with it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

/// One counted pair, from 0.
struct Pair {
  int64_t row;
  int64_t column;
  double weight;
};

/// An argument as a sequence of numbers as long as the first one; a number repeats.
class Series {
 public:
  explicit Series(double number) : number_(number) {}
  explicit Series(MatrixRef dense) : matrix_(std::move(dense)), cells_(matrix_) {}
  double at(int64_t i) const { return cells_ ? cells_->data()[i] : number_; }
  const Matrix& matrix() const { return *matrix_; }

 private:
  MatrixRef matrix_;
  Pin cells_;
  double number_ = 0;
};

Series series_of(const Value& value, const Matrix& like) {
  if (value.is_number()) return Series(value.number());
  if (!value.is_matrix()) throw Error(ErrorKind::kRuntime, cat("table: needs matrices or numbers: ", describe(value)));
  MatrixRef matrix = to_dense(value.matrix_ref());
  if (matrix->rows() != like.rows() || matrix->columns() != like.columns()) {
    throw Error(ErrorKind::kRuntime, cat("table: the shapes differ: ", like.rows(), "x", like.columns(), " and ",
                                         matrix->rows(), "x", matrix->columns()));
  }
  return Series(std::move(matrix));
}

/// What the call means by the number of its arguments: (A, B), (A, B, W), (A, B, rows, columns), (A, B, W, rows,
/// columns) and one more flag that changes nothing here.
struct Arguments {
  const Value* weights = nullptr;
  int64_t rows = -1;
  int64_t columns = -1;
};

constexpr size_t kMostArguments = 6;

size_t given(const KernelCall& call) {
  size_t count = kMostArguments;
  while (count > 2 && call.in[count - 1].is_string())
    --count;
  return count;
}

int64_t dimension(const Value& value) {
  if (!value.is_number() || !(value.number() >= 0)) {
    throw Error(ErrorKind::kRuntime, cat("table: dimensions must be numbers of at least 0: ", describe(value)));
  }
  return double_to_int(value.number());
}

Arguments arguments_of(const KernelCall& call) {
  Arguments result;
  const size_t count = given(call);
  if (count != 2 && count != 4) result.weights = &call.in[2];
  if (count >= 4) {
    const size_t first = count == 4 ? 2 : 3;
    result.rows = dimension(call.in[first]);
    result.columns = dimension(call.in[first + 1]);
  }
  return result;
}

std::vector<Pair> pairs_of(const KernelCall& call, Arguments& arguments) {
  const Series a(to_dense(call.in[0].matrix_ref()));
  const Series b = series_of(call.in[1], a.matrix());
  const Series weights = arguments.weights ? series_of(*arguments.weights, a.matrix()) : Series(1);
  const bool sized = arguments.rows >= 0;
  int64_t rows = 0;
  int64_t columns = 0;
  std::vector<Pair> pairs;
  const int64_t count = a.matrix().cells();
  pairs.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    const double x = a.at(i);
    const double y = b.at(i);
    const double weight = weights.at(i);
    if (x != x || y != y || weight != weight) continue;
    // Saturating conversion: an absurd value is caught by the check of dimensions below.
    const int64_t row = x >= 0x1p63 ? INT64_MAX : x <= -0x1p63 ? INT64_MIN : static_cast<int64_t>(x);
    const int64_t column = y >= 0x1p63 ? INT64_MAX : y <= -0x1p63 ? INT64_MIN : static_cast<int64_t>(y);
    if (row <= 0 || column <= 0) {
      throw Error(ErrorKind::kRuntime, cat("table: one of the values is <= zero: ", x, " and ", y, " in pair ", i + 1));
    }
    if (sized && (row > arguments.rows || column > arguments.columns)) continue;
    rows = std::max(rows, row);
    columns = std::max(columns, column);
    pairs.push_back({row - 1, column - 1, weight});
  }
  if (!sized) {
    arguments.rows = rows;
    arguments.columns = columns;
  }
  return pairs;
}

NewMatrix dense_table(const std::vector<Pair>& pairs, int64_t rows, int64_t columns) {
  NewMatrix result = NewMatrix::filled(rows, columns, 0);
  for (const Pair& pair : pairs)
    result->row(pair.row)[pair.column] += pair.weight;
  return result;
}

/// Pairs grouped by row in linear time; weights of one cell are added in the order of the arguments, as in dense_table.
NewMatrix sparse_table(const std::vector<Pair>& pairs, int64_t rows, int64_t columns) {
  if (pairs.empty()) return NewMatrix::zero(rows, columns);
  checked_dense_bytes(rows, 1);
  std::vector<int64_t> begin(static_cast<size_t>(rows) + 1);
  for (const Pair& pair : pairs)
    ++begin[static_cast<size_t>(pair.row) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<Pair> grouped(pairs.size());
  std::vector<int64_t> next(begin.begin(), begin.end() - 1);
  for (const Pair& pair : pairs)
    grouped[static_cast<size_t>(next[static_cast<size_t>(pair.row)]++)] = pair;
  RowBuilder result(rows, columns);
  result.reserve(static_cast<int64_t>(pairs.size()));
  const auto by_column = [](const Pair& x, const Pair& y) { return x.column < y.column; };
  for (int64_t r = 0; r < rows; ++r) {
    const auto first = grouped.begin() + begin[static_cast<size_t>(r)];
    const auto last = grouped.begin() + begin[static_cast<size_t>(r) + 1];
    if (!std::is_sorted(first, last, by_column)) std::stable_sort(first, last, by_column);
    for (auto pair = first; pair != last;) {
      const int64_t column = pair->column;
      double weight = 0;
      for (; pair != last && pair->column == column; ++pair)
        weight += pair->weight;
      result.add(column, weight);
    }
    result.end_row();
  }
  return result.finish();
}

void table(KernelCall& call) {
  Arguments arguments = arguments_of(call);
  const std::vector<Pair> pairs = pairs_of(call, arguments);
  const int64_t cells = checked_cells(arguments.rows, arguments.columns);
  // Dense where more than about a third of the cells can be filled, or where everything is small.
  constexpr int64_t kSmallTable = 256;
  const bool dense = cells <= kSmallTable || cells / 3 <= static_cast<int64_t>(pairs.size());
  call.out[0] = Value::matrix(dense ? dense_table(pairs, arguments.rows, arguments.columns)
                                    : sparse_table(pairs, arguments.rows, arguments.columns));
}

void infer_table(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix();
  size_t count = std::min(in.size(), kMostArguments);
  while (count > 2 && in[count - 1].kind == ValueKind::kString)
    --count;
  if (in[0].is_matrix()) out[0].nonzeros = infer::cells(in[0]);
  if (count < 4) return;
  const size_t first = count == 4 ? 2 : 3;
  out[0].rows = infer::dimension(in[first]);
  out[0].columns = infer::dimension(in[first + 1]);
}

}  // namespace

void register_tables(OpRegistry& registry) {
  for (const std::string_view spelling : {"table", "ctable"}) {
    // An argument left out is an empty text: every number may be meant.
    registry.add({.name = spelling,
                  .call = spelling,
                  .params = {{"A", kMatrix},
                             {"B", kNumeric},
                             {"C", kNumeric | kText, ""},
                             {"D", kNumber | kText, ""},
                             {"E", kNumber | kText, ""},
                             {"F", kNumber | kText, ""}},
                  .traits = kDeterministic | kReusable,
                  .infer = infer_table,
                  .kernels = {any_form(table)},
                  .law_cases = {"40x1 whole, 40x1 whole, _, _, _, _", "3000x1 whole, 3000x1 whole, 3000x1, _, _, _",
                                "40x1 whole, 40x1 whole, 6, 7, _, _", "40x1 whole, 40x1 whole, 2.5, 5, 5, _"},
                  .help = "Counts, or adds the weights of, each pair of values: table(A, B[, W][, rows, columns])."});
  }
}

}  // namespace lineal
