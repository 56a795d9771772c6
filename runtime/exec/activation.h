// The slots of a running function.
#pragma once

#include <vector>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// Values and their lineage by slot. Lineage is null where it is off.
struct Activation {
  std::vector<Value> values;
  std::vector<LineageRef> lineage;

  void resize(size_t slots) {
    if (values.size() < slots) {
      values.resize(slots);
      lineage.resize(slots);
    }
  }
};

}  // namespace lineal
