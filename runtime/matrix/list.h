// An ordered, optionally named, heterogeneous list.
#pragma once

#include <string>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// A list value. Each element carries the lineage it had when it was put in, so that taking it out again continues its
/// own history instead of the list's. `names` is empty for an unnamed list, otherwise as long as `elements`.
class List final : public Object {
 public:
  struct Element {
    Value value;
    LineageRef lineage;  // null when lineage is off
  };
  List() = default;
  List(std::vector<Element> e, std::vector<std::string> n) : elements(std::move(e)), names(std::move(n)) {}
  /// Frees nested lists with an explicit stack: nesting depth is the user's.
  ~List() override;

  std::vector<Element> elements;
  std::vector<std::string> names;

  /// The list in `value` itself, to change, if `value` is the only handle to it; otherwise null. The one way by which a
  /// published list changes (contract C1). `value` stays, and sees the change.
  static Ref<List> take_for_writing(const Value& value);

  bool named() const { return !names.empty(); }
  int64_t size() const { return static_cast<int64_t>(elements.size()); }
  /// Position of `name` from 0, or -1.
  int64_t find(std::string_view name) const;
};

}  // namespace lineal
