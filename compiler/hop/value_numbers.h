// Numbers for what nodes are known as: two nodes of equal number have equal lineage.
#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "compiler/hop/hop.h"

namespace lineal {

/// Whether lineage of the node can only be known by running it: calls, random numbers, files, recorded values, and
/// operators that may turn out to be another overload (`s + 1` joins texts if s is one).
bool is_opaque(const Hop& hop);

/// Numbers nodes by the structure of their identities. Opaque nodes are equal to themselves only.
class ValueNumbers {
 public:
  using Number = Place<ValueNumbers>;

  /// The number of what `hop` is known as.
  Number of(const Hop* hop);
  /// The number of the lineage that an operand has when it is not computed by an instruction: a literal's own (or,
  /// where the folded expression holds only literals, that of the expression), a variable's.
  Number of_leaf(const Hop* leaf);
  /// The number of a literal by itself, whatever it stands for.
  Number of_literal(const Value& literal);
  /// The number of result `output` of what `hop`, a call or an operator with several results, is known as.
  Number of_output(const Hop* hop, uint8_t output);
  /// Whether the identity has no variables and nothing opaque in it, so that its lineage is known now.
  bool is_constant(const Hop* hop);

 private:
  Number number(std::string structure);
  Number number_of_identity(const Hop* identity);

  struct Known {
    Number number;
    bool constant = false;
  };
  std::unordered_map<const Hop*, Known> known_;  // by identity
  std::map<std::string, Number> numbers_;
};

}  // namespace lineal
