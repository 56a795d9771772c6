// Seeds by SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
#include "runtime/ops/declare/seed_source.h"

namespace lineal {
namespace {

constexpr uint64_t kGolden = 0x9e3779b97f4a7c15u;

uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

int64_t SeedSource::draw() {
  drew_ = true;
  state_ += kGolden;
  return static_cast<int64_t>(mix(state_) >> 1);
}

SeedSource SeedSource::fork(int64_t iteration) const {
  // Mixed twice, so that the streams of neighbouring iterations are not shifts of one another.
  return SeedSource(mix(state_ ^ mix(static_cast<uint64_t>(iteration) * kGolden + 1)));
}

}  // namespace lineal
