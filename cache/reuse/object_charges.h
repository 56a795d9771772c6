// What the results in a cache weigh together, objects that several of them share counted once.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "runtime/matrix/value.h"

namespace lineal {

/// The heap objects of one result with the bytes of each: matrices, strings, frames apart from the cells of their
/// columns, those cells, and lists apart from their elements.
struct ObjectWeight {
  const Object* object;
  int64_t bytes;
};

/// Lists the objects below `values`, nested lists once each, with an explicit stack.
std::vector<ObjectWeight> weigh(std::span<const Value> values);

/// Counts how many results hold an object; the first charges its bytes and the last gives them back. A function's entry
/// and that of the operator that made its result hold one matrix, which would otherwise fill the budget twice.
class ObjectCharges {
 public:
  /// Adds all or, when it throws std::bad_alloc, nothing.
  void add(std::span<const ObjectWeight> weights);
  void remove(std::span<const ObjectWeight> weights);
  int64_t bytes() const { return bytes_; }

 private:
  std::unordered_map<const Object*, int64_t> holders_;
  int64_t bytes_ = 0;
};

}  // namespace lineal
