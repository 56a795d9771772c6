// Replaces scalar operators whose value is known by literals.
#include <array>
#include <optional>

#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"

namespace lineal {
namespace {

// The operator's own scalar path over literals. It refuses where the kernel would fail, and then nothing is folded.
std::optional<Value> value_over_literals(const Hop& hop) {
  constexpr size_t kMost = 4;
  if (hop.op->scalar == nullptr || hop.inputs.empty() || hop.inputs.size() > kMost) return std::nullopt;
  std::array<const Value*, kMost> in{};
  for (size_t i = 0; i < hop.inputs.size(); ++i) {
    if (!hop.inputs[i]->is_literal()) return std::nullopt;
    in[i] = &hop.inputs[i]->literal;
  }
  Value out;
  if (!hop.op->scalar(in.data(), out) || !out.is_scalar()) return std::nullopt;
  return out;
}

}  // namespace

void fold_constants(HopProgram& program, const PassContext&) {
  const auto fold_dag = [](Dag& dag) {
    Facts facts;
    rebuild(dag, [&facts](Dag& to, const Hop* hop) -> Replacement {
      if (hop->kind != HopKind::kOperator || !is_movable(*hop) || hop->op->outputs.size() != 1) return hop;
      std::optional<Value> value = value_over_literals(*hop);
      if (!value && facts.is_disposable(hop)) value = known_number(hop->info);
      if (!value) return hop;
      return to.literal(std::move(*value), hop->where, {.origin = hop, .known_as = hop->identity()});
    });
  };
  for_each_function(program, [&](HopFunction& function) { for_each_dag(function, fold_dag); });
}

}  // namespace lineal
