#include "cache/reuse/object_charges.h"

#include <unordered_set>

#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"

namespace lineal {
namespace {

int64_t own_bytes(const List& list) {
  size_t bytes = sizeof(List) + list.elements.capacity() * sizeof(List::Element);
  for (const std::string& name : list.names)
    bytes += sizeof name + name.capacity();
  return static_cast<int64_t>(bytes);
}

}  // namespace

std::vector<ObjectWeight> weigh(std::span<const Value> values) {
  std::vector<ObjectWeight> weights;
  std::vector<const List*> pending;
  std::unordered_set<const List*> seen;
  const auto visit = [&](const Value& value) {
    if (!value.is_object()) return;
    if (value.is_frame()) {
      // Frames share the cells of their columns: each counts on its own.
      for (const Frame::Part& part : value.as_frame().parts())
        weights.push_back({part.object, part.bytes});
    } else if (!value.is_list()) {
      weights.push_back({value.object(), value_bytes(value)});
    } else if (seen.insert(&value.as_list()).second) {
      weights.push_back({value.object(), own_bytes(value.as_list())});
      pending.push_back(&value.as_list());
    }
  };
  for (const Value& value : values)
    visit(value);
  while (!pending.empty()) {
    const List& list = *pending.back();
    pending.pop_back();
    for (const List::Element& element : list.elements)
      visit(element.value);
  }
  return weights;
}

void ObjectCharges::add(std::span<const ObjectWeight> weights) {
  size_t added = 0;
  try {
    for (; added < weights.size(); ++added) {
      if (holders_[weights[added].object]++ == 0) bytes_ += weights[added].bytes;
    }
  } catch (...) {
    remove(weights.first(added));
    throw;
  }
}

void ObjectCharges::remove(std::span<const ObjectWeight> weights) {
  for (const ObjectWeight& weight : weights) {
    const auto found = holders_.find(weight.object);
    if (--found->second > 0) continue;
    bytes_ -= weight.bytes;
    holders_.erase(found);
  }
}

}  // namespace lineal
