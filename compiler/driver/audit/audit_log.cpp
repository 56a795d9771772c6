#include "compiler/driver/audit/audit_log.h"

#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/lists/lists.h"

namespace lineal {
namespace {

constexpr int64_t kMaxLogBytes = int64_t{16} << 30;

[[noreturn]] void refuse(size_t number, std::string_view what) {
  throw Error(ErrorKind::kIo, cat("lineage log: node (", number, "): ", what));
}

bool is_known(std::string_view name) {
  return operators().find(name) != nullptr;
}

bool takes(const OpDef& op, size_t count) {
  if (op.is_variadic()) return count + 1 >= op.params.size();
  return count == op.params.size();
}

// Names and values in turn, as the compiler gives them.
void check_names(const LineageNode& list, size_t number) {
  const auto parts = list.inputs();
  if (parts.size() % 2 != 0) refuse(number, cat(kMakeNamedList, ": a name without a value: ", parts.size(), " inputs"));
  for (size_t i = 0; i < parts.size(); i += 2) {
    if (parts[i]->kind() != NodeKind::kString) refuse(number, cat(kMakeNamedList, ": input ", i + 1, " is no name"));
  }
}

// Only what the program itself would write: a forged log may name any operator anywhere.
void check_node(const LineageNode& node, size_t number, bool is_root) {
  if (node.kind() != NodeKind::kOperator && node.kind() != NodeKind::kLeaf) return;
  const OpDef& op = operator_of(node);
  const size_t count = node.inputs().size();
  if (node.kind() == NodeKind::kLeaf) {
    if (op.is(kRecorded)) {
      if (count != 0) refuse(number, cat(op.name, ": takes no inputs: ", count));
      recorded_value(node);
    } else if (op.effect != Effect::kReads || op.outputs.size() != 1 || fact_of(node.text(), "sha256").size() != 64) {
      refuse(number, cat(op.name, ": is no leaf, as it reads no file"));
    } else if (!takes(op, count + 1)) {
      refuse(number, cat(op.name, ": wrong number of inputs: ", count));
    }
    return;
  }
  if (!is_root && (!op.is_pure() || op.is(kRecorded) || op.outputs.empty()))
    refuse(number, cat(op.name, ": its result is not decided by its inputs, or it has none"));
  if (is_root && (node.value().known || node.is_rewritten() || node.output() != 0))
    refuse(number, cat(op.name, ": has no value, no rule and no outputs"));
  if (!takes(op, count)) refuse(number, cat(op.name, ": wrong number of inputs: ", count));
  if (op.name == kMakeNamedList) check_names(node, number);
  if (!is_root && node.output() >= op.outputs.size())
    refuse(number, cat(op.name, ": no such output: ", int{node.output()}));
}

}  // namespace

const OpDef& operator_of(const LineageNode& node) {
  const OpDef* op = operators().find(node.op().name());
  LINEAL_CHECK(op, "the parser of logs refuses unknown operators");
  return *op;
}

std::string fact_of(std::string_view facts, std::string_view key) {
  const std::string mark = cat(key, "=");
  size_t at = facts.find(mark);
  if (at == std::string_view::npos) return {};
  at += mark.size();
  return std::string(facts.substr(at, facts.find(' ', at) - at));
}

int64_t recorded_value(const LineageNode& node) {
  const std::string_view text = node.text();
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw Error(ErrorKind::kIo, cat("lineage log: ", node.op().name(), ": not a recorded whole number"));
  return value;
}

ParsedLog read_result_log(const std::string& path) {
  const std::string text = read_text_file(real_file_system(), path, kMaxLogBytes);
  try {
    ParsedLog log = parse_log(text, is_known);
    const LineageNode& root = *log.root;
    if (root.kind() != NodeKind::kOperator || operator_of(root).effect != Effect::kWrites)
      throw Error(ErrorKind::kIo, "lineage log: the root is not a write");
    size_t number = 0;
    for (const LineageNode* node : log.in_order)
      check_node(*node, ++number, node == &root);
    return log;
  } catch (Error& error) {
    throw Error(error.kind(), cat(path, ": ", error.message()));
  }
}

std::string locate_input(const std::string& logged, const std::string& folder,
                         const std::map<std::string, std::string>& moved) {
  const std::string resolved = resolve_path(folder, logged);
  for (const std::string* path : {&logged, &resolved}) {
    for (const auto& [from, to] : moved) {
      if (*path == from) return to;
      if (path->starts_with(from) && (from.ends_with('/') || (*path)[from.size()] == '/')) {
        return to + path->substr(from.size());
      }
    }
  }
  return resolved;
}

}  // namespace lineal
