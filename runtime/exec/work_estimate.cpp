#include "runtime/exec/work_estimate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/exec/few_or_many.h"

namespace lineal {

double estimate_nanoseconds(const OpDef& op, std::span<const Value> in) {
  double cells = 0;
  for (const Value& value : in) {
    if (value.is_matrix()) {
      const Matrix& matrix = value.as_matrix();
      cells += static_cast<double>(matrix.stored() + (matrix.is_sparse() ? 16 : 0));
    } else if (value.is_list() || value.is_frame()) {
      cells += 1000;
    }
  }
  if (op.params.empty() || cells == 0) {
    // Sources such as rand: their size is what the numbers say.
    for (const Value& value : in) {
      if (value.is_number()) cells = std::max(cells, std::fabs(value.number()));
    }
  }
  double estimate = cells;
  if (op.cost) {
    FewOrMany<ValueInfo, kFewOperands> known(in.size());
    const std::span<ValueInfo> infos = known.all();
    for (size_t i = 0; i < in.size(); ++i)
      infos[i] = info_of(in[i]);
    FewOrMany<ValueInfo, kFewOutputs> out(std::max<size_t>(op.outputs.size(), 1));
    if (op.infer) op.infer(op, infos, out.all());
    const Cost cost = op.cost(infos, out.all());
    estimate = std::max(estimate, std::max(cost.flops / 2, cost.bytes / 8));
  }
  return estimate;
}

}  // namespace lineal
