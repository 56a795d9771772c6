// A hash set of doubles.
#include "runtime/ops/order/sets_distinct.h"

#include <algorithm>
#include <limits>

namespace lineal {
namespace {

double canonical(double value) {
  if (value != value) return std::numeric_limits<double>::quiet_NaN();
  return value == 0 ? 0 : value;
}

uint64_t bits_of(double value) {
  return __builtin_bit_cast(uint64_t, value);
}

/// java.lang.Double.hashCode, spread as java.util.HashMap does.
uint32_t java_hash(double value) {
  const uint64_t bits = bits_of(value);
  const auto hash = static_cast<uint32_t>(bits ^ (bits >> 32));
  return hash ^ (hash >> 16);
}

}  // namespace

size_t DistinctValues::slot_of(double value) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = (bits_of(value) * 0x9E3779B97F4A7C15u >> 20) & mask;
  while (slots_[slot] != 0 && bits_of(values_[static_cast<size_t>(slots_[slot] - 1)]) != bits_of(value))
    slot = (slot + 1) & mask;
  return slot;
}

void DistinctValues::grow() {
  slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
  for (size_t i = 0; i < values_.size(); ++i)
    slots_[slot_of(values_[i])] = static_cast<int64_t>(i) + 1;
}

void DistinctValues::add(double value) {
  if (values_.size() * 2 >= slots_.size()) grow();
  const double x = canonical(value);
  const size_t slot = slot_of(x);
  if (slots_[slot] != 0) return;
  values_.push_back(x);
  slots_[slot] = size();
}

bool DistinctValues::contains(double value) const {
  return !slots_.empty() && slots_[slot_of(canonical(value))] != 0;
}

void DistinctValues::clear() {
  values_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
}

std::vector<double> DistinctValues::in_hash_order() const {
  // HashMap starts with 16 buckets and doubles when more than three quarters as many values are in.
  size_t buckets = 16;
  while (values_.size() * 4 > buckets * 3)
    buckets *= 2;
  std::vector<double> result = values_;
  std::stable_sort(result.begin(), result.end(),
                   [&](double a, double b) { return (java_hash(a) & (buckets - 1)) < (java_hash(b) & (buckets - 1)); });
  return result;
}

}  // namespace lineal
