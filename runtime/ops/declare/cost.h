// Estimates of work, for OpDef::cost of every family.
#pragma once

#include <span>

#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal::cost {

/// Bytes of one value: 8 per cell, 16 per non-zero of a matrix known to be sparse; 16 for a scalar; unknown counts 0.
double bytes_of(const ValueInfo& info);
/// Bytes of all inputs and outputs.
double traffic(std::span<const ValueInfo> in, std::span<const ValueInfo> out);
/// Non-zero cells that an operator has to look at, at least 1.
double touched(const ValueInfo& info);

/// Memory traffic alone: what OpDef::cost == nullptr means.
Cost memory(std::span<const ValueInfo> in, std::span<const ValueInfo> out);

/// `Flops` per cell of the first output (cell-wise operators).
template <int Flops>
Cost per_output_cell(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  return {.flops = Flops * (out.empty() ? 1 : touched(out[0])), .bytes = traffic(in, out)};
}

/// `Flops` per cell of the first input (aggregates).
template <int Flops>
Cost per_input_cell(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  return {.flops = Flops * (in.empty() ? 1 : touched(in[0])), .bytes = traffic(in, out)};
}

/// The cost of one execution: op.cost, or memory traffic where the operator names none.
Cost of(const OpDef& op, std::span<const ValueInfo> in, std::span<const ValueInfo> out);

}  // namespace lineal::cost
