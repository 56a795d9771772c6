#include "compiler/rewrite/associativity.h"

#include <charconv>
#include <unordered_set>

#include "compiler/rewrite/facts.h"
#include "runtime/core/cat.h"

namespace lineal {

std::string order_text(const ProductOrder& order) {
  std::vector<std::string> parts;
  int operands = 0;
  for (const bool multiply : order) {
    if (!multiply) {
      parts.push_back(cat(++operands));
      continue;
    }
    const std::string right = std::move(parts.back());
    parts.pop_back();
    parts.back() = cat("(", parts.back(), " ", right, ")");
  }
  return parts.back();
}

bool parse_order(std::string_view text, ProductOrder& order) {
  std::vector<int> open;  // how many factors each open product has so far
  int operands = 0;
  order.clear();
  while (!text.empty()) {
    if (!order.empty() && open.empty()) return false;  // complete already
    if (text.front() == ' ') {
      if (open.empty() || open.back() != 1) return false;
      text.remove_prefix(1);
    }
    if (text.starts_with('(')) {
      open.push_back(0);
      text.remove_prefix(1);
      continue;
    }
    if (text.starts_with(')')) {
      if (open.empty() || open.back() != 2) return false;
      open.pop_back();
      order.push_back(true);
      text.remove_prefix(1);
    } else {
      int operand = 0;
      const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), operand);
      if (failed != std::errc() || text.front() == '0' || operand != ++operands || open.empty()) return false;
      text.remove_prefix(static_cast<size_t>(end - text.data()));
      order.push_back(false);
    }
    if (!open.empty() && ++open.back() > 2) return false;
  }
  return open.empty() && operands >= 2 && static_cast<size_t>(operands) <= kMostOperands;
}

std::string reordering(const ProductOrder& written, const ProductOrder& executed) {
  return cat(kAssociativity, " ", order_text(written), " to ", order_text(executed));
}

bool parse_reordering(std::string_view rule, ProductOrder& written, ProductOrder& executed) {
  if (!rule.starts_with(kAssociativity) || !rule.substr(kAssociativity.size()).starts_with(' ')) return false;
  rule.remove_prefix(kAssociativity.size() + 1);
  const size_t middle = rule.find(" to ");
  if (middle == std::string_view::npos) return false;
  return parse_order(rule.substr(0, middle), written) && parse_order(rule.substr(middle + 4), executed) &&
         written.size() == executed.size() && written != executed;
}

Hop* build_product(Dag& dag, const OpDef* op, const ProductOrder& order, const std::vector<Hop*>& operands,
                   SourceSpan where, std::vector<Hop*>& made) {
  std::vector<Hop*> stack;
  std::unordered_set<const Hop*> products;
  size_t next = 0;
  for (const bool multiply : order) {
    if (!multiply) {
      stack.push_back(operands.at(next++));
      continue;
    }
    Hop* right = stack.back();
    stack.pop_back();
    const ValueInfo in[] = {stack.back()->info, right->info};
    Hop* product = operation_over(dag, op, {stack.back(), right}, where);
    product->info = infer_result(*op, in);
    product->identity()->info = product->info;
    products.insert(product);
    stack.back() = product;
  }
  std::vector<Hop*> open{stack.back()};
  while (!open.empty()) {
    Hop* hop = open.back();
    open.pop_back();
    if (!products.contains(hop)) continue;
    made.push_back(hop);
    open.push_back(hop->inputs[1]);
    open.push_back(hop->inputs[0]);
  }
  return stack.back();
}

}  // namespace lineal
