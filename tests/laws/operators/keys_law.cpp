// The key of a result tells apart everything that it depends on.
#include <cmath>
#include <map>

#include <catch2/catch.hpp>

#include "runtime/matrix/value_lineage.h"
#include "tests/laws/operators/law_arguments.h"

namespace lineal {
namespace {

// Other values of the kind of a literal.
std::vector<LineageRef> others(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInt:
      return {LineageNode::integer(value.as_int() + 1), LineageNode::real(value.number())};
    case ValueKind::kDouble:
      if (std::isnan(value.number())) return {LineageNode::real(0), LineageNode::integer(1)};
      return {LineageNode::real(value.number() + 0.5), LineageNode::real(-value.number())};
    case ValueKind::kBoolean:
      return {LineageNode::boolean(!value.as_boolean()), LineageNode::integer(value.as_boolean())};
    case ValueKind::kString:
      return {LineageNode::string(std::string(value.text()) + " "), LineageNode::string("other")};
    default:
      return {LineageNode::string("a matrix, frame or list that came to be otherwise")};
  }
}

Key key_of(const OpDef& op, const std::vector<const LineageNode*>& nodes, uint8_t output = 0) {
  return LineageNode::operation(op.symbol, nodes, output)->key();
}

}  // namespace

TEST_CASE("another argument, another order, another output: another key") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    for (const LawRun& run : law_runs(*op, bench)) {
      INFO(op->name << ": " << run.text);
      const std::vector<const LineageNode*> nodes = nodes_of(run.arguments);
      const Key key = key_of(*op, nodes);
      CHECK(key == key_of(*op, nodes));
      for (size_t i = 0; i < nodes.size(); ++i) {
        for (const LineageRef& other : others(run.arguments[i].value)) {
          std::vector<const LineageNode*> changed = nodes;
          changed[i] = other.get();
          CHECK_FALSE(key == key_of(*op, changed));
        }
        for (size_t j = 0; j < i; ++j) {
          std::vector<const LineageNode*> swapped = nodes;
          std::swap(swapped[i], swapped[j]);
          if (nodes[i]->key() != nodes[j]->key()) CHECK_FALSE(key == key_of(*op, swapped));
        }
      }
      for (size_t output = 1; output < op->outputs.size(); ++output)
        CHECK_FALSE(key == key_of(*op, nodes, static_cast<uint8_t>(output)));
    }
  }
}

TEST_CASE("two operators over the same inputs have two keys") {
  const LineageRef input = LineageNode::integer(1);
  std::map<Key, std::string_view> seen;
  for (const OpDef* op : operators().all()) {
    const auto [entry, is_new] = seen.emplace(key_of(*op, {input.get()}), op->name);
    INFO(op->name << " and " << entry->second);
    CHECK(is_new);
  }
}

}  // namespace lineal
