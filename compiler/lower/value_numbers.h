// Numbers for values as the script wrote them: two nodes of equal number have equal lineage.
#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "compiler/hop/hop.h"

namespace lineal {

/// Whether lineage of the node can only be known by running it: calls, random numbers, files, recorded values.
bool is_opaque(const Hop& hop);

/// Numbers nodes by the structure of what was written. Opaque nodes are equal to themselves only.
class ValueNumbers {
 public:
  using Number = int32_t;

  /// The number of what `hop` stands for in the script.
  Number of(const Hop* hop);
  /// The number of the lineage that an operand has when it is not computed by an instruction: a literal's own (or,
  /// where the folded expression holds only literals, that of the expression), a variable's.
  Number of_leaf(const Hop* leaf);
  /// The number of a literal by itself, whatever it stands for.
  Number of_literal(const Value& literal);
  /// The number of result `output` of what `hop`, a call or an operator with several results, stands for.
  Number of_output(const Hop* hop, uint8_t output);
  /// Whether the written form has no variables and nothing opaque in it, so that its lineage is known now.
  bool is_constant(const Hop* hop);

 private:
  Number number(std::string structure);
  Number number_of_written(const Hop* written);

  struct Known {
    Number number = -1;
    bool constant = false;
  };
  std::unordered_map<const Hop*, Known> known_;  // by written node
  std::map<std::string, Number> numbers_;
};

/// What the script says at this place.
inline const Hop* written_form(const Hop* hop) {
  while (hop->origin)
    hop = hop->origin;
  return hop;
}

}  // namespace lineal
