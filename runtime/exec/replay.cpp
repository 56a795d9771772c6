#include "runtime/exec/replay.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/core/cat.h"
#include "runtime/exec/run_kernel.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

class NoOutput final : public Output {
 public:
  void write(std::string_view) override {}
};

class Replayer {
 public:
  Replayer(ExecutionContext& context, const std::map<std::string, std::string>& inputs, const ReplayOptions& options)
      : context_(context), inputs_(inputs), options_(options), seeds_(0), kernel_{context.config,   context.pool,
                                                                                  context.counters, context.interrupt,
                                                                                  context.files,    context.identities,
                                                                                  output_,          seeds_} {}

  Value run(const LineageNode* root) {
    order(root);
    ++uses_[root];
    for (const LineageNode* node : order_) {
      context_.interrupt.check();
      // Another output of the same application may have brought it along.
      if (!values_.contains(node)) values_[node] = compute(*node);
      const Value& value = values_.at(node);
      if (options_.infos) {
        ValueInfo& info = (*options_.infos)[node] = info_of(value);
        info.number.reset();
        info.nonzeros = -1;
      }
      for (const LineageNode* input : node->inputs())
        release(input);
    }
    return values_.at(root);
  }

 private:
  void order(const LineageNode* root) {
    std::vector<std::pair<const LineageNode*, bool>> stack{{root, false}};
    std::unordered_map<const LineageNode*, bool> seen;
    while (!stack.empty()) {
      const auto [node, expanded] = stack.back();
      stack.pop_back();
      if (expanded) {
        order_.push_back(node);
        if (node->kind() == NodeKind::kOperator) note_application(node);
        continue;
      }
      if (!seen.emplace(node, true).second) continue;
      stack.emplace_back(node, true);
      const auto inputs = node->inputs();
      for (size_t i = inputs.size(); i-- > 0;) {
        ++uses_[inputs[i]];
        stack.emplace_back(inputs[i], false);
      }
    }
  }

  // Nodes that are outputs of one execution: the same operator over the same inputs.
  void note_application(const LineageNode* node) {
    const OpDef* op = operators().find(node->op().name());
    if (op == nullptr || op->outputs.size() < 2) return;
    const auto inputs = node->inputs();
    applications_[{op, {inputs.begin(), inputs.end()}}].push_back(node);
  }

  // The other outputs of an execution that this log asks for.
  void keep_outputs(const LineageNode& node, const OpDef& op, std::span<const Value> out) {
    const auto inputs = node.inputs();
    const auto found = applications_.find({&op, {inputs.begin(), inputs.end()}});
    if (found == applications_.end()) return;
    for (const LineageNode* other : found->second) {
      if (other == &node || other->output() >= out.size()) continue;
      check_stated(*other, out[other->output()]);
      values_.emplace(other, out[other->output()]);
    }
  }

  void release(const LineageNode* node) {
    if (--uses_[node] == 0) values_.erase(node);
  }

  Value compute(const LineageNode& node) {
    if (node.is_literal()) return value_of(node.value());
    try {
      Value value = apply(node);
      check_stated(node, value);
      return value;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kInterrupted) throw;
      // What a script would be told about its values is a fault of the log here.
      const ErrorKind kind = error.kind() == ErrorKind::kRuntime ? ErrorKind::kIo : error.kind();
      throw Error(kind, cat("replay: ", node.op().name(), ": ", error.message()));
    }
  }

  void check_stated(const LineageNode& node, const Value& value) const {
    const ScalarFact stated = node.value();
    if (!stated.known || options_.stated == StatedScalars::kMayDiffer) return;
    const ScalarFact found = scalar_fact(value);
    if (found.known && found.kind == stated.kind && found.bits == stated.bits && found.text == stated.text) return;
    throw Error(ErrorKind::kIo, cat("the log states ", describe(value_of(stated)), ", found ", describe(value)));
  }

  Value apply(const LineageNode& node) {
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
      // The last reader gets the value itself, so that updates in place stay in place.
      Value& value = values_.at(input);
      in.push_back(uses_[input] == 1 ? std::move(value) : value);
    }
    const bool variadic = op->is_variadic();
    if (op->outputs.empty() || (!variadic && in.size() != op->params.size()) || node.output() >= op->outputs.size()) {
      throw Error(ErrorKind::kIo, cat("wrong number of inputs: ", in.size()));
    }
    for (size_t i = 0; i < in.size() && !op->params.empty(); ++i) {
      const Param& param = op->params[std::min(i, op->params.size() - 1)];
      if (!(param.accepts & mask_of(in[i].kind()))) {
        throw Error(ErrorKind::kIo, cat("input ", i + 1, " is ", describe(in[i])));
      }
    }
    std::vector<Value> out(op->outputs.size());
    std::string leaf;
    KernelCall call{.op = *op, .in = in, .out = out, .context = kernel_, .in_lineage = in_lineage, .leaf = &leaf};
    if (op->scalar && in.size() <= 4 && op->outputs.size() == 1) {
      const Value* arguments[4];
      for (size_t i = 0; i < in.size(); ++i)
        arguments[i] = &in[i];
      if (op->scalar(arguments, out[0])) return out[0];
    }
    run_kernel(*op, call);
    if (is_leaf && leaf != node.text())
      throw Error(ErrorKind::kIo, cat("the file reads as other than logged: ", leaf, ", logged: ", node.text()));
    keep_outputs(node, *op, out);
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
  const ReplayOptions& options_;
  NoOutput output_;
  SeedSource seeds_;
  KernelContext kernel_;
  std::vector<const LineageNode*> order_;
  std::unordered_map<const LineageNode*, int64_t> uses_;
  std::unordered_map<const LineageNode*, Value> values_;
  std::map<std::pair<const OpDef*, std::vector<const LineageNode*>>, std::vector<const LineageNode*>> applications_;
};

}  // namespace

Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs,
             const ReplayOptions& options) {
  return Replayer(context, inputs, options).run(root);
}

}  // namespace lineal
