// Parts of lists: ranges, assignments, appended elements.
#include "runtime/ops/indexing/list_parts.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/indexing/index_bounds.h"

namespace lineal {
namespace {

void append_element(List& list, List::Element element, const std::string* name) {
  if (list.elements.empty() && name != nullptr) {
    list.names.push_back(*name);
  } else if (list.named()) {
    if (name == nullptr) {
      throw Error(ErrorKind::kRuntime, cat("append: a named list takes named elements, as in append(L, list(name=x)): ",
                                           describe(element.value)));
    }
    list.names.push_back(*name);
  }
  list.elements.push_back(std::move(element));
}

}  // namespace

Ref<List> copy_range(const List& list, int64_t begin, int64_t end) {
  const Ref<List> result = make_ref<List>();
  result->elements.assign(list.elements.begin() + begin, list.elements.begin() + end);
  if (list.named()) result->names.assign(list.names.begin() + begin, list.names.begin() + end);
  return result;
}

List::Element element_of(const KernelCall& call, size_t argument) {
  return {call.in[argument], argument < call.in_lineage.size() ? call.in_lineage[argument] : LineageRef()};
}

Rectangle written_positions(const KernelCall& call) {
  const Positions positions = index_list(call, 2, call.in[0].as_list());
  return {.row_begin = 0, .row_end = 1, .column_begin = positions.begin, .column_end = positions.end};
}

void list_range(KernelCall& call) {
  const List& list = call.in[0].as_list();
  const Positions chosen = index_list(call, 1, list);
  call.out[0] = Value::list(copy_range(list, chosen.begin, chosen.end));
}

void list_assign(KernelCall& call) {
  const Positions chosen = index_list(call, 2, call.in[0].as_list());
  const int64_t count = chosen.end - chosen.begin;
  const bool spread = call.in[1].is_list() && call.in[1].as_list().size() == count;
  if (!spread && count != 1) {
    throw Error(ErrorKind::kRuntime, cat("left indexing: a range of ", count,
                                         " elements takes a list of that length: ", describe(call.in[1])));
  }
  Ref<List> list = List::take_for_writing(call.in[0]);
  if (list) {
    ++call.context.counters.in_place;
  } else {
    list = copy_range(call.in[0].as_list(), 0, call.in[0].as_list().size());
  }
  for (int64_t i = 0; i < count; ++i) {
    list->elements[static_cast<size_t>(chosen.begin + i)] =
        spread ? call.in[1].as_list().elements[static_cast<size_t>(i)] : element_of(call, 1);
  }
  call.out[0] = Value::list(list);
}

void list_append(KernelCall& call) {
  const List& list = call.in[0].as_list();
  const Ref<List> result = copy_range(list, 0, list.size());
  for (size_t i = 1; i < call.in.size(); ++i) {
    const List* inner = call.in[i].is_list() && call.in[i].as_list().size() == 1 ? &call.in[i].as_list() : nullptr;
    if (inner == nullptr) {
      append_element(*result, element_of(call, i), nullptr);
    } else {
      append_element(*result, inner->elements[0], inner->named() ? inner->names.data() : nullptr);
    }
  }
  call.out[0] = Value::list(result);
}

}  // namespace lineal
