// Building, changing and taking apart lists.
#include "runtime/ops/lists.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/families.h"
#include "runtime/ops/indexing_bounds.h"
#include "runtime/ops/infer.h"
#include "runtime/ops/kernel_context.h"
#include "runtime/ops/registry.h"

namespace lineal {
namespace {

Ref<List> copy_range(const List& list, int64_t begin, int64_t end) {
  const Ref<List> result = make_ref<List>();
  result->elements.assign(list.elements.begin() + begin, list.elements.begin() + end);
  if (list.named()) result->names.assign(list.names.begin() + begin, list.names.begin() + end);
  return result;
}

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

void build(KernelCall& call) {
  const Ref<List> result = make_ref<List>();
  result->elements.reserve(call.in.size());
  for (size_t i = 0; i < call.in.size(); ++i)
    result->elements.push_back(element_of(call, i));
  call.out[0] = Value::list(result);
}

void build_named(KernelCall& call) {
  const Ref<List> result = make_ref<List>();
  for (size_t i = 0; i + 1 < call.in.size(); i += 2) {
    result->names.push_back(call.in[i].text());
    result->elements.push_back(element_of(call, i + 1));
  }
  call.out[0] = Value::list(result);
}

void build_empty(KernelCall& call) {
  call.out[0] = Value::list(make_ref<List>());
}

void remove(KernelCall& call) {
  const List& list = call.in[0].as_list();
  int64_t position = 0;
  if (call.in[1].is_string()) {
    position = list.find(call.in[1].text());
    if (position < 0) {
      throw Error(ErrorKind::kRuntime, cat("remove: no element of this name: \"", call.in[1].text(), "\""));
    }
  } else {
    position = call.integer(1) - 1;
    if (position < 0 || position >= list.size()) {
      throw Error(ErrorKind::kRuntime, cat("remove: out of range: ", position + 1, " of a list of ", list.size()));
    }
  }
  const Ref<List> rest = copy_range(list, 0, list.size());
  rest->elements.erase(rest->elements.begin() + position);
  if (rest->named()) rest->names.erase(rest->names.begin() + position);
  call.out[0] = Value::list(rest);
  if (call.out.size() > 1) call.out[1] = Value::list(copy_range(list, position, position + 1));
}

/// A list of one list is unwrapped; the inner list goes on with its own lineage.
void as_list(KernelCall& call) {
  if (!call.in[0].is_list()) {
    const Ref<List> result = make_ref<List>();
    result->elements.push_back(element_of(call, 0));
    call.out[0] = Value::list(result);
    return;
  }
  const List& list = call.in[0].as_list();
  const List::Element* inner = list.size() == 1 && list.elements[0].value.is_list() ? list.elements.data() : nullptr;
  if (inner == nullptr) {
    call.out[0] = call.in[0];
    return;
  }
  call.out[0] = inner->value;
  if (!call.out_lineage.empty() && inner->lineage) call.out_lineage[0] = inner->lineage;
}

}  // namespace

List::Element element_of(const KernelCall& call, size_t argument) {
  return {call.in[argument], argument < call.in_lineage.size() ? call.in_lineage[argument] : LineageRef()};
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
  Ref<List> list;
  if (call.in[0].unique_object()) {
    ++call.context.statistics.in_place;
    list = Ref<List>(const_cast<List*>(&call.in[0].as_list()));
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

void register_lists(OpRegistry& registry) {
  registry.add({.name = "list_empty",
                .call = "list",
                .params = {},
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .dense = build_empty,
                .help = "An empty list."});
  registry.add({.name = "list",
                .call = "list",
                .params = {{"element", kAny}},
                .traits = kPlain | kVariadic,
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .dense = build,
                .sparse = build,
                .help = "A list of the arguments."});
  registry.add({.name = "list_named",
                .call = {},
                .params = {{"part", kAny}},
                .style = CallStyle::kInternal,
                .traits = kPlain | kVariadic,
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .dense = build_named,
                .sparse = build_named,
                .help = "A list of named elements; the arguments are names and values in turn."});
  registry.add({.name = "remove",
                .call = "remove",
                .params = {{"list", kList}, {"position", kScalar}},
                .outputs = 2,
                .infer = infer::any_list,
                .dense = remove,
                .sparse = remove,
                .help = "The list without one element, and a list of that element."});
  registry.add({.name = "as.list",
                .call = "as.list",
                .params = {{"target", kAny}},
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .dense = as_list,
                .sparse = as_list,
                .help = "The list inside a list of one list; any other list as it is."});
  registry.add({.name = "listIndex",
                .call = {},
                .params = {{"list", kList}, {"lower", kNumber | kText}, {"upper", kNumber | kText}},
                .style = CallStyle::kInternal,
                .infer = infer::any_list,
                .dense = list_range,
                .sparse = list_range,
                .help = "L[lower:upper] by positions or names."});
  registry.add({.name = "listAssign",
                .call = {},
                .params = {{"list", kList}, {"value", kAny}, {"lower", kNumber | kText}, {"upper", kNumber | kText}},
                .style = CallStyle::kInternal,
                .traits = kPlain | kInPlace | kPartialWrite,
                .infer = infer::any_list,
                .dense = list_assign,
                .sparse = list_assign,
                .help = "The list with L[lower:upper] replaced."});
}

}  // namespace lineal
