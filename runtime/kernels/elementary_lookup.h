// The tables of log and pow: in registers where there are enough of them, else with what belongs together side by side
// in memory.
#pragma once

#include "runtime/kernels/elementary_tables.h"
#include "runtime/kernels/lanes.h"

namespace lineal::kernels::LINEAL_LANES {

/// c of an interval of the logarithm and -ln c; `index` modulo 32.
struct InverseAndLog {
  Real inverse;
  Real log;
};

/// 2^(j/256) = factor * e^rest, |rest| < 2^-25; `index` is j modulo 256.
struct FactorAndRest {
  Real factor;
  Real rest;
};

#if LINEAL_LANES_WIDTH == 24

LINEAL_LANE InverseAndLog lookup_inverse(Bits index) {
  return {lookup<32>(tables::kInverse, index), lookup<32>(tables::kLog, index)};
}
LINEAL_LANE FactorAndRest lookup_factor(Bits index) {
  using Constants = tables::Exponential256;
  const Bits coarse = shift_right<4>(index);
  return {lookup<16>(Constants::kCoarse, coarse) * lookup<16>(Constants::kFine, index),  // exact
          lookup<16>(Constants::kCoarseRest, coarse) + lookup<16>(Constants::kFineRest, index)};
}

#else

LINEAL_LANE InverseAndLog lookup_inverse(Bits index) {
  InverseAndLog found;
  lookup_pair<32>(tables::kInverseAndLog, index, found.inverse, found.log);
  return found;
}
LINEAL_LANE FactorAndRest lookup_factor(Bits index) {
  FactorAndRest found;
  lookup_pair<256>(tables::kPower256, index, found.factor, found.rest);
  return found;
}

#endif

}  // namespace lineal::kernels::LINEAL_LANES
