// Writes the DAG of a log as a straight-line DML program: a statement per operator, literals in place.
#include <unordered_map>

#include "compiler/driver/audit/audit_log.h"
#include "compiler/driver/audit/lineage_hops.h"
#include "compiler/driver/audit/reconstruct_literal.h"
#include "compiler/driver/session_state.h"
#include "lineage/log/log_text.h"
#include "lineage/log/node_order.h"
#include "runtime/core/cat.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

using Inputs = std::span<const LineageNode* const>;

[[noreturn]] void refuse(std::string_view what, std::string_view value) {
  throw Error(ErrorKind::kIo, cat("reconstruct: ", what, ": ", excerpt(value)));
}

class Reconstruction {
 public:
  Reconstruction(const ParsedLog& log, Session::Side side, const std::map<std::string, std::string>& moved)
      : log_(log), side_(side), root_(side == Session::Side::kAsWritten ? as_written(log.root.get()) : log.root) {
    in_order_ = NodeOrder(root_.get()).nodes();
    for (const LogHeader::Input& input : log.header.inputs)
      files_[input.sha256] = locate_input(input.path, log.header.folder, moved);
  }

  std::string program() {
    find_needed();
    for (const LineageNode* node : in_order_) {
      if (needed_.contains(node) && node != root_.get()) emit(node);
    }
    emit_write(root_->inputs());
    std::string title;
    append_quoted(title, log_.header.result_path);
    const bool ran = side_ == Session::Side::kAsExecuted;
    return cat(ran ? cat(kExactMark, storage_mark(storage_of(log_.header.profile)), "\n") : std::string(),
               "# Computes ", title, " as its lineage log says", ran ? "" : " it was written",
               " and writes it to OUT=path.\n", "OUT = ifdef($OUT, \"result\")\n",
               uses_backslash_ ? define_backslash() : "", text_);
  }

 private:
  // A call as OpDef::spelling sees it.
  class Spelled final : public SpelledCall {
   public:
    Spelled(Reconstruction& program, Inputs inputs) : SpelledCall(inputs), program_(program) {}
    std::string argument(size_t i) override { return program_.operand(inputs()[i]); }
    std::string literal(const Value& value) override { return program_.literal(value); }

   private:
    Reconstruction& program_;
  };

  void find_needed() {
    const Inputs written = root_->inputs();
    for (size_t i = 0; i < written.size(); ++i) {
      if (i != 1) needed_.emplace(written[i], Name{});
    }
    for (size_t i = in_order_.size() - 1; i-- > 0;) {
      const LineageNode* node = in_order_[i];
      if (!needed_.contains(node)) continue;
      for (const LineageNode* input : node->inputs())
        needed_.emplace(input, Name{});
    }
  }

  void emit(const LineageNode* node) {
    if (node->is_literal() || needed_.at(node).number != 0) return;
    const OpDef& op = operator_of(*node);
    if (op.outputs.size() > 1) {
      emit_multiple(node, op);
      return;
    }
    const std::string name = new_name(node);
    const Inputs inputs = node->inputs();
    if (op.written_part != nullptr) {
      text_ += cat(name, " = ", operand(inputs[0]), "\n", name, expression(*node, op), " = ", operand(inputs[1]), "\n");
      return;
    }
    text_ += cat(name, " = ", expression(*node, op), "\n");
  }

  // The results of one application are separate nodes, and one statement here.
  void emit_multiple(const LineageNode* node, const OpDef& op) {
    const Inputs inputs = node->inputs();
    std::vector<const LineageNode*> application(inputs.begin(), inputs.end());
    auto [known, is_new] = applications_.emplace(std::pair(op.name, std::move(application)), 0);
    if (is_new) {
      known->second = ++count_;
      text_ += "[";
      for (size_t i = 0; i < op.outputs.size(); ++i)
        text_ += cat(i ? ", " : "", "v", known->second, "_", i + 1);
      text_ += cat("] = ", call(op, inputs), "\n");
    }
    needed_.at(node) = {.number = known->second, .output = node->output() + 1};
  }

  void emit_write(Inputs inputs) {
    const OpDef& op = operator_of(*root_);
    std::string options;
    for (size_t i = 2; i < inputs.size(); ++i) {
      const std::string given = operand(inputs[i]);
      if (given != default_of(op.params[i])) options += cat(", ", op.params[i].name, "=", given);
    }
    std::string value = operand(inputs[0]);
    if (inputs[0]->is_literal()) {
      text_ += cat("result = ", value, "\n");
      value = "result";
    }
    text_ += cat("write(", value, ", OUT", options, ")\n");
  }

  std::string expression(const LineageNode& node, const OpDef& op) {
    const Inputs inputs = node.inputs();
    if (node.kind() == NodeKind::kLeaf) return leaf(node, op);
    if (op.spelling != nullptr) {
      Spelled call(*this, inputs);
      return op.spelling(call);
    }
    if (op.call.empty()) refuse("no DML spelling of an operator", op.name);
    const bool is_word = (op.call[0] | 0x20) >= 'a' && (op.call[0] | 0x20) <= 'z';
    if (!is_word && inputs.size() == 1) return cat(op.call, operand(inputs[0]));
    if (!is_word && inputs.size() == 2) return cat(operand(inputs[0]), " ", op.call, " ", operand(inputs[1]));
    return call(op, inputs);
  }

  std::string leaf(const LineageNode& node, const OpDef& op) {
    if (op.is(kRecorded)) return literal(Value::integer(recorded_value(node)));
    const auto file = files_.find(fact_of(node.text(), "sha256"));
    if (file == files_.end()) refuse("the log does not name the file of an input", node.text());
    std::string out = cat(op.call, "(", literal(Value::string(file->second)));
    for (size_t i = 0; i < node.inputs().size(); ++i) {
      const Param& param = op.params[i + 1];
      const std::string given = operand(node.inputs()[i]);
      if (given != default_of(param)) out += cat(", ", param.name, "=", given);
    }
    return out + ")";
  }

  std::string call(const OpDef& op, Inputs inputs) {
    if (op.call.empty()) refuse("no DML spelling of an operator", op.name);
    std::vector<std::string> arguments;
    for (const LineageNode* input : inputs)
      arguments.push_back(operand(input));
    const auto is_default = [&](size_t i) { return i < op.params.size() && arguments[i] == default_of(op.params[i]); };
    size_t count = arguments.size();
    while (count > 0 && is_default(count - 1))
      --count;
    std::string out = cat(op.call, "(");
    bool first = true;
    for (size_t i = 0; i < count; ++i) {
      const bool by_name = op.style == CallStyle::kNamed && i < op.params.size() && !op.is_variadic();
      if (by_name && is_default(i)) continue;
      out += cat(first ? "" : ", ", by_name ? cat(op.params[i].name, "=") : "", arguments[i]);
      first = false;
    }
    return out + ")";
  }

  std::string operand(const LineageNode* node) {
    if (node->is_literal()) return literal(value_of(node->value()));
    const Name& name = needed_.at(node);
    return name.output ? cat("v", name.number, "_", name.output) : cat("v", name.number);
  }

  std::string literal(const Value& value) { return spell(value, uses_backslash_); }

  // As it would be spelled; empty, and so equal to no argument, if there is none.
  std::string default_of(const Param& param) {
    return param.fallback.kind == ValueKind::kNone ? std::string() : literal(param.fallback.value());
  }

  std::string new_name(const LineageNode* node) {
    needed_.at(node) = {.number = ++count_};
    return cat("v", count_);
  }

  struct Name {
    int64_t number = 0;  // 0: none yet
    int output = 0;      // from 1, of an operator with several
  };

  const ParsedLog& log_;
  const Session::Side side_;
  const LineageRef root_;
  std::vector<const LineageNode*> in_order_;  // inputs first, the root last
  std::map<std::string, std::string> files_;  // SHA-256 → path
  std::unordered_map<const LineageNode*, Name> needed_;
  std::map<std::pair<std::string_view, std::vector<const LineageNode*>>, int64_t> applications_;
  std::string text_;
  int64_t count_ = 0;
  bool uses_backslash_ = false;
};

}  // namespace

std::string Session::reconstruct(const std::string& log_path, Side side,
                                 const std::map<std::string, std::string>& moved) {
  std::string out;
  run_on_stack(kScriptStack, [&] { out = Reconstruction(read_result_log(log_path), side, moved).program(); });
  return out;
}

}  // namespace lineal
