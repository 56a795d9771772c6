// Building, changing and taking apart lists.
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/index_bounds.h"
#include "runtime/ops/indexing/list_parts.h"

namespace lineal {
namespace {

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
