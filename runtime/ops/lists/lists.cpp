// Building, changing and taking apart lists.
#include "runtime/ops/lists/lists.h"

#include <algorithm>

#include "lineage/log/log_text.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/index_bounds.h"
#include "runtime/ops/indexing/list_parts.h"
#include "runtime/ops/indexing/spell_subscripts.h"

namespace lineal {
namespace {

void build(KernelCall& call) {
  const Ref<List> result = make_ref<List>();
  result->elements.reserve(call.in.size());
  for (size_t i = 0; i < call.in.size(); ++i)
    result->elements.push_back(element_of(call, i));
  call.out[0] = Value::list(result);
}

/// The compiler gives names and values in turn; a log may give anything.
void build_named(KernelCall& call) {
  if (call.in.size() % 2 != 0) {
    throw Error(ErrorKind::kRuntime, cat(kMakeNamedList, ": a name without a value: ", call.in.size(), " arguments"));
  }
  const Ref<List> result = make_ref<List>();
  for (size_t i = 0; i < call.in.size(); i += 2) {
    if (!call.in[i].is_string()) {
      throw Error(ErrorKind::kRuntime, cat(kMakeNamedList, ": a name must be a string: ", describe(call.in[i])));
    }
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

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// list(a=1, b=2): a log may hold names that no script can write.
std::string spell_named(SpelledCall& call) {
  const auto inputs = call.inputs();
  std::string out = cat(kMakeList, "(");
  for (size_t i = 0; i + 1 < inputs.size(); i += 2) {
    const std::string_view name = inputs[i]->kind() == NodeKind::kString ? inputs[i]->text() : std::string_view();
    if (!is_identifier(name)) {
      throw Error(ErrorKind::kIo, cat("reconstruct: not a name of a list element: ", excerpt(name)));
    }
    out += cat(i ? ", " : "", name, "=", call.argument(i + 1));
  }
  return out + ")";
}

}  // namespace

void register_lists(OpRegistry& registry) {
  registry.add({.name = kMakeEmptyList,
                .call = kMakeList,
                .params = {},
                .outputs = {kList},
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .kernels = {dense_only(build_empty)},
                .help = "An empty list."});
  registry.add({.name = kMakeList,
                .call = kMakeList,
                .params = {{"element", kAny}},
                .outputs = {kList},
                .traits = kDeterministic | kVariadic,
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .kernels = {any_form(build)},
                .law_cases = {"7x5, 3, 'a'"},
                .help = "A list of the arguments."});
  registry.add({.name = kMakeNamedList,
                .call = {},
                .params = {{"part", kAny}},
                .style = CallStyle::kInternal,
                .outputs = {kList},
                .traits = kDeterministic | kVariadic,
                .fails = Fails::kNever,  // as the compiler writes it
                .infer = infer::any_list,
                .kernels = {any_form(build_named)},
                .spelling = spell_named,
                .law_cases = {"'a', 3, 'b', 7x5"},
                .help = "A list of named elements; the arguments are names and values in turn."});
  registry.add({.name = "remove",
                .call = "remove",
                .params = {{"list", kList}, {"position", kScalar}},
                .outputs = {kList, kList},
                .infer = infer::any_list,
                .kernels = {any_form(remove)},
                .law_cases = {"list, 1", "list, 2"},
                .help = "The list without one element, and a list of that element."});
  registry.add({.name = "as.list",
                .call = "as.list",
                .params = {{"target", kAny}},
                .outputs = {kList},
                .fails = Fails::kNever,
                .infer = infer::any_list,
                .kernels = {any_form(as_list)},
                .help = "The list inside a list of one list; any other list as it is."});
  registry.add({.name = "listIndex",
                .call = {},
                .params = {{"list", kList}, {"lower", kNumber | kText}, {"upper", kNumber | kText}},
                .style = CallStyle::kInternal,
                .outputs = {kList},
                .infer = infer::any_list,
                .kernels = {any_form(list_range)},
                .spelling = spelled::subscript,
                .law_cases = {"list, 1, 2", "list, 2, 2"},
                .help = "L[lower:upper] by positions or names."});
  registry.add({.name = "listAssign",
                .call = {},
                .params = {{"list", kList}, {"value", kAny}, {"lower", kNumber | kText}, {"upper", kNumber | kText}},
                .style = CallStyle::kInternal,
                .outputs = {kList},
                .infer = infer::any_list,
                .kernels = {any_form(list_assign)},
                .written_part = written_positions,
                .spelling = spelled::written_subscripts,
                .law_cases = {"list, 7x5, 2, 2", "list, list, 1, 2"},
                .help = "The list with L[lower:upper] replaced."});
}

}  // namespace lineal
