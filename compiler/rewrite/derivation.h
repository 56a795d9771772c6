// The rules that made a node, outermost last, as text that stands in lineage logs.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lineal {

/// A rule, and where operators of its pattern were themselves made by rules, those: by their number in the pattern, in
/// pre-order from 0. As text: `sum of negated`, or `sum of scaled{0: sum of transposed matrix; 1: two numbers}`.
struct Derivation {
  std::string rule;
  int number = 0;  // of the operator in the pattern of the rule around it
  std::vector<Derivation> inner = {};
};

/// The text of a rule over operators that were made by the rules of the texts in `inner`.
std::string derivation_text(std::string_view rule, const std::vector<std::pair<int, std::string>>& inner);
std::string derivation_text(const Derivation& derivation);

/// Reads such a text; false for anything else. Nesting is limited: logs are a stranger's.
bool parse_derivation(std::string_view text, Derivation& derivation);

}  // namespace lineal
