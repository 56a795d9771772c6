#include "lineage/log/lineage_log.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

void lineage_kernel(KernelCall& call) {
  if (call.in_lineage.empty() || !call.in_lineage[0]) {
    throw Error(ErrorKind::kRuntime, "lineage: lineage is not recorded in this run (--lineage=off)");
  }
  call.out[0] = Value::string(lineage_text(call.in_lineage[0].get()));
}

// As text that does not depend on where the program that is written keeps its values.
std::string spell_text(SpelledCall& call) {
  return call.literal(Value::string(lineage_text(call.inputs()[0])));
}

}  // namespace

void register_lineage(OpRegistry& registry) {
  registry.add({.name = "lineage",
                .call = "lineage",
                .params = {{"X", kAny}},
                .outputs = {kText},
                .traits = 0,
                .kernels = {any_form(lineage_kernel)},
                .spelling = spell_text,
                .help = "The lineage of a value as text: one node a line, inputs first."});
}

}  // namespace lineal
