// Dimensions of matrices, frames and lists.
#include "runtime/core/checked.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

int64_t rows_of(const Value& x) {
  return x.is_matrix() ? x.as_matrix().rows() : x.as_frame().rows();
}
int64_t columns_of(const Value& x) {
  return x.is_matrix() ? x.as_matrix().columns() : x.as_frame().columns();
}

void nrow(KernelCall& call) {
  call.out[0] = Value::integer(rows_of(call.in[0]));
}
void ncol(KernelCall& call) {
  call.out[0] = Value::integer(columns_of(call.in[0]));
}
void length(KernelCall& call) {
  const Value& x = call.in[0];
  call.out[0] = Value::integer(x.is_list() ? x.as_list().size() : checked_cells(rows_of(x), columns_of(x)));
}

OpDef size(std::string_view name, KindMask accepts, KernelFunction kernel, Infer infer, std::string_view help) {
  return {
      .name = name,
      .call = name,
      .params = {{"x", accepts}},
      .outputs = {kNumber},
      .traits = kDeterministic | kSizeOnly,
      .fails = Fails::kNever,
      .infer = infer,
      .cost = [](std::span<const ValueInfo>, std::span<const ValueInfo>) { return Cost{}; },
      .kernels = {any_form(kernel)},
      .law_cases = {"7x5", "300x200", "4x3 frame"},
      .help = help,
  };
}

}  // namespace

void register_sizes(OpRegistry& registry) {
  registry.add(size("nrow", kMatrix | kFrame, nrow, infer::row_count, "Number of rows."));
  registry.add(size("ncol", kMatrix | kFrame, ncol, infer::column_count, "Number of columns."));
  registry.add(size("length", kMatrix | kFrame | kList, length, infer::cell_count,
                    "Number of cells, or of elements of a list."));
}

}  // namespace lineal
