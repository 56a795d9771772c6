// Cell-wise operators of one operand.
#include "runtime/ops/cells/cell_functions.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/cells/elementwise_loops.h"
#include "runtime/ops/cells/scalar_paths.h"
#include "runtime/ops/declare/cost.h"

namespace lineal {
namespace {

/// |int| and -int stay ints.
template <class F, bool Always>
bool scalar_sign_change(const Value* const* in, Value& out) {
  if (!in[0]->is_int()) return scalar_function<F>(in, out);
  const int64_t x = in[0]->as_int();
  if (x == INT64_MIN) return false;
  out = Value::integer(Always || x < 0 ? -x : x);
  return true;
}

/// A boolean stays one; of other numbers the answer is 1.0 or 0.0, as for the cells of a matrix.
bool scalar_not(const Value* const* in, Value& out) {
  if (!in[0]->is_number()) return false;
  const bool result = in[0]->number() == 0;
  out = in[0]->is_boolean() ? Value::boolean(result) : Value::real(result ? 1 : 0);
  return true;
}

/// 0 or 1 of the operand's own type.
template <class F>
bool scalar_same_kind(const Value* const* in, Value& out) {
  if (!in[0]->is_number()) return false;
  const double result = F::apply(in[0]->number());
  out = in[0]->is_int()       ? Value::integer(static_cast<int64_t>(result))
        : in[0]->is_boolean() ? Value::boolean(result != 0)
                              : Value::real(result);
  return true;
}

/// Builds the declaration. Whether zeros survive follows from f(0).
template <class F, int64_t Block>
OpDef unary(std::string_view name, std::string_view call, std::string_view help, ScalarKernel scalar) {
  return {
      .name = name,
      .call = call,
      .params = {{"x", kNumeric}},
      .outputs = {kNumeric},
      .traits = kDeterministic | kCellwise | kReusable | (F::apply(0.0) == 0 ? uint32_t{kZeroPreserving} : 0),
      .fails = Fails::kUnlessSized,
      .infer = infer::cellwise,
      .cost = cost::per_output_cell < Block == kCostlyBlock ? 20 : 1 >,
      .kernels = {dense_only([](KernelCall& c) { run_unary_dense(c, unary_cell<F, Block>()); }),
                  any_form([](KernelCall& c) { run_unary_sparse(c, unary_cell<F, Block>()); })},
      .scalar = scalar,
      .help = help,
  };
}

template <class F>
OpDef cheap(std::string_view name, std::string_view help, ScalarKernel scalar = scalar_function<F>) {
  return unary<F, kCheapBlock>(name, name, help, scalar);
}

template <class F>
OpDef costly(std::string_view name, std::string_view help) {
  return unary<F, kCostlyBlock>(name, name, help, scalar_function<F>);
}

}  // namespace

void register_unary(OpRegistry& registry) {
  using namespace cell;
  registry.add(cheap<Absolute>("abs", "Absolute value; an int stays an int.", scalar_sign_change<Absolute, false>));
  registry.add(unary<Negate, kCheapBlock>("neg", kMinus, "The value times -1; an int stays an int.",
                                          scalar_sign_change<Negate, true>));
  registry.add(cheap<Not>(kNot, "1 where 0, 0 elsewhere.", scalar_not));
  registry.add(cheap<Sign>("sign", "-1, 0 or 1 by sign; NaN stays."));
  registry.add(cheap<SquareRoot>("sqrt", "Square root; NaN for negative values."));
  registry.add(cheap<Round>("round", "Nearest integer, halves up; NaN gives 0."));
  registry.add(cheap<Floor>("floor", "Largest integer not above."));
  registry.add(cheap<Ceiling>("ceil", "Smallest integer not below."));
  registry.add(costly<Exponential>("exp", "e to the power of x."));
  registry.add(costly<Logarithm>("log", "Natural logarithm."));
  registry.add(costly<Sine>("sin", "Sine of radians."));
  registry.add(costly<Cosine>("cos", "Cosine of radians."));
  registry.add(costly<Tangent>("tan", "Tangent of radians."));
  registry.add(costly<ArcSine>("asin", "Inverse sine in radians."));
  registry.add(costly<ArcCosine>("acos", "Inverse cosine in radians."));
  registry.add(costly<ArcTangent>("atan", "Inverse tangent in radians."));
  registry.add(costly<HyperbolicSine>("sinh", "Hyperbolic sine."));
  registry.add(costly<HyperbolicCosine>("cosh", "Hyperbolic cosine."));
  registry.add(costly<HyperbolicTangent>("tanh", "Hyperbolic tangent."));
  registry.add(cheap<IsNan>(kIsNan, "1 where not a number, 0 elsewhere.", scalar_same_kind<IsNan>));
  registry.add(cheap<IsInfinite>("is.infinite", "1 where infinite, 0 elsewhere.", scalar_same_kind<IsInfinite>));
  registry.add_alias("ceiling", "ceil");
  registry.add_alias("is.na", kIsNan);
  registry.add_alias("isNA", kIsNan);
  registry.add_alias("isNaN", kIsNan);
  registry.add_alias("isInf", "is.infinite");
}

}  // namespace lineal
