// Lists: names, and release without recursion.
#include "runtime/matrix/list.h"

#include <algorithm>

namespace lineal {
namespace {

/// Moves the nested lists among `elements` to `pending`.
void take_lists(std::vector<List::Element>& elements, std::vector<Value>& pending) {
  for (List::Element& element : elements) {
    if (element.value.is_list()) pending.push_back(std::move(element.value));
  }
}

}  // namespace

List::~List() {
  std::vector<Value> pending;
  take_lists(elements, pending);
  while (!pending.empty()) {
    const Value next = std::move(pending.back());
    pending.pop_back();
    // The last handle: nobody else can see the list, so it may be emptied before it goes.
    if (next.unique_object()) take_lists(const_cast<List&>(next.as_list()).elements, pending);
  }
}

int64_t List::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : found - names.begin();
}

}  // namespace lineal
