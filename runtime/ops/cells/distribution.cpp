// cdf(), icdf() and their short forms: arguments and declarations.
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/cells/distribution_functions.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

/// Reads arguments by name, since each form has parameters of its own.
class Arguments {
 public:
  explicit Arguments(const KernelCall& call) : call_(call) {}

  const Value& value(std::string_view name) const {
    size_t i = 0;
    while (call_.op.params[i].name != name)
      ++i;
    return call_.in[i];
  }
  double number(std::string_view name) const { return value(name).number(); }
  double positive(std::string_view name) const {
    const double x = number(name);
    if (x > 0 && std::isfinite(x)) return x;
    return fail(name, "must be positive", x);
  }
  /// Degrees of freedom: whole, as in SystemDS. The default, 0, stands for a missing argument.
  double freedom(std::string_view name) const {
    const double x = number(name);
    if (x == 0) return fail(name, "must be given, and positive", x);
    if (x >= 1 && std::isfinite(x)) return std::trunc(x);
    return fail(name, "must be at least 1", x);
  }

 private:
  [[noreturn]] double fail(std::string_view name, std::string_view what, double x) const {
    throw Error(ErrorKind::kRuntime, cat(call_.op.call, ": ", name, " ", what, ": ", x));
  }
  const KernelCall& call_;
};

Distribution distribution(const Arguments& arguments, Law law) {
  Distribution result{.law = law};
  switch (law) {
    case Law::kNormal:
      result.mean = arguments.number("mean");
      result.deviation = arguments.positive("sd");
      break;
    case Law::kStudent:
    case Law::kChiSquared:
      result.freedom = arguments.freedom("df");
      break;
    case Law::kFisher:
      result.freedom = arguments.freedom("df1");
      result.second_freedom = arguments.freedom("df2");
      break;
    case Law::kExponential:
      result.rate = arguments.positive("rate");
      break;
  }
  return result;
}

void probability(KernelCall& call, Law law) {
  const Arguments arguments(call);
  const bool lower = arguments.number("lower.tail") != 0;
  call.out[0] = Value::real(distribution(arguments, law).probability(arguments.number("target"), !lower));
}

void quantile(KernelCall& call, Law law) {
  const Arguments arguments(call);
  const Distribution of = distribution(arguments, law);
  const double p = arguments.number("target");
  if (!(p >= 0 && p <= 1)) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": target must be a probability between 0 and 1: ", p));
  }
  call.out[0] = Value::real(of.quantile(p));
}

Law named_law(const KernelCall& call) {
  const std::string& name = Arguments(call).value("dist").text();
  const std::optional<Law> law = law_of_name(name);
  if (!law) {
    throw Error(ErrorKind::kRuntime,
                cat(call.op.call, ": dist must be \"normal\", \"t\", \"chisq\", \"f\" or \"exp\": \"",
                    name.substr(0, 60), "\""));
  }
  return *law;
}

template <Law Fixed>
void probability_kernel(KernelCall& call) {
  probability(call, Fixed);
}
template <Law Fixed>
void quantile_kernel(KernelCall& call) {
  quantile(call, Fixed);
}

const Param kTarget = {"target", kNumber};
const Param kLowerTail = {"lower.tail", kNumber, true};

std::vector<Param> law_params(Law law) {
  switch (law) {
    case Law::kNormal:
      return {{"mean", kNumber, 0.0}, {"sd", kNumber, 1.0}};
    case Law::kStudent:
    case Law::kChiSquared:
      return {{"df", kNumber, 0}};
    case Law::kFisher:
      return {{"df1", kNumber, 0}, {"df2", kNumber, 0}};
    default:
      return {{"rate", kNumber, 1.0}};
  }
}

/// With parameters of a law, and whether the upper tail is meant where that can be said.
enum class Tail : uint8_t { kNone, kUpper };
std::string_view law_case(Law law, Tail tail) {
  const bool upper = tail == Tail::kUpper;
  switch (law) {
    case Law::kNormal:
      return upper ? "0.3, 1, 2, FALSE" : "0.3, 1, 2";
    case Law::kStudent:
    case Law::kChiSquared:
      return upper ? "0.3, 5, FALSE" : "0.3, 5";
    case Law::kFisher:
      return upper ? "0.3, 4, 6, FALSE" : "0.3, 4, 6";
    default:
      return upper ? "0.3, 2, FALSE" : "0.3, 2";
  }
}

void add(OpRegistry& registry, std::string_view name, std::vector<Param> params, KernelFunction kernel,
         std::string_view law_case, std::string_view help) {
  registry.add({.name = name,
                .call = name,
                .params = std::move(params),
                .style = CallStyle::kNamed,
                .outputs = {kNumber},
                .infer = infer::scalar_double,
                .kernels = {dense_only(kernel)},
                .law_cases = {law_case},
                .help = help});
}

template <Law Fixed>
void add_short(OpRegistry& registry, std::string_view probability_name, std::string_view quantile_name) {
  std::vector<Param> params = law_params(Fixed);
  params.insert(params.begin(), kTarget);
  add(registry, quantile_name, params, quantile_kernel<Fixed>, law_case(Fixed, Tail::kNone),
      "Quantile of a probability.");
  params.push_back(kLowerTail);
  add(registry, probability_name, std::move(params), probability_kernel<Fixed>, law_case(Fixed, Tail::kUpper),
      "Probability of a value of at most the target; of a greater one with lower.tail=FALSE.");
}

}  // namespace

void register_distributions(OpRegistry& registry) {
  std::vector<Param> params = {kTarget, {"dist", kText}};
  for (const Law law : {Law::kNormal, Law::kStudent, Law::kFisher, Law::kExponential}) {
    for (const Param& param : law_params(law))
      params.push_back(param);
  }
  add(
      registry, "icdf", params, [](KernelCall& call) { quantile(call, named_law(call)); },
      "0.3, 'normal', 1, 2, _, _, _, _", "Quantile of a probability under the law dist: normal, t, chisq, f or exp.");
  params.push_back(kLowerTail);
  add(
      registry, "cdf", std::move(params), [](KernelCall& call) { probability(call, named_law(call)); },
      "0.3, 'f', _, _, _, 4, 6, _, FALSE",
      "Probability of a value of at most the target under the law dist: normal, t, chisq, f or exp.");
  add_short<Law::kNormal>(registry, "pnorm", "qnorm");
  add_short<Law::kStudent>(registry, "pt", "qt");
  add_short<Law::kChiSquared>(registry, "pchisq", "qchisq");
  add_short<Law::kFisher>(registry, "pf", "qf");
  add_short<Law::kExponential>(registry, "pexp", "qexp");
}

}  // namespace lineal
