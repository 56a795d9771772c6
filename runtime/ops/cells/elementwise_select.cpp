// ifelse: a choice per cell.
#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/cells/elementwise.h"
#include "runtime/ops/declare/cost.h"
#include "runtime/ops/declare/infer.h"

namespace lineal {
namespace {

/// An operand as cells, of which a step of 0 repeats one over the rows or columns.
struct Operand {
  const double* data = nullptr;
  int64_t row_step = 0;
  bool moves = false;  // along a row
  double number = 0;
};

/// Chooses within one row. Each operand either moves or is one number.
template <bool ConditionMoves, bool ThenMoves, bool ElseMoves>
void select_loop(const double* condition, const double* then, const double* otherwise, double* out, int64_t count) {
  const double condition0 = condition[0];
  const double then0 = then[0];
  const double otherwise0 = otherwise[0];
  for (int64_t i = 0; i < count; ++i) {
    const double chosen = ThenMoves ? then[i] : then0;
    const double other = ElseMoves ? otherwise[i] : otherwise0;
    out[i] = (ConditionMoves ? condition[i] : condition0) != 0 ? chosen : other;
  }
}

using SelectLoop = void (*)(const double*, const double*, const double*, double*, int64_t);
constexpr SelectLoop kSelectLoops[8] = {
    select_loop<false, false, false>, select_loop<false, false, true>, select_loop<false, true, false>,
    select_loop<false, true, true>,   select_loop<true, false, false>, select_loop<true, false, true>,
    select_loop<true, true, false>,   select_loop<true, true, true>,
};

/// Numbers of different types become a double; beside a string everything becomes a string.
bool select_scalar(const Value* const* in, Value& out) {
  if (!in[0]->is_number() || !in[1]->is_scalar() || !in[2]->is_scalar()) return false;
  const Value& chosen = *in[in[0]->number() != 0 ? 1 : 2];
  if (in[1]->kind() == in[2]->kind()) {
    out = chosen;
  } else if (in[1]->is_string() || in[2]->is_string()) {
    out = chosen.is_string() ? chosen : Value::string(scalar_text(chosen));
  } else {
    out = Value::real(chosen.number());
  }
  return true;
}

void select(KernelCall& call) {
  int64_t rows = -1;
  int64_t columns = -1;
  for (const Value& value : call.in) {
    if (!value.is_matrix()) continue;
    // A dimension of 1 is spread; a dimension of 0 is not.
    const Matrix& matrix = value.as_matrix();
    if (rows < 0 || rows == 1) rows = matrix.rows();
    if (columns < 0 || columns == 1) columns = matrix.columns();
  }
  if (rows < 0) {
    const Value* operands[] = {&call.in[0], &call.in[1], &call.in[2]};
    if (!select_scalar(operands, call.out[0])) fail_scalar(call);
    return;
  }
  Operand operands[3];
  for (size_t i = 0; i < 3; ++i) {
    const Value& value = call.in[i];
    Operand& operand = operands[i];
    if (!value.is_matrix()) {
      if (!value.is_number()) fail_scalar(call);
      operand.number = value.number();
      operand.data = &operand.number;
      continue;
    }
    const MatrixBlock& matrix = call.matrix(i);
    if ((matrix.rows() != rows && matrix.rows() != 1) || (matrix.columns() != columns && matrix.columns() != 1)) {
      throw Error(ErrorKind::kRuntime, cat("ifelse: dimensions do not fit: ", describe(call.in[0]), ", ",
                                           describe(call.in[1]), ", ", describe(call.in[2])));
    }
    operand.data = matrix.data();
    operand.row_step = matrix.rows() == rows && rows != 1 ? matrix.columns() : 0;
    operand.moves = matrix.columns() == columns && columns != 1;
  }
  const SelectLoop loop =
      kSelectLoops[(operands[0].moves ? 4 : 0) + (operands[1].moves ? 2 : 0) + (operands[2].moves ? 1 : 0)];
  NewMatrix out = take_output(call, rows, columns);
  for_cells(call.context, out->cells(), kCheapBlock, [&](int64_t begin, int64_t end) {
    for_row_pieces(begin, end, columns, [&](int64_t row, int64_t column, int64_t at, int64_t count) {
      const auto place = [&](const Operand& operand) {
        return operand.data + row * operand.row_step + (operand.moves ? column : 0);
      };
      loop(place(operands[0]), place(operands[1]), place(operands[2]), out->data() + at, count);
    });
  });
  call.out[0] = Value::matrix(std::move(out));
}

void infer_select(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::unknown();
  bool any_matrix = false;
  bool all_known = true;
  bool all_sized = true;
  bool any_text = false;
  ValueInfo shape = ValueInfo::matrix();
  for (const ValueInfo& info : in) {
    any_matrix = any_matrix || info.is_matrix();
    all_known = all_known && info.kind != ValueKind::kNone;
    any_text = any_text || info.kind == ValueKind::kString;
    if (!info.is_matrix()) continue;
    all_sized = all_sized && info.sized();
    if (shape.rows < 0 || shape.rows == 1) shape.rows = info.rows;
    if (shape.columns < 0 || shape.columns == 1) shape.columns = info.columns;
  }
  if (any_matrix) {
    for (const ValueInfo& info : in) {
      if (!info.is_matrix()) continue;
      all_sized = all_sized && (info.rows == shape.rows || info.rows == 1) &&
                  (info.columns == shape.columns || info.columns == 1);
    }
    out[0] = all_sized && all_known ? shape : ValueInfo::matrix();
    return;
  }
  if (!all_known) return;
  if (any_text) {
    out[0] = ValueInfo::scalar(ValueKind::kString);
    return;
  }
  infer::cellwise(op, in, out);
}

}  // namespace

void register_select(OpRegistry& registry) {
  registry.add({
      .name = kIfElse,
      .call = kIfElse,
      .params = {{"condition", kNumeric}, {"then", kScalar | kMatrix}, {"otherwise", kScalar | kMatrix}},
      .outputs = {kScalar | kMatrix},
      .traits = kDeterministic | kCellwise | kReusable,
      .fails = Fails::kUnlessSized,
      .infer = infer_select,
      .cost = cost::per_output_cell<1>,
      .kernels = {dense_only(select)},
      .scalar = select_scalar,
      .law_cases = {"7x5 flags, 7x5, 7x5", "300x200 flags, 2.5, 300x200", "TRUE, 1, 'a'", "0, 1, 2.5"},
      .help = "The second argument where the condition is not 0, the third elsewhere; all three are evaluated.",
  });
}

}  // namespace lineal
