// rand() and sample(): arguments, seeds, declarations.
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/cost.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/random/poisson.h"
#include "runtime/ops/random/random_matrix.h"
#include "runtime/ops/random/sample.h"

namespace lineal {
namespace {

enum RandArgument : size_t { kRows, kColumns, kLeast, kGreatest, kSparsity, kSeed, kLaw, kLambda };
enum SampleArgument : size_t { kPopulation, kSize, kReplace, kSampleSeed };

/// A seed as it stands: going through double would lose bits of a 63-bit seed.
int64_t seed_of(const Value& value) {
  return value.is_int() ? value.as_int() : double_to_int(value.number());
}

void draw_seed(Value& seed, KernelContext& context) {
  seed = Value::integer(seed_of(seed));
  if (seed.as_int() == -1) seed = Value::integer(context.seeds.draw());
}

int64_t count_of(const KernelCall& call, size_t i) {
  const double value = call.number(i);
  if (!(value >= 0) || value >= 0x1p63) {
    throw Error(ErrorKind::kRuntime,
                cat(call.op.call, ": ", call.op.params[i].name, " must be a number of at least 0: ", value));
  }
  return call.integer(i);
}

void prepare_rand(KernelCall& call) {
  draw_seed(call.in[kSeed], call.context);
}

void rand(KernelCall& call) {
  RandomRequest request;
  request.rows = count_of(call, kRows);
  request.columns = count_of(call, kColumns);
  const std::string& law = call.in[kLaw].text();
  const std::optional<RandomLaw> known = random_law(law);
  if (!known) {
    throw Error(ErrorKind::kRuntime,
                cat("rand: pdf must be \"uniform\", \"normal\" or \"poisson\": \"", law.substr(0, 60), "\""));
  }
  request.law = *known;
  request.least = call.number(kLeast);
  request.greatest = call.number(kGreatest);
  request.sparsity = call.number(kSparsity);
  if (!(request.sparsity >= 0 && request.sparsity <= 1)) {
    throw Error(ErrorKind::kRuntime, cat("rand: sparsity must lie between 0 and 1: ", request.sparsity));
  }
  request.lambda = call.number(kLambda);
  if (request.law == RandomLaw::kPoisson && !(request.lambda > 0 && request.lambda <= PoissonLaw::kLargestMean)) {
    throw Error(ErrorKind::kRuntime, cat("rand: lambda must be greater than 0 and at most ",
                                         static_cast<int64_t>(PoissonLaw::kLargestMean), ": ", request.lambda));
  }
  request.seed = seed_of(call.in[kSeed]);
  call.out[0] = Value::matrix(random_matrix(request, call.context));
}

void infer_rand(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  // How many cells are set is chance, so sparsity gives no bound except 0.
  const bool empty = in[kSparsity].number == 0.0;
  out[0] = ValueInfo::matrix(infer::dimension(in[kRows]), infer::dimension(in[kColumns]), empty ? 0 : -1);
}

/// Normalises the third argument, a seed if it is not boolean, before lineage sees it.
void prepare_sample(KernelCall& call) {
  Value& replace = call.in[kReplace];
  Value& seed = call.in[kSampleSeed];
  if (!replace.is_boolean()) {
    if (seed_of(seed) != -1) {
      throw Error(ErrorKind::kRuntime,
                  cat("sample: with four arguments the third must be boolean: ", describe(replace)));
    }
    seed = replace;
    replace = Value::boolean(false);
  }
  draw_seed(seed, call.context);
}

void sample(KernelCall& call) {
  const SampleRequest request = {
      .population = count_of(call, kPopulation),
      .size = count_of(call, kSize),
      .replace = call.flag(kReplace),
      .seed = seed_of(call.in[kSampleSeed]),
  };
  call.out[0] = Value::matrix(draw_sample(request, call.context.interrupt));
}

void infer_sample(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(infer::dimension(in[kSize]), 1);
}

}  // namespace

void register_random(OpRegistry& registry) {
  registry.add({.name = "rand",
                .call = "rand",
                .params = {{"rows", kNumber, 1},
                           {"cols", kNumber, 1},
                           {"min", kNumber, 0.0},
                           {"max", kNumber, 1.0},
                           {"sparsity", kNumber, 1.0},
                           {"seed", kNumber, -1, ParamRole::kSeed},
                           {"pdf", kText, "uniform"},
                           {"lambda", kNumber, 1.0}},
                .style = CallStyle::kNamed,
                .traits = kDeterministic | kReusable,
                .infer = infer_rand,
                .cost = cost::per_output_cell<12>,
                .kernels = {dense_only(rand)},
                .prepare = prepare_rand,
                .law_cases = {"7, 5, -1, 1, 0.5, 42, 'uniform', _", "300, 200, _, _, _, 7, 'normal', _",
                              "7, 5, _, _, _, 3, 'poisson', 4"},
                .help = "Matrix of random numbers; the same seed gives the same numbers everywhere."});
  registry.add_alias("Rand", "rand");
  registry.add({.name = "sample",
                .call = "sample",
                .params = {{"range", kNumber},
                           {"size", kNumber},
                           {"replace", kNumber, false},
                           {"seed", kNumber, -1, ParamRole::kSeed}},
                .traits = kDeterministic | kReusable,
                .infer = infer_sample,
                .cost = cost::per_output_cell<12>,
                .kernels = {dense_only(sample)},
                .prepare = prepare_sample,
                .law_cases = {"50, 20, FALSE, 7", "5, 20, TRUE, 7"},
                .help = "Column of integers from 1 to range in random order: sample(range, size[, replace][, seed])."});
}

}  // namespace lineal
