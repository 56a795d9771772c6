// Declares a cell-wise operator of two operands from its cell function. Internal to the cell-wise families.
#pragma once

#include "runtime/ops/cells/cell_functions.h"
#include "runtime/ops/cells/elementwise_loops.h"
#include "runtime/ops/cells/scalar_paths.h"
#include "runtime/ops/declare/cost.h"

namespace lineal {

struct BinaryTexts {
  std::string_view name;
  std::string_view call;
  std::string_view help;
};

/// Builds the declaration; everything but texts, scalar path and extra traits follows from the cell function.
template <class F, Absorbs Zero = Absorbs::kNone, int64_t Block = kCheapBlock>
OpDef binary(const BinaryTexts& texts, ScalarKernel scalar, uint32_t extra_traits = 0) {
  const uint32_t zero = F::apply(0.0, 0.0) == 0 ? uint32_t{kZeroPreserving} : 0;
  return {
      .name = texts.name,
      .call = texts.call,
      .params = {{"x", kNumeric}, {"y", kNumeric}},
      .outputs = {kNumeric},
      .traits = kDeterministic | kCellwise | kReusable | zero | extra_traits,
      .fails = Fails::kUnlessSized,
      .infer = infer::cellwise,
      .cost = cost::per_output_cell < Block == kCostlyBlock ? 20 : 1 >,
      .kernels = {dense_only([](KernelCall& call) { run_binary_dense(call, binary_cell<F, Zero, Block>()); }),
                  any_form([](KernelCall& call) { run_binary_sparse(call, binary_cell<F, Zero, Block>()); })},
      .scalar = scalar,
      .law_cases = {"7x5, 7x5", "300x200, 300x200", "7x5, 7x1", "7x5, 1x5", "7x5, 2", "2, 7x5", "2.5, 3", "3, 4",
                    "TRUE, FALSE"},
      .help = texts.help,
  };
}

}  // namespace lineal
