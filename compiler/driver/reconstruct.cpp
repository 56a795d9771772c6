#include <unordered_map>

#include "compiler/driver/session_state.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/core/number_format.h"
#include "runtime/ops/indexing_bounds.h"
#include "runtime/ops/registry.h"

namespace lineal {
namespace {

// Writes a DAG as a straight-line program: a statement per operator, literals in place.
class Reconstruction {
 public:
  explicit Reconstruction(const std::unordered_map<std::string, std::string>& inputs) : inputs_(inputs) {}

  std::string program(const LineageNode& write) {
    visit(write.inputs()[0]);
    text_ += "write(" + variable_for(write.inputs()[0]) + ", OUT";
    const OpDef& op = *operators().find("write");
    for (size_t i = 2; i < op.params.size() && i < write.inputs().size(); ++i) {
      const std::string given = operand(write.inputs()[i]);
      if (given != literal(op.params[i].fallback.value())) text_ += cat(", ", op.params[i].name, "=", given);
    }
    text_ += ")\n";
    return std::move(text_);
  }

 private:
  // Post-order with an explicit stack: chains are as long as the run was.
  void visit(const LineageNode* root) {
    std::vector<std::pair<const LineageNode*, bool>> stack{{root, false}};
    while (!stack.empty()) {
      auto [node, expanded] = stack.back();
      stack.pop_back();
      if (names_.contains(node) || node->is_literal()) continue;
      if (expanded) {
        emit(node);
        continue;
      }
      stack.emplace_back(node, true);
      const auto inputs = node->inputs();
      const size_t first = node->kind() == NodeKind::kRewritten ? 1 : 0;
      for (size_t i = inputs.size(); i-- > first;)
        stack.emplace_back(inputs[i], false);
    }
  }

  void emit(const LineageNode* node) {
    if (node->kind() == NodeKind::kRewritten) {
      names_[node] = operand(node->inputs()[1]);
      return;
    }
    const std::string name = cat("v", ++count_);
    names_[node] = name;
    const OpDef* op = operators().find(node->op().name());
    if (!op) throw Error(ErrorKind::kIo, cat("reconstruct: unknown operator: ", node->op().name()));
    if (op->outputs > 1) {
      emit_multiple(node, *op, name);
      return;
    }
    if (op->name == "leftIndex" || op->name == "leftIndex1") {
      const auto inputs = node->inputs();
      text_ += cat(name, " = ", operand(inputs[0]), "\n");
      text_ += cat(name, subscripts(inputs.subspan(2)), " = ", operand(inputs[1]), "\n");
      return;
    }
    text_ += cat(name, " = ", expression(*node, *op), "\n");
  }

  // Results of one application are separate nodes; each gets a call of its own with the others dropped.
  void emit_multiple(const LineageNode* node, const OpDef& op, const std::string& name) {
    text_ += "[";
    for (int i = 0; i < op.outputs; ++i) {
      text_ += cat(i ? ", " : "", i == node->output() ? name : cat(name, "_", i));
    }
    text_ += cat("] = ", call(op, node->inputs()), "\n");
  }

  std::string expression(const LineageNode& node, const OpDef& op) {
    const auto inputs = node.inputs();
    if (node.kind() == NodeKind::kLeaf) return leaf(node, op);
    if (op.name == "neg") return cat("-", operand(inputs[0]));
    if (op.name == "!") return cat("!", operand(inputs[0]));
    if (op.name == "rightIndex" || op.name == "rightIndex1") {
      return operand(inputs[0]) + subscripts(inputs.subspan(1));
    }
    if (op.name == "list_named") {
      std::string out = "list(";
      for (size_t i = 0; i + 1 < inputs.size(); i += 2) {
        out += cat(i ? ", " : "", inputs[i]->text(), "=", operand(inputs[i + 1]));
      }
      return out + ")";
    }
    const bool is_word = !op.call.empty() && (std::isalpha(static_cast<unsigned char>(op.call[0])) != 0);
    if (!is_word && inputs.size() == 2) {
      if (op.call.empty()) throw Error(ErrorKind::kIo, cat("reconstruct: no DML spelling for ", op.name));
      return cat(operand(inputs[0]), " ", op.call, " ", operand(inputs[1]));
    }
    return call(op, inputs);
  }

  std::string leaf(const LineageNode& node, const OpDef& op) {
    if (op.is(kRecorded)) return std::string(node.text());
    const std::string facts(node.text());
    const size_t at = facts.find("sha256=");
    const auto known = at == std::string::npos ? inputs_.end() : inputs_.find(facts.substr(at + 7, 64));
    if (known == inputs_.end()) throw Error(ErrorKind::kIo, "reconstruct: the log does not name the file of an input");
    std::string out = cat(op.call, "(", literal(Value::string(known->second)));
    const auto inputs = node.inputs();
    for (size_t i = 0; i < inputs.size() && i + 1 < op.params.size(); ++i) {
      const Param& param = op.params[i + 1];
      const std::string given = operand(inputs[i]);
      if (param.fallback.kind == ValueKind::kNone || given != literal(param.fallback.value())) {
        out += cat(", ", param.name, "=", given);
      }
    }
    return out + ")";
  }

  std::string call(const OpDef& op, std::span<const LineageNode* const> inputs) {
    if (op.call.empty() && op.name != "list_empty") {
      throw Error(ErrorKind::kIo, cat("reconstruct: no DML spelling for ", op.name));
    }
    std::string out = cat(op.call.empty() ? "list" : op.call, "(");
    bool first = true;
    for (size_t i = 0; i < inputs.size(); ++i) {
      const std::string given = operand(inputs[i]);
      const bool has_parameter = i < op.params.size();
      const bool is_default = has_parameter && op.params[i].fallback.kind != ValueKind::kNone &&
                              given == literal(op.params[i].fallback.value());
      if (op.style == CallStyle::kNamed ? is_default : is_default && rest_is_default(op, inputs, i)) continue;
      out += cat(first ? "" : ", ", op.style == CallStyle::kNamed && has_parameter ? cat(op.params[i].name, "=") : "",
                 given);
      first = false;
    }
    return out + ")";
  }

  bool rest_is_default(const OpDef& op, std::span<const LineageNode* const> inputs, size_t from) {
    for (size_t i = from; i < inputs.size(); ++i) {
      if (i >= op.params.size() || op.params[i].fallback.kind == ValueKind::kNone ||
          operand(inputs[i]) != literal(op.params[i].fallback.value())) {
        return false;
      }
    }
    return true;
  }

  std::string subscripts(std::span<const LineageNode* const> bounds) {
    std::string out = "[";
    for (size_t i = 0; i + 1 < bounds.size(); i += 2) {
      if (i) out += ", ";
      if (bounds[i]->kind() == NodeKind::kString && bounds[i]->text() == kNoBound) continue;
      out += operand(bounds[i]);
      const bool same = bounds[i] == bounds[i + 1] ||
                        (bounds[i + 1]->kind() == NodeKind::kString && bounds[i + 1]->text() == kNoBound);
      if (!same) out += ":" + operand(bounds[i + 1]);
    }
    return out + "]";
  }

  std::string variable_for(const LineageNode* node) {
    if (!node->is_literal()) return operand(node);
    text_ += cat("result = ", operand(node), "\n");
    return "result";
  }

  std::string operand(const LineageNode* node) {
    switch (node->kind()) {
      case NodeKind::kInt:
        return literal(Value::integer(static_cast<int64_t>(node->bits())));
      case NodeKind::kDouble:
        return literal(Value::real(std::bit_cast<double>(node->bits())));
      case NodeKind::kBoolean:
        return literal(Value::boolean(node->bits() != 0));
      case NodeKind::kString:
        return literal(Value::string(std::string(node->text())));
      default:
        return names_.at(node);
    }
  }

  static std::string literal(const Value& value) {
    if (value.is_double()) {
      const double number = value.as_double();
      if (std::isnan(number)) return "NaN";
      if (std::isinf(number)) return number > 0 ? "Inf" : "(-Inf)";
      return std::signbit(number) ? cat("(", format_double(number), ")") : format_double(number);
    }
    if (value.is_int() && value.as_int() < 0) return cat("(", value.as_int(), ")");
    if (!value.is_string()) return scalar_text(value);
    std::string out = "\"";
    for (const char c : value.text()) {
      if (c == '\n') {
        out += "\\n";
      } else if (c == '\t') {
        out += "\\t";
      } else if (c == '\r') {
        out += "\\r";
      } else if (c == '"') {
        out += "\\\"";
      } else {
        out += c;
      }
    }
    return out + "\"";
  }

  const std::unordered_map<std::string, std::string>& inputs_;
  std::unordered_map<const LineageNode*, std::string> names_;
  std::string text_;
  int64_t count_ = 0;
};

}  // namespace

std::string Session::reconstruct(const std::string& log_path) {
  std::string out;
  run_on_stack(kScriptStack, [&] {
    const ParsedLog log = parse_log(read_text_file(real_file_system(), log_path, int64_t{16} << 30),
                                    [](std::string_view name) { return operators().find(name) != nullptr; });
    if (log.root->kind() != NodeKind::kOperator || log.root->op().name() != "write") {
      throw Error(ErrorKind::kIo, cat(log_path, ": the root of the log is not a write"));
    }
    std::unordered_map<std::string, std::string> inputs;
    for (const LogHeader::Input& input : log.header.inputs) {
      inputs[input.sha256] = resolve_path(log.header.folder, input.path);
    }
    out = cat("# Computes ", log.header.result_path, " as its lineage log says. Run with OUT=path and --exact.\n",
              "OUT = ifdef($OUT, \"result\")\n", Reconstruction(inputs).program(*log.root));
  });
  return out;
}

}  // namespace lineal
