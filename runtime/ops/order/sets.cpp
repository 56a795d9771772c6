// Distinct values and membership.
#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/aggregate/aggregate_extreme.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/order/sets_distinct.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

enum class Direction : uint8_t { kAll, kRows, kColumns };

Direction direction_of(std::string_view what, const Value& value) {
  if (value.is_string()) {
    if (value.text() == "rc") return Direction::kAll;
    if (value.text() == "r") return Direction::kRows;
    if (value.text() == "c") return Direction::kColumns;
  }
  throw Error(ErrorKind::kRuntime, cat(what, ": dir must be \"rc\", \"r\" or \"c\": ", describe(value)));
}

/// Distinct values of each row.
template <class Body>
void for_each_row(const MatrixBlock& matrix, const Body& body) {
  std::vector<double> row(static_cast<size_t>(matrix.columns()));
  DistinctValues values;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    expand_row(matrix, r, row.data());
    values.clear();
    for (const double x : row)
      values.add(x);
    body(r, values);
  }
}

DistinctValues distinct_of(const MatrixBlock& matrix, const Interrupt& interrupt) {
  constexpr int64_t kBetweenChecks = int64_t{1} << 16;
  DistinctValues values;
  if (!matrix.is_sparse()) {
    for (int64_t i = 0; i < matrix.cells(); ++i) {
      if (i % kBetweenChecks == 0) interrupt.check();
      values.add(matrix.data()[i]);
    }
    return values;
  }
  // Values arrive in row-major order, as in the dense form: a zero where the first gap is.
  bool zero_seen = false;
  int64_t expected = 0;
  for (int64_t r = 0; r < matrix.rows() && !matrix.entries().values.empty(); ++r) {
    const std::span<const int64_t> columns = matrix.row_columns(r);
    for (size_t k = 0; k < columns.size(); ++k) {
      const int64_t index = r * matrix.columns() + columns[k];
      if (!zero_seen && index != expected) {
        values.add(0);
        zero_seen = true;
      }
      expected = index + 1;
      values.add(matrix.row_values(r)[k]);
    }
  }
  if (!zero_seen && static_cast<int64_t>(matrix.entries().values.size()) < matrix.cells()) values.add(0);
  return values;
}

NewMatrix distinct_rows(const MatrixBlock& matrix) {
  std::vector<std::vector<double>> rows(static_cast<size_t>(matrix.rows()));
  size_t widest = 0;
  for_each_row(matrix, [&](int64_t r, const DistinctValues& values) {
    rows[static_cast<size_t>(r)] = values.in_hash_order();
    widest = std::max(widest, rows[static_cast<size_t>(r)].size());
  });
  NewMatrix result = NewMatrix::filled(matrix.rows(), static_cast<int64_t>(widest), 0);
  for (int64_t r = 0; r < matrix.rows(); ++r)
    std::copy(rows[static_cast<size_t>(r)].begin(), rows[static_cast<size_t>(r)].end(), result->row(r));
  return result;
}

void unique(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  switch (direction_of("unique", call.in[1])) {
    case Direction::kRows:
      call.out[0] = Value::matrix(distinct_rows(matrix));
      return;
    case Direction::kColumns:
      call.out[0] = Value::matrix(transpose(*distinct_rows(*transpose(matrix, call.context.pool)), call.context.pool));
      return;
    case Direction::kAll:
      break;
  }
  const std::vector<double> values = distinct_of(matrix, call.context.interrupt).in_hash_order();
  NewMatrix result = NewMatrix::dense(static_cast<int64_t>(values.size()), 1);
  std::copy(values.begin(), values.end(), result->data());
  call.out[0] = Value::matrix(std::move(result));
}

NewMatrix count_rows(const MatrixBlock& matrix) {
  NewMatrix result = NewMatrix::dense(matrix.rows(), 1);
  for_each_row(
      matrix, [&](int64_t r, const DistinctValues& values) { result->data()[r] = static_cast<double>(values.size()); });
  return result;
}

void count(KernelCall& call, Direction direction) {
  const MatrixBlock& matrix = call.matrix(0);
  ThreadPool& pool = call.context.pool;
  if (direction == Direction::kAll) {
    call.out[0] = Value::integer(distinct_of(matrix, call.context.interrupt).size());
  } else if (direction == Direction::kRows) {
    call.out[0] = Value::matrix(count_rows(matrix));
  } else {
    call.out[0] = Value::matrix(transpose(*count_rows(*transpose(matrix, pool)), pool));
  }
}

/// countDistinct(X, dir) and countDistinctApprox(X, type, dir): the direction is the last argument.
void count_distinct(KernelCall& call) {
  count(call, direction_of(call.op.call, call.in.back()));
}

template <Direction direction>
void count_along(KernelCall& call) {
  count(call, direction);
}

void contains(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  const Value& pattern = call.in[1];
  const auto equal = [](double a, double b) { return a == b || (a != a && b != b); };
  if (pattern.is_number() || (pattern.is_matrix() && pattern.as_matrix().cells() == 1)) {
    const double wanted = pattern.is_number() ? pattern.number() : call.matrix(1).at(0, 0);
    const double* begin = matrix.is_sparse() ? matrix.entries().values.data() : matrix.data();
    const int64_t size = matrix.is_sparse() ? static_cast<int64_t>(matrix.entries().values.size()) : matrix.cells();
    const bool gap = matrix.is_sparse() && wanted == 0 && size < matrix.cells();
    call.out[0] = Value::boolean(gap || std::any_of(begin, begin + size, [&](double x) { return equal(x, wanted); }));
    return;
  }
  if (!pattern.is_matrix() || pattern.as_matrix().rows() != 1 || pattern.as_matrix().columns() != matrix.columns()) {
    throw Error(ErrorKind::kRuntime, cat("contains: the pattern must be a number or a row of ", matrix.columns(),
                                         " cells: ", describe(pattern)));
  }
  std::vector<double> wanted(static_cast<size_t>(matrix.columns()));
  std::vector<double> row(wanted.size());
  expand_row(call.matrix(1), 0, wanted.data());
  bool found = false;
  for (int64_t r = 0; r < matrix.rows() && !found; ++r) {
    expand_row(matrix, r, row.data());
    found = std::equal(row.begin(), row.end(), wanted.begin(), equal);
  }
  call.out[0] = Value::boolean(found);
}

void add_count(OpRegistry& registry, std::string_view name, std::vector<Param> params, KernelFunction kernel,
               Infer infer, std::string_view help) {
  registry.add({.name = name,
                .call = name,
                .params = std::move(params),
                .style = CallStyle::kNamed,
                .outputs = {kNumeric},
                .traits = kDeterministic | kReusable,
                .infer = infer,
                .kernels = {any_form(kernel)},
                .help = help});
}

}  // namespace

void register_sets(OpRegistry& registry) {
  registry.add({.name = "unique",
                .call = "unique",
                .params = {{"target", kMatrix}, {"dir", kText, "rc"}},
                .style = CallStyle::kNamed,
                .traits = kDeterministic | kReusable,
                .infer = infer::any_matrix,
                .kernels = {any_form(unique)},
                .law_cases = {"40x1 whole, 'rc'", "6x5 flags, 'r'", "6x5 flags, 'c'"},
                .help = "Distinct values of a matrix (dir \"rc\"), of each row (\"r\") or each column (\"c\")."});
  const Param target = {"target", kMatrix};
  const Param direction = {"dir", kText, "rc"};
  const Param type = {"type", kText, "KMV"};
  add_count(registry, "countDistinct", {target, direction}, count_distinct, nullptr,
            "Number of distinct values, of each row (dir \"r\") or column (\"c\").");
  // The exact number is an estimate without error.
  add_count(registry, "countDistinctApprox", {target, type, direction}, count_distinct, nullptr,
            "Number of distinct values; computed exactly.");
  add_count(registry, "rowCountDistinct", {target}, count_along<Direction::kRows>, infer::column_of_rows,
            "Number of distinct values of each row.");
  add_count(registry, "rowCountDistinctApprox", {target, type}, count_along<Direction::kRows>, infer::column_of_rows,
            "Number of distinct values of each row; computed exactly.");
  add_count(registry, "colCountDistinct", {target}, count_along<Direction::kColumns>, infer::row_of_columns,
            "Number of distinct values of each column.");
  add_count(registry, "colCountDistinctApprox", {target, type}, count_along<Direction::kColumns>, infer::row_of_columns,
            "Number of distinct values of each column; computed exactly.");
  registry.add({.name = "contains",
                .call = "contains",
                .params = {{"target", kMatrix}, {"pattern", kNumeric}},
                .style = CallStyle::kNamed,
                .outputs = {kNumber},
                .traits = kDeterministic | kReusable,
                .infer = infer::scalar_boolean,
                .kernels = {any_form(contains)},
                .law_cases = {"7x5, 0", "300x200, 0.123", "6x2 flags, 1x2 flags"},
                .help = "Whether a value, or a row of values, occurs in a matrix; NaN is found."});
}

}  // namespace lineal
