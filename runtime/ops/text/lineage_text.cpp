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

}  // namespace

void register_lineage(OpRegistry& registry) {
  registry.add({.name = "lineage",
                .call = "lineage",
                .params = {{"X", kAny}},
                .traits = kPure | kScalarResult,
                .fails = Fails::kPossibly,
                .infer = nullptr,
                .dense = lineage_kernel,
                .sparse = lineage_kernel,
                .help = "The lineage of a value as text: one node a line, inputs first."});
}

}  // namespace lineal
