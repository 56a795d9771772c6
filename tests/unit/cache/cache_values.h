// Keys and results for the tests of the cache.
#pragma once

#include <memory>
#include <utility>

#include "cache/reuse/reuse_cache.h"

namespace lineal {

inline Key key_of(int64_t number) {
  return LineageNode::integer(number)->key();
}

inline std::shared_ptr<const CachedResult> result_of(Value value) {
  CachedResult result;
  result.values.push_back(std::move(value));
  return std::make_shared<const CachedResult>(std::move(result));
}

/// A matrix of 8 * `cells` bytes and some, whose first cell is `content`.
inline std::shared_ptr<const CachedResult> matrix_result(int64_t cells, double content) {
  return result_of(Value::matrix(NewMatrix::filled(1, cells, content)));
}

inline double content_of(const CachedResult& result) {
  return Pin(result.values.at(0).as_matrix())->at(0, 0);
}

/// Computes without waiting for anyone; the key must not be there.
inline bool put_new(ReuseCache& cache, Key key, std::shared_ptr<const CachedResult> result, int64_t nanoseconds) {
  const Interrupt interrupt;
  ReuseCache::Probe probe = cache.probe(key, interrupt);
  if (probe.hit || !probe.ticket) return false;
  probe.ticket.put(std::move(result), nanoseconds);
  return true;
}

/// Whether the key is there; counts as a hit if so.
inline bool contains(ReuseCache& cache, Key key) {
  const Interrupt interrupt;
  return cache.probe(key, interrupt).hit != nullptr;
}

}  // namespace lineal
