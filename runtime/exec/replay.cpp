#include "runtime/exec/replay.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/core/cat.h"
#include "runtime/exec/run_kernel.h"
#include "runtime/ops/registry.h"

namespace lineal {
namespace {

class NoOutput final : public Output {
 public:
  void write(std::string_view) override {}
};

class Replayer {
 public:
  Replayer(ExecutionContext& context, const std::map<std::string, std::string>& inputs, const CompareRewrite& compare,
           const GivenValues& given)
      : context_(context), inputs_(inputs), compare_(compare), given_(given), seeds_(0), kernel_{context.config,
                                                                                                 context.pool,
                                                                                                 context.statistics,
                                                                                                 context.interrupt,
                                                                                                 context.files,
                                                                                                 context.identities,
                                                                                                 output_,
                                                                                                 seeds_} {}

  Value run(const LineageNode* root) {
    order(root);
    ++uses_[root];
    for (const LineageNode* node : order_) {
      context_.interrupt.check();
      const auto given = given_.find(node);
      const Value& value = values_[node] = given == given_.end() ? compute(*node) : given->second;
      if (compare_) forms_[node] = form_of(value);
      for (const LineageNode* input : needed(*node))
        release(input);
    }
    if (const auto found = written_.find(root); found != written_.end())
      compare_({*root, found->second, values_.at(root), Rewrites::kAllBelow, forms_});
    return values_.at(root);
  }

 private:
  static NodeForm form_of(const Value& value) {
    if (!value.is_matrix()) return {.kind = value.kind()};
    return {.kind = value.kind(), .rows = value.as_matrix().rows(), .columns = value.as_matrix().columns()};
  }

  std::span<const LineageNode* const> needed(const LineageNode& node) const {
    if (given_.contains(&node)) return {};
    return node.kind() == NodeKind::kRewritten && !compare_ ? node.inputs().subspan(1) : node.inputs();
  }

  void order(const LineageNode* root) {
    std::vector<std::pair<const LineageNode*, bool>> stack{{root, false}};
    std::unordered_map<const LineageNode*, bool> seen;
    while (!stack.empty()) {
      const auto [node, expanded] = stack.back();
      stack.pop_back();
      if (expanded) {
        order_.push_back(node);
        continue;
      }
      if (!seen.emplace(node, true).second) continue;
      stack.emplace_back(node, true);
      const auto inputs = needed(*node);
      for (size_t i = inputs.size(); i-- > 0;) {
        ++uses_[inputs[i]];
        stack.emplace_back(inputs[i], false);
      }
    }
  }

  void release(const LineageNode* node) {
    if (--uses_[node] > 0) return;
    values_.erase(node);
    written_.erase(node);
  }

  Value compute(const LineageNode& node) {
    switch (node.kind()) {
      case NodeKind::kInt:
        return Value::integer(static_cast<int64_t>(node.bits()));
      case NodeKind::kDouble:
        return Value::real(__builtin_bit_cast(double, node.bits()));
      case NodeKind::kBoolean:
        return Value::boolean(node.bits() != 0);
      case NodeKind::kString:
        return Value::string(std::string(node.text()));
      case NodeKind::kRewritten:
        if (compare_) {
          const Value& executed = values_.at(node.inputs()[1]);
          compare_({node, values_.at(node.inputs()[0]), executed, Rewrites::kThisOne, forms_});
          const Value written = as_written(node.inputs()[0]);
          compare_({node, written, executed, Rewrites::kAllBelow, forms_});
          written_[&node] = written;
        }
        return values_.at(node.inputs()[1]);
      case NodeKind::kLeaf:
      case NodeKind::kOperator:
        try {
          if (rests_on_rewrite(node)) written_[&node] = apply(node, Inputs::kWritten);
          return apply(node, Inputs::kExecuted);
        } catch (const Error& error) {
          if (error.kind() == ErrorKind::kInterrupted) throw;
          throw Error(error.kind(), cat("replay: ", node.op().name(), ": ", error.message()));
        }
    }
    return {};
  }

  enum class Inputs : uint8_t { kExecuted, kWritten };

  // The value without any rewrite below the node: differences would add up unseen if each were taken against values
  // that had drifted already.
  const Value& as_written(const LineageNode* node) const {
    const auto found = written_.find(node);
    return found == written_.end() ? values_.at(node) : found->second;
  }
  bool rests_on_rewrite(const LineageNode& node) const {
    if (written_.empty()) return false;
    return std::any_of(node.inputs().begin(), node.inputs().end(),
                       [this](const LineageNode* input) { return written_.contains(input); });
  }

  Value apply(const LineageNode& node, Inputs inputs) {
    const OpDef* op = operators().find(node.op().name());
    if (!op) throw Error(ErrorKind::kIo, "unknown operator");
    std::vector<Value> in;
    const bool is_leaf = node.kind() == NodeKind::kLeaf;
    if (is_leaf && op->is(kRecorded)) return Value::integer(std::atoll(std::string(node.text()).c_str()));
    std::vector<LineageRef> in_lineage;
    if (is_leaf) {
      in.push_back(Value::string(path_of(node)));
      in_lineage.emplace_back();
    }
    for (const LineageNode* input : node.inputs()) {
      in_lineage.push_back(LineageRef::share(input));
      if (inputs == Inputs::kWritten) {
        in.push_back(as_written(input));
        continue;
      }
      // The last reader gets the value itself, so that updates in place stay in place.
      Value& value = values_.at(input);
      in.push_back(uses_[input] == 1 ? std::move(value) : value);
    }
    const bool variadic = op->variadic();
    if (op->outputs == 0 || (!variadic && in.size() != op->params.size()) || node.output() >= op->outputs) {
      throw Error(ErrorKind::kIo, cat("wrong number of inputs: ", in.size()));
    }
    for (size_t i = 0; i < in.size() && !op->params.empty(); ++i) {
      const Param& param = op->params[std::min(i, op->params.size() - 1)];
      if (!(param.accepts & mask_of(in[i].kind()))) {
        throw Error(ErrorKind::kIo, cat("input ", i + 1, " is ", describe(in[i])));
      }
    }
    std::vector<Value> out(op->outputs);
    std::string leaf;
    KernelCall call{.op = *op, .in = in, .out = out, .context = kernel_, .in_lineage = in_lineage, .leaf = &leaf};
    if (op->scalar && in.size() <= 4 && op->outputs == 1) {
      const Value* arguments[4];
      for (size_t i = 0; i < in.size(); ++i)
        arguments[i] = &in[i];
      if (op->scalar(arguments, out[0])) return out[0];
    }
    run_kernel(*op, call);
    if (is_leaf && leaf != node.text())
      throw Error(ErrorKind::kIo, cat("the file reads as other than logged: ", leaf, ", logged: ", node.text()));
    return std::move(out[node.output()]);
  }

  std::string path_of(const LineageNode& node) const {
    const std::string text(node.text());
    const size_t at = text.find("sha256=");
    const auto found = at == std::string::npos ? inputs_.end() : inputs_.find(text.substr(at + 7, 64));
    if (found == inputs_.end()) throw Error(ErrorKind::kIo, cat("the log does not name the file of: ", text));
    return found->second;
  }

  ExecutionContext& context_;
  const std::map<std::string, std::string>& inputs_;
  const CompareRewrite& compare_;
  const GivenValues& given_;
  NodeForms forms_;
  NoOutput output_;
  SeedSource seeds_;
  KernelContext kernel_;
  std::vector<const LineageNode*> order_;
  std::unordered_map<const LineageNode*, int64_t> uses_;
  std::unordered_map<const LineageNode*, Value> values_;
  std::unordered_map<const LineageNode*, Value> written_;  // where a rewrite lies below
};

}  // namespace

Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs,
             const CompareRewrite& compare, const GivenValues& given) {
  return Replayer(context, inputs, compare, given).run(root);
}

}  // namespace lineal
