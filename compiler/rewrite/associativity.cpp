#include "compiler/rewrite/associativity.h"

#include <charconv>
#include <utility>

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

namespace {

// Numbers of the products of an order, outermost first, inner ones from left to right; in the order of the steps.
std::vector<size_t> product_numbers(const ProductOrder& order) {
  constexpr size_t kOperand = SIZE_MAX;
  std::vector<std::pair<size_t, size_t>> factors;  // of each product, which are operands or earlier products
  std::vector<size_t> stack;
  for (const bool multiply : order) {
    if (!multiply) {
      stack.push_back(kOperand);
      continue;
    }
    const size_t right = stack.back();
    stack.pop_back();
    factors.emplace_back(stack.back(), right);
    stack.back() = factors.size() - 1;
  }
  std::vector<size_t> numbers(factors.size());
  size_t next = 0;
  while (!stack.empty()) {
    const size_t product = stack.back();
    stack.pop_back();
    if (product == kOperand) continue;
    numbers[product] = next++;
    stack.push_back(factors[product].second);
    stack.push_back(factors[product].first);
  }
  return numbers;
}

}  // namespace

const Hop* build_product(Dag& dag, const OpDef* op, const ProductOrder& order, const std::vector<const Hop*>& operands,
                         SourceSpan where, std::vector<const Hop*>& made, const StandIns& stand_ins) {
  const std::vector<size_t> numbers = product_numbers(order);
  made.assign(numbers.size(), nullptr);
  std::vector<const Hop*> stack;
  size_t operand = 0, product = 0;
  for (const bool multiply : order) {
    if (!multiply) {
      stack.push_back(operands.at(operand++));
      continue;
    }
    const Hop* right = stack.back();
    stack.pop_back();
    const size_t number = numbers[product++];
    made[number] = operation_over(dag, op, {stack.back(), right}, where, stand_in(stand_ins, number));
    stack.back() = made[number];
  }
  return stack.back();
}

}  // namespace lineal
