#include "compiler/hop/value_numbers.h"

#include <algorithm>
#include <vector>

#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

void append(std::string& structure, uint64_t number) {
  structure.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

std::string literal_structure(const Value& literal) {
  std::string structure = "l";
  append(structure, static_cast<uint64_t>(literal.kind()));
  if (literal.is_string()) {
    structure += literal.text();
  } else {
    append(structure, literal.bits());
  }
  return structure;
}

bool may_be_overload(const Hop& hop) {
  if (hop.op->call.empty() || operators().overloads(hop.op->call).size() < 2) return false;
  return std::any_of(hop.inputs.begin(), hop.inputs.end(),
                     [](const Hop* input) { return input && input->info.kind == ValueKind::kNone; });
}

}  // namespace

bool is_opaque(const Hop& hop) {
  switch (hop.kind) {
    case HopKind::kCall:
    case HopKind::kEval:
    case HopKind::kEvalList:
    case HopKind::kExists:
      return true;
    case HopKind::kOperator:
      return !hop.op->is_pure() || !hop.op->is(kDeterministic) || hop.op->is(kRecorded) || hop.op->prepare != nullptr ||
             may_be_overload(hop);
    default:
      return false;
  }
}

ValueNumbers::Number ValueNumbers::number(std::string structure) {
  return numbers_.emplace(std::move(structure), Number(numbers_.size())).first->second;
}

ValueNumbers::Number ValueNumbers::of(const Hop* hop) {
  return number_of_identity(hop->identity());
}

bool ValueNumbers::is_constant(const Hop* hop) {
  of(hop);
  return known_.at(hop->identity()).constant;
}

ValueNumbers::Number ValueNumbers::of_literal(const Value& literal) {
  return number(literal_structure(literal));
}

ValueNumbers::Number ValueNumbers::of_output(const Hop* hop, uint8_t output) {
  std::string structure = "r";
  append(structure, output);
  append(structure, of(hop).at());
  return number(std::move(structure));
}

ValueNumbers::Number ValueNumbers::of_leaf(const Hop* leaf) {
  if (leaf->kind == HopKind::kLiteral && !is_constant(leaf)) return of_literal(leaf->literal);
  if (leaf->kind == HopKind::kVariable) {
    std::string structure(1, 'v');
    append(structure, leaf->slot.at());
    return number(std::move(structure));
  }
  return of(leaf);
}

ValueNumbers::Number ValueNumbers::number_of_identity(const Hop* identity) {
  if (const auto found = known_.find(identity); found != known_.end()) return found->second.number;
  std::vector<const Hop*> open{identity};
  while (!open.empty()) {
    const Hop* hop = open.back();
    if (known_.contains(hop)) {
      open.pop_back();
      continue;
    }
    bool ready = true;
    if (!is_opaque(*hop)) {
      for (const Hop* input : hop->inputs) {
        if (known_.contains(input)) continue;
        open.push_back(input);
        ready = false;
      }
    }
    if (!ready) continue;
    open.pop_back();
    Known known{.constant = hop->kind != HopKind::kVariable && !is_opaque(*hop)};
    std::string structure;
    if (hop->kind == HopKind::kLiteral) {
      structure = literal_structure(hop->literal);
    } else if (hop->kind == HopKind::kVariable) {
      structure.push_back('v');
      append(structure, hop->slot.at());
    } else if (is_opaque(*hop)) {
      structure.push_back('u');
      append(structure, reinterpret_cast<uint64_t>(hop));
    } else {
      structure.push_back(hop->kind == HopKind::kOutput ? 'r' : 'o');
      append(structure, hop->kind == HopKind::kOutput ? hop->output : hop->op->symbol.id());
      for (const Hop* input : hop->inputs) {
        const Known& of_input = known_.at(input);
        append(structure, of_input.number.at());
        known.constant = known.constant && of_input.constant;
      }
      structure += hop->rule;
    }
    known.number = number(std::move(structure));
    known_.emplace(hop, known);
  }
  return known_.at(identity).number;
}

}  // namespace lineal
