#include "compiler/driver/audit/lineage_hops.h"

#include "lineage/log/node_order.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

// Nodes whose rules are undone together.
constexpr int kNodesTogether = 10000;

}  // namespace

LineageHops::LineageHops(const NodeInfos* infos)
    : infos_(infos),
      undo_(
          dag_,
          [this](const Hop* hop) {
            const LineageNode* node = node_of(hop);
            if (!node || !hop->inputs.empty()) return;
            std::vector<const Hop*> inputs;
            for (const LineageNode* input : node->inputs())
              inputs.push_back(of(input));
            dag_.complete(hop, std::move(inputs));
          },
          infos ? UnknownKinds::kRefused : UnknownKinds::kAccepted) {}

const Hop* LineageHops::of(const LineageNode* node) {
  const auto [found, is_new] = hops_.emplace(node, nullptr);
  if (!is_new) return found->second;
  Hop made;
  if (node->is_literal()) {
    made.literal = value_of(node->value());
    made.info = info_of(made.literal);
  } else {
    made.kind = node->kind() == NodeKind::kOperator ? HopKind::kOperator : HopKind::kVariable;
    made.op = operators().find(node->op().name());
    made.output = node->output();
    made.rule = node->rewrite().rule;
  }
  if (infos_) made.info = infos_->at(node);
  const Hop* hop = dag_.add(std::move(made));
  nodes_.emplace(hop, node);
  return found->second = hop;
}

const LineageNode* LineageHops::node_of(const Hop* hop) const {
  const auto found = nodes_.find(hop);
  return found == nodes_.end() ? nullptr : found->second;
}

bool RuleCheck::holds(const LineageNode& rewritten) {
  if (!hops_ || ++nodes_ % kNodesTogether == 0) hops_ = std::make_unique<LineageHops>(&infos_);
  return hops_->undo().rules_hold(hops_->of(&rewritten));
}

namespace {

class Written {
 public:
  LineageRef of(const LineageNode* root) {
    const NodeOrder order(root);
    for (const LineageNode* node : order.nodes())
      done_.emplace(node, node->is_rewritten() ? undone(node) : over_written(node));
    return done_.at(root);
  }

 private:
  // Scalars lose what was stated: as written they would have other last bits.
  LineageRef over_written(const LineageNode* node) const {
    if (node->is_literal()) return LineageRef::share(node);
    std::vector<const LineageNode*> inputs;
    for (const LineageNode* input : node->inputs())
      inputs.push_back(done_.at(input).get());
    if (node->kind() == NodeKind::kLeaf) return LineageNode::leaf(node->op(), node->text(), inputs, node->output());
    return LineageNode::operation(node->op(), inputs, node->output());
  }

  LineageRef undone(const LineageNode* node) {
    if (!hops_ || ++nodes_ % kNodesTogether == 0) hops_ = std::make_unique<LineageHops>();
    return lineage_of(*hops_, hops_->of(node), node);
  }

  // A rule's pattern is a few levels deep, a chain of products kMostOperands at most.
  LineageRef lineage_of(LineageHops& hops, const Hop* hop, const LineageNode* top) {
    const LineageNode* node = hops.node_of(hop);
    if (node && node != top) return done_.at(node);
    while (!hop->rule.empty()) {
      hop = hops.undo().last_rule(hop).written;
      if (!hop) {
        throw Error(ErrorKind::kIo, cat("lineage log: ", top->op().name(), ": rule \"", top->rewrite().rule,
                                        "\" does not give what ran"));
      }
    }
    if (const LineageNode* letter = hops.node_of(hop)) return done_.at(letter);
    if (hop->kind == HopKind::kLiteral) return literal_lineage(hop->literal);
    std::vector<LineageRef> held;
    std::vector<const LineageNode*> inputs;
    for (const Hop* input : hop->inputs) {
      held.push_back(lineage_of(hops, input, top));
      inputs.push_back(held.back().get());
    }
    return LineageNode::operation(hop->op->symbol, inputs);
  }

  std::unordered_map<const LineageNode*, LineageRef> done_;
  std::unique_ptr<LineageHops> hops_;
  int nodes_ = 0;
};

}  // namespace

LineageRef as_written(const LineageNode* root) {
  return Written().of(root);
}

}  // namespace lineal
