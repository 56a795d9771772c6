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
    // Whoever has the last handle may empty the list before it goes.
    if (const Ref<List> last = take_for_writing(next)) take_lists(last->elements, pending);
  }
}

Ref<List> List::take_for_writing(const Value& value) {
  if (!value.is_list() || !value.unique_object()) return {};
  return Ref<List>(const_cast<List*>(&value.as_list()));  // the handle is the caller's alone
}

int64_t List::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : found - names.begin();
}

}  // namespace lineal
