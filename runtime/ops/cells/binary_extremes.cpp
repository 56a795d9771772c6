// Smaller and larger of two or more operands. The aggregates over one matrix share their spelling and are declared
// apart.
#include <utility>

#include "runtime/ops/cells/binary.h"

namespace lineal {
namespace {

/// Three or more operands, from left to right: a vector may follow the matrix it is spread over.
template <class F>
void run_many(KernelCall& call, void (*run)(KernelCall&, const BinaryCell&)) {
  bool any_real = false;
  for (const Value& value : call.in)
    any_real = any_real || !value.is_int();
  Value result = call.take(0);
  for (size_t i = 1; i < call.in.size(); ++i) {
    Value operands[] = {std::move(result), call.take(i)};
    result = Value();
    if (operands[0].is_number() && operands[1].is_number()) {
      const Value* pair[] = {&operands[0], &operands[1]};
      scalar_arithmetic<F>(pair, result);
      continue;
    }
    KernelCall step{.op = call.op, .in = operands, .out = {&result, 1}, .context = call.context};
    run(step, binary_cell<F>());
  }
  // The kind of a scalar result does not depend on which operand won.
  if (result.is_int() && any_real) result = Value::real(result.number());
  call.out[0] = std::move(result);
}

template <class F>
OpDef many(const BinaryTexts& texts) {
  return {
      .name = texts.name,
      .call = texts.call,
      .params = {{"x", kNumeric}, {"y", kNumeric}, {"z", kNumeric}},
      .outputs = {kNumeric},
      .traits = kDeterministic | kCellwise | kReusable | kZeroPreserving | kVariadic,
      .fails = Fails::kUnlessSized,
      .infer = infer::cellwise,
      .cost = cost::per_output_cell<2>,
      .kernels = {dense_only([](KernelCall& call) { run_many<F>(call, run_binary_dense); }),
                  any_form([](KernelCall& call) { run_many<F>(call, run_binary_sparse); })},
      .law_cases = {"7x5, 7x5, 7x5", "300x200, 2, 300x1", "3, 2.5, 1"},
      .help = texts.help,
  };
}

}  // namespace

void register_extremes(OpRegistry& registry) {
  using namespace cell;
  registry.add(binary<Minimum>({"pmin", "min", "The smaller of two, cell by cell; NaN if one is NaN."},
                               scalar_arithmetic<Minimum>, kCommutative));
  registry.add(binary<Maximum>({"pmax", "max", "The larger of two, cell by cell; NaN if one is NaN."},
                               scalar_arithmetic<Maximum>, kCommutative));
  registry.add(many<Minimum>({"pmin_many", "min", "The smallest of three or more, cell by cell."}));
  registry.add(many<Maximum>({"pmax_many", "max", "The largest of three or more, cell by cell."}));
  registry.add_alias("pmin", "min");
  registry.add_alias("pmax", "max");
}

}  // namespace lineal
