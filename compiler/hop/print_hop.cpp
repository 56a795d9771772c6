#include <unordered_set>

#include "compiler/ast/literal_text.h"
#include "compiler/hop/hop.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

std::string variable_name(Slot slot, const HopFunction& function) {
  const bool known = slot.exists() && slot.at() < function.variables.size();
  return known ? function.variables[slot.at()] : cat("slot ", slot.number());
}

std::string size_text(const ValueInfo& info) {
  if (info.kind == ValueKind::kNone) return "";
  std::string text = cat(" : ", kind_name(info.kind));
  if (info.is_scalar()) return text;
  const auto dimension = [](int64_t size) { return size < 0 ? std::string("?") : cat(size); };
  if (info.rows >= 0 || info.columns >= 0) text += cat(" ", dimension(info.rows), "x", dimension(info.columns));
  if (info.nonzeros >= 0) text += cat(" nnz<=", info.nonzeros);
  return text;
}

std::string what(const Hop& hop, const HopFunction& function) {
  switch (hop.kind) {
    case HopKind::kLiteral: {
      std::string text;
      if (hop.literal.is_scalar()) ast::append_literal(text, hop.literal);
      return text;
    }
    case HopKind::kVariable:
      return variable_name(hop.slot, function);
    case HopKind::kOperator:
      return hop.op ? std::string(hop.op->name) : "no operator";
    case HopKind::kCall:
      return cat("call ", hop.callee ? std::string_view(hop.callee->name) : "nothing");
    case HopKind::kEval:
      return "eval";
    case HopKind::kEvalList:
      return "evalList";
    case HopKind::kExists:
      return cat("exists ", variable_name(hop.slot, function));
    case HopKind::kOutput:
      return cat("output ", static_cast<int>(hop.output));
  }
  return "";
}

// Every node that the roots need, inputs before users, in the order in which they run.
std::vector<const Hop*> nodes_in_order(const Dag& dag) {
  std::vector<const Hop*> order;
  std::unordered_set<const Hop*> done;
  std::vector<const Hop*> open;
  for (const Root& root : dag.roots) {
    open.push_back(root.value);
    while (!open.empty()) {
      const Hop* hop = open.back();
      const size_t before = open.size();
      for (size_t i = hop->inputs.size(); i-- > 0 && !done.contains(hop);) {
        if (hop->inputs[i] && !done.contains(hop->inputs[i])) open.push_back(hop->inputs[i]);
      }
      if (open.size() > before) continue;
      open.pop_back();
      if (done.insert(hop).second) order.push_back(hop);
    }
  }
  return order;
}

class Printer {
 public:
  explicit Printer(const HopFunction& function) : function_(function) {}

  void blocks(const std::vector<std::unique_ptr<HopBlock>>& blocks, size_t depth) {
    for (const auto& block : blocks)
      this->block(*block, depth);
  }

  void dag(const Dag& dag, size_t depth) {
    for (const Hop* hop : nodes_in_order(dag))
      line(depth, print(*hop, function_));
    for (const Root& root : dag.roots) {
      const std::string value = cat("(", root.value->id, ")");
      if (root.kind == RootKind::kAssign) line(depth, cat(variable_name(root.slot, function_), " = ", value));
      if (root.kind == RootKind::kAccumulate) line(depth, cat(variable_name(root.slot, function_), " += ", value));
      if (root.kind == RootKind::kEvaluate) line(depth, cat("evaluate ", value));
    }
  }

  void line(size_t depth, const std::string& content) { text_ += cat(std::string(2 * depth, ' '), content, "\n"); }
  std::string take() { return std::move(text_); }

 private:
  void block(const HopBlock& block, size_t depth) {
    static constexpr const char* kNames[] = {"block", "if", "for", "parfor", "while"};
    std::string head = kNames[static_cast<size_t>(block.kind)];
    if (block.variable.exists()) head += cat(" ", variable_name(block.variable, function_));
    line(depth, head);
    dag(block.dag, depth + 1);
    if (!block.body.empty()) line(depth, "do");
    blocks(block.body, depth + 1);
    if (!block.otherwise.empty()) line(depth, "else");
    blocks(block.otherwise, depth + 1);
  }

  const HopFunction& function_;
  std::string text_;
};

}  // namespace

std::string print(const Hop& hop, const HopFunction& function) {
  std::string text = cat("(", hop.id, ") ", what(hop, function));
  for (const Hop* input : hop.inputs)
    text += input ? cat(" (", input->id, ")") : std::string(" default");
  return text + size_text(hop.info);
}

std::string print(const HopFunction& function) {
  Printer printer(function);
  printer.line(0, cat("function ", function.name.empty() ? "main" : function.name));
  for (const HopParameter& parameter : function.parameters) {
    printer.line(1, cat("parameter ", parameter.name));
    if (parameter.has_default) printer.dag(parameter.fallback, 2);
  }
  for (const HopParameter& result : function.results)
    printer.line(1, cat("result ", result.name));
  printer.blocks(function.body, 1);
  return printer.take();
}

}  // namespace lineal
