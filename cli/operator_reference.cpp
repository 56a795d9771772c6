#include "cli/operator_reference.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

std::string default_text(const DefaultLiteral& literal) {
  switch (literal.kind) {
    case ValueKind::kNone:
      return {};
    case ValueKind::kString:
      return literal.text == "\n" ? R"("\n")" : cat('"', literal.text, '"');
    case ValueKind::kBoolean:
      return literal.number != 0 ? "TRUE" : "FALSE";
    default:
      return cat(literal.number);
  }
}

std::string signature(const OpDef& op) {
  std::string text = cat(op.call.empty() ? op.name : op.call, "(");
  for (size_t i = 0; i < op.params.size(); ++i) {
    const Param& param = op.params[i];
    const bool optional = param.fallback.kind != ValueKind::kNone;
    text += cat(i > 0 ? ", " : "", param.name, optional ? "=" : "", default_text(param.fallback));
  }
  return text + (op.is_variadic() ? ", ...)" : ")");
}

bool is_word(std::string_view name) {
  const char lower = static_cast<char>(name[0] | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// As in a script: x %*% y, -x, t(target).
std::string usage(const OpDef& op) {
  if (op.call.empty() || is_word(op.call)) return signature(op);
  if (op.params.size() == 1) return cat(op.call, op.params[0].name);
  return cat(op.params[0].name, " ", op.call, " ", op.params[1].name);
}

std::string kinds(KindMask mask) {
  const std::pair<KindMask, std::string_view> groups[] = {
      {kAny, "any"},
      {kScalar, "scalar"},
      {kNumber, "number"},
      {kText, kind_name(ValueKind::kString)},
      {kMatrix, kind_name(ValueKind::kMatrix)},
      {kFrame, kind_name(ValueKind::kFrame)},
      {kList, kind_name(ValueKind::kList)},
  };
  std::string out;
  for (const auto& [group, name] : groups) {
    if ((mask & group) != group) continue;
    out += cat(out.empty() ? "" : " or ", name);
    mask = static_cast<KindMask>(mask & ~group);
  }
  return out;
}

std::string outputs_text(const OpDef& op) {
  std::string out;
  for (const KindMask mask : op.outputs)
    out += cat(out.empty() ? "" : ", ", kinds(mask));
  return out.empty() ? "nothing" : out;
}

std::string kernels_text(const OpDef& op) {
  std::string out;
  for (const Kernel& kernel : op.kernels) {
    const std::string_view name = kernel.place == KernelPlace::kDevice ? "device"
                                  : kernel.forms == Forms::kDense      ? "dense"
                                                                       : "any form";
    out += cat(out.empty() ? "" : ", ", name);
  }
  return out;
}

std::string padded(std::string text, size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::vector<const OpDef*> by_spelling() {
  std::vector<const OpDef*> all = operators().all();
  const auto key = [](const OpDef* op) {
    std::string lower(op->call.empty() ? op->name : op->call);
    for (char& c : lower)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return lower;
  };
  std::stable_sort(all.begin(), all.end(), [&](const OpDef* a, const OpDef* b) { return key(a) < key(b); });
  return all;
}

// A bar ends a cell of a table, even in backquotes.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string aliases_text() {
  std::string out;
  for (const std::string_view name : operators().calls()) {
    const std::string_view call = operators().overloads(name).front()->call;
    if (call != name) out += cat("| `", cell(name), "` | `", cell(call), "` |\n");
  }
  return out;
}

std::string rows(const std::vector<const OpDef*>& all, bool callable) {
  std::string out;
  for (const OpDef* op : all) {
    if ((op->style != CallStyle::kInternal) != callable) continue;
    out += cat("| `", cell(usage(*op)), "` | ", outputs_text(*op), " | ", cell(op->help), " |\n");
  }
  return out;
}

}  // namespace

std::string operator_help(std::string_view name) {
  std::string out;
  const auto add = [&out](const OpDef& op) { out += cat(signature(op), "\n  ", op.help, "\n"); };
  for (const OpDef* op : operators().overloads(name))
    add(*op);
  const OpDef* internal = out.empty() ? operators().find(name) : nullptr;
  if (internal != nullptr) add(*internal);
  return out;
}

std::string operator_table() {
  std::string out;
  for (const OpDef* op : by_spelling()) {
    out += cat(padded(usage(*op), 60), " ", padded(outputs_text(*op), 24), " ", padded(kernels_text(*op), 16), " ",
               op->name, "\n");
  }
  return out;
}

std::string operator_names() {
  std::set<std::string_view> names;
  for (const OpDef* op : operators().all())
    names.insert(op->name);
  for (const std::string_view call : operators().calls())
    names.insert(call);
  std::string out;
  for (const std::string_view name : names)
    out += cat(name, "\n");
  return out;
}

std::string operator_markdown() {
  const std::vector<const OpDef*> all = by_spelling();
  return cat(
      "# Operators and functions\n\n"
      "Made by `lineal ops markdown` from what the program declares; `lineal help NAME` shows one of them. Operators "
      "with several rows take\nthe first whose kinds fit. A parameter with `=` may be left out. `eval`, `evalList` and "
      "`exists` belong to the\n[language](language.md).\n\n"
      "| call | gives | |\n|---|---|---|\n",
      rows(all, true), "\n## Other spellings\n\n| | same as |\n|---|---|\n", aliases_text(),
      "\n## Not for scripts\n\nWhat subscripts, lists and passes of the compiler become; logs and `--explain` name "
      "them.\n\n| operator | gives | |\n|---|---|---|\n",
      rows(all, false));
}

}  // namespace lineal
