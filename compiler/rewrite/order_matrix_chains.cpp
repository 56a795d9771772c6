// Picks the order of products of several matrices that takes the fewest multiplications.
#include <limits>
#include <unordered_set>

#include "compiler/rewrite/associativity.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/pattern.h"
#include "compiler/rewrite/rebuild.h"
#include "runtime/ops/products/products.h"

namespace lineal {
namespace {

class Chain {
 public:
  explicit Chain(std::vector<const Hop*> operands) : operands_(std::move(operands)) {
    const size_t n = operands_.size();
    for (const Hop* operand : operands_)
      sizes_.push_back(static_cast<double>(operand->info.rows));
    sizes_.push_back(static_cast<double>(operands_.back()->info.columns));
    best_.assign(n * n, 0);
    split_.assign(n * n, 0);
    for (size_t length = 2; length <= n; ++length) {
      for (size_t first = 0; first + length <= n; ++first)
        find_best(first, first + length - 1);
    }
  }

  double best() const { return best_[operands_.size() - 1]; }

  // The best order.
  ProductOrder order() const {
    // Ranges in post-order with an explicit stack: the best order may be as deep as the chain is long.
    struct Range {
      size_t first, last;
      bool ready;
    };
    std::vector<Range> open{{0, operands_.size() - 1, false}};
    ProductOrder order;
    while (!open.empty()) {
      const Range range = open.back();
      open.pop_back();
      if (range.first == range.last || range.ready) {
        order.push_back(range.ready);
        continue;
      }
      const size_t split = split_[range.first * operands_.size() + range.last];
      open.push_back({range.first, range.last, true});
      open.push_back({split + 1, range.last, false});
      open.push_back({range.first, split, false});
    }
    return order;
  }

  const std::vector<const Hop*>& operands() const { return operands_; }

 private:
  void find_best(size_t first, size_t last) {
    const size_t n = operands_.size();
    double least = std::numeric_limits<double>::infinity();
    for (size_t split = first; split < last; ++split) {
      const double cost = best_[first * n + split] + best_[(split + 1) * n + last] +
                          sizes_[first] * sizes_[split + 1] * sizes_[last + 1];
      if (cost >= least) continue;
      least = cost;
      split_[first * n + last] = split;
    }
    best_[first * n + last] = least;
  }

  std::vector<const Hop*> operands_;
  std::vector<double> sizes_;
  std::vector<double> best_;
  std::vector<size_t> split_;
};

bool is_product(const Hop* hop) {
  return hop->is(kMatrixProduct) && hop->info.sized() && !may_fail(*hop);
}

struct Product {
  std::vector<const Hop*> operands;   // from left to right
  std::vector<const Hop*> operators;  // in pre-order
  ProductOrder order;
  double cost = 0;  // in this order
};

// The products at and below `top` that only serve it, as one.
Product flatten(const Hop* top, const Users& users) {
  Product product;
  std::vector<std::pair<const Hop*, bool>> open{{top, false}};
  while (!open.empty()) {
    const auto [hop, multiply] = open.back();
    open.pop_back();
    const bool is_operand = !is_product(hop) || (hop != top && users.is_shared(hop));
    if (multiply || is_operand) {
      product.order.push_back(multiply);
      if (!multiply) product.operands.push_back(hop);
      continue;
    }
    product.operators.push_back(hop);
    product.cost += static_cast<double>(hop->info.rows) * static_cast<double>(hop->inputs[0]->info.columns) *
                    static_cast<double>(hop->info.columns);
    open.emplace_back(hop, true);
    open.emplace_back(hop->inputs[1], false);
    open.emplace_back(hop->inputs[0], false);
  }
  return product;
}

void order_dag(Dag& dag) {
  const Users users(dag);
  std::unordered_set<const Hop*> inner;  // products that belong to the chain of another
  for (const Hop* hop : nodes_in_order(dag)) {
    if (!is_product(hop)) continue;
    for (const Hop* input : hop->inputs) {
      if (is_product(input) && !users.is_shared(input)) inner.insert(input);
    }
  }
  rebuild(dag, [&](Dag& to, const Hop* hop) -> Replacement {
    if (!is_product(hop) || inner.contains(hop) || inner.contains(hop->origin)) return hop;
    Product product = flatten(hop, users);
    if (product.operands.size() < 3 || product.operands.size() > kMostOperands) return hop;
    const Chain chain(std::move(product.operands));
    if (!(chain.best() < product.cost)) return hop;
    const ProductOrder best = chain.order();
    std::string history = history_of(reordering(product.order, best), product.operators);
    if (history.size() > kLongestHistory) return hop;
    std::vector<const Hop*> made;
    const StandIns stand_ins{{0, {.origin = hop, .rule = std::move(history)}}};
    return build_product(to, hop->op, best, chain.operands(), hop->where, made, stand_ins);
  });
}

}  // namespace

void order_matrix_chains(HopProgram& program, const PassContext& context) {
  if (context.exact) return;
  for_each_function(program, [](HopFunction& function) { for_each_dag(function, order_dag); });
}

}  // namespace lineal
