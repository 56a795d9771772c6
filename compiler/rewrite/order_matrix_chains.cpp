// Picks the order of products of several matrices that takes the fewest multiplications.
#include <limits>
#include <unordered_set>

#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"

namespace lineal {
namespace {

// The effort of finding the best order grows with the cube of the length.
constexpr size_t kMostOperands = 128;

class Chain {
 public:
  explicit Chain(std::vector<Hop*> operands) : operands_(std::move(operands)) {
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

  // Builds the product of operands [first, last] in the best order.
  Hop* build(Dag& dag, const OpDef* op, SourceSpan where) const {
    // Post-order over ranges with an explicit stack: the best order may be as deep as the chain is long.
    struct Range {
      size_t first, last;
      bool ready;
    };
    std::vector<Range> open{{0, operands_.size() - 1, false}};
    std::vector<Hop*> made;
    while (!open.empty()) {
      const Range range = open.back();
      open.pop_back();
      if (range.first == range.last) {
        made.push_back(operands_[range.first]);
      } else if (!range.ready) {
        const size_t split = split_[range.first * operands_.size() + range.last];
        open.push_back({range.first, range.last, true});
        open.push_back({split + 1, range.last, false});
        open.push_back({range.first, split, false});
      } else {
        Hop* right = made.back();
        made.pop_back();
        Hop* left = made.back();
        made.pop_back();
        const ValueInfo in[] = {left->info, right->info};
        Hop* product = dag.operation(op, {left, right}, where);
        product->info = infer_result(*op, in);
        made.push_back(product);
      }
    }
    return made.back();
  }

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

  std::vector<Hop*> operands_;
  std::vector<double> sizes_;
  std::vector<double> best_;
  std::vector<size_t> split_;
};

bool is_product(const Hop* hop) {
  return hop->is("%*%") && hop->info.sized() && !may_fail(*hop);
}

struct Product {
  std::vector<Hop*> operands;  // from left to right
  double cost = 0;             // as written
};

// The products at and below `top` that only serve it, as one.
Product flatten(Hop* top, const Users& users) {
  Product product;
  std::vector<Hop*> open{top};
  while (!open.empty()) {
    Hop* hop = open.back();
    open.pop_back();
    if (!is_product(hop) || (hop != top && users.is_shared(hop))) {
      product.operands.push_back(hop);
      continue;
    }
    product.cost += static_cast<double>(hop->info.rows) * static_cast<double>(hop->inputs[0]->info.columns) *
                    static_cast<double>(hop->info.columns);
    open.push_back(hop->inputs[1]);
    open.push_back(hop->inputs[0]);
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
  rebuild(dag, [&](Dag& to, Hop* hop) {
    if (!is_product(hop) || inner.contains(hop) || inner.contains(hop->origin)) return hop;
    Product product = flatten(hop, users);
    if (product.operands.size() < 3 || product.operands.size() > kMostOperands) return hop;
    const Chain chain(std::move(product.operands));
    if (!(chain.best() < product.cost)) return hop;
    Hop* best = chain.build(to, hop->op, hop->where);
    best->origin = hop;
    best->rounds_differently = true;
    return best;
  });
}

}  // namespace

void order_matrix_chains(HopProgram& program, const PassContext& context) {
  if (context.exact) return;
  for_each_function(program, [](HopFunction& function) { for_each_dag(function, order_dag); });
}

}  // namespace lineal
