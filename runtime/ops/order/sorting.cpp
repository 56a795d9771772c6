// order(): sorted rows or their positions.
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/order/sorting_keys.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

std::vector<int64_t> sort_columns(const Value& by, int64_t columns) {
  std::vector<int64_t> result;
  const auto add = [&](double number) {
    const int64_t column = double_to_int(number);
    if (column < 1 || column > columns) {
      throw Error(ErrorKind::kRuntime, cat("order: no such column: ", column, " of a matrix of ", columns, " columns"));
    }
    result.push_back(column - 1);
  };
  if (by.is_number()) {
    add(by.number());
    return result;
  }
  const Pin pin(by.as_matrix());
  const MatrixBlock& vector = *pin;
  if (vector.rows() != 1 && vector.columns() != 1) {
    throw Error(ErrorKind::kRuntime, cat("order: by must be a number or a vector: ", describe(by)));
  }
  for (int64_t i = 0; i < vector.cells(); ++i)
    add(vector.rows() == 1 ? vector.at(0, i) : vector.at(i, 0));
  return result;
}

void order(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  const std::vector<int64_t> columns = sort_columns(call.in[1], matrix.columns());
  const std::vector<int64_t> rows =
      row_order(matrix, columns, call.flag(2) ? Direction::kDescending : Direction::kAscending);
  if (!call.flag(3)) {
    call.out[0] = Value::matrix(gather_rows(matrix, rows, call.context.pool));
    return;
  }
  NewMatrix result = NewMatrix::dense(matrix.rows(), 1);
  for (size_t i = 0; i < rows.size(); ++i)
    result->data()[i] = static_cast<double>(rows[i] + 1);
  call.out[0] = Value::matrix(std::move(result));
}

void infer_order(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].rows);
  if (!in[3].number) return;
  const bool positions = *in[3].number != 0;
  out[0].columns = positions ? 1 : in[0].columns;
  out[0].nonzeros = positions ? -1 : in[0].nonzeros;
}

}  // namespace

void register_sorting(OpRegistry& registry) {
  registry.add({.name = "order",
                .call = "order",
                .params = {{"target", kMatrix},
                           {"by", kNumeric, 1},
                           {"decreasing", kNumber, false},
                           {"index.return", kNumber, false}},
                .style = CallStyle::kNamed,
                .traits = kDeterministic | kReusable,
                .infer = infer_order,
                .kernels = {any_form(order)},
                .law_cases = {"7x5, 2, TRUE, FALSE", "300x20 whole, _, _, TRUE", "300x20 whole, 1x2 whole, _, FALSE",
                              "7x5, _, _, _"},
                .help = "Rows in the order of one or more columns, or their positions; equal rows keep their order."});
}

}  // namespace lineal
