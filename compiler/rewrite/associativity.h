// The order of a chain of products, as text: ((1 2) 3) multiplies the first two of three operands first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/rewrite/facts.h"

namespace lineal {

/// "associativity": followed by the order as written and the order that runs, it is the rule of a reordered chain.
inline constexpr std::string_view kAssociativity = "associativity";

/// The order of products, as steps of a stack machine: an operand, or the product of the two on top.
using ProductOrder = std::vector<bool>;  // true: multiply

std::string order_text(const ProductOrder& order);
/// The longest chain that is reordered: the effort of finding the best order grows with the cube of the length.
inline constexpr size_t kMostOperands = 128;

/// Reads an order of operands 1, 2, ... from left to right, kMostOperands at most; false for anything else.
bool parse_order(std::string_view text, ProductOrder& order);

/// The rule of a chain; parse_reordering takes it apart again.
std::string reordering(const ProductOrder& written, const ProductOrder& executed);
bool parse_reordering(std::string_view rule, ProductOrder& written, ProductOrder& executed);

/// The product of operands in this order. `made` receives every product, outermost first, inner ones from left to
/// right; `stand_ins` says by the same numbers what some of them replace.
const Hop* build_product(Dag& dag, const OpDef* op, const ProductOrder& order, const std::vector<const Hop*>& operands,
                         SourceSpan where, std::vector<const Hop*>& made, const StandIns& stand_ins);

}  // namespace lineal
