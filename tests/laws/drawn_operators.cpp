#include "tests/laws/drawn_operators.h"

#include <algorithm>
#include <cmath>

#include "runtime/core/cat.h"

namespace lineal {
namespace {

constexpr double kSamples[] = {0, 1, -1, 0.5, -2.5, 3, 7.25, -40, 1000.5};

// A finite number of at most the product of the operands or so, whatever they are.
bool is_tame(const OpDef& op) {
  if (op.scalar == nullptr) return false;
  for (const double x : kSamples) {
    for (const double y : kSamples) {
      const Value values[] = {Value::real(x), Value::real(y)};
      const Value* in[] = {&values[0], &values[1]};
      Value out;
      if (!op.scalar(in, out) || !out.is_number()) return false;
      const double most = op.params.size() == 1 ? std::fabs(x) + 2 : std::fabs(x) + std::fabs(y) + std::fabs(x * y) + 2;
      if (!(std::fabs(out.number()) <= most)) return false;
    }
  }
  return true;
}

bool takes_matrices(const OpDef& op) {
  return std::all_of(op.params.begin(), op.params.end(),
                     [](const Param& param) { return (param.accepts & kMatrix) != 0; });
}

ValueInfo result_of(const OpDef& op, int64_t rows, int64_t columns) {
  const std::vector<ValueInfo> in{ValueInfo::matrix(rows, columns)};
  ValueInfo out;
  if (op.infer != nullptr) op.infer(op, in, {&out, 1});
  return out;
}

void add(DrawnOperators& drawn, const OpDef& op) {
  const bool usable = op.is_pure() && op.is(kDeterministic) && !op.is_variadic() && op.outputs.size() == 1 &&
                      op.style == CallStyle::kPositional && takes_matrices(op);
  if (!usable) return;
  if (op.is(kCellwise)) {
    if (op.params.size() == 1 && is_tame(op)) drawn.unary.push_back(&op);
    if (op.params.size() == 2 && is_tame(op)) drawn.binary.push_back(&op);
    return;
  }
  if (op.params.size() != 1 || op.fails != Fails::kNever) return;
  const ValueInfo out = result_of(op, 5, 3);
  if (op.gives_scalars() && op.is(kReusable)) drawn.of_all.push_back(&op);
  if (out.rows == 5 && out.columns == 1) drawn.of_rows.push_back(&op);
  if (out.rows == 1 && out.columns == 3) drawn.of_columns.push_back(&op);
  if (out.rows == 5 && out.columns == 3) drawn.same_shape.push_back(&op);
}

}  // namespace

const DrawnOperators& drawn_operators() {
  static const DrawnOperators drawn = [] {
    DrawnOperators all;
    for (const OpDef* op : operators().all())
      add(all, *op);
    return all;
  }();
  return drawn;
}

std::string written_call(const OpDef& op, const std::vector<std::string>& operands) {
  const char lower = static_cast<char>(op.call[0] | 0x20);
  const bool is_word = lower >= 'a' && lower <= 'z';
  if (!is_word && operands.size() == 1) return cat("(", op.call, operands[0], ")");
  if (!is_word) return cat("(", operands[0], " ", op.call, " ", operands[1], ")");
  std::string out = cat(op.call, "(");
  for (size_t i = 0; i < operands.size(); ++i)
    out += cat(i ? ", " : "", operands[i]);
  return out + ")";
}

}  // namespace lineal
