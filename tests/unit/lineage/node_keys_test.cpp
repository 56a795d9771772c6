// Nothing that means something different has the same key.
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "lineage/item/node.h"

namespace lineal {
namespace {

LineageRef compute(std::string_view op, const std::vector<LineageRef>& inputs, uint8_t output = 0) {
  std::vector<const LineageNode*> nodes;
  for (const LineageRef& input : inputs)
    nodes.push_back(input.get());
  return LineageNode::operation(OpSymbol::of(op), nodes, output);
}

LineageRef leaf(std::string_view op, std::string_view text, const std::vector<LineageRef>& inputs = {},
                uint8_t output = 0) {
  std::vector<const LineageNode*> nodes;
  for (const LineageRef& input : inputs)
    nodes.push_back(input.get());
  return LineageNode::leaf(OpSymbol::of(op), text, nodes, output);
}

/// Checks that all keys differ, naming the pair that does not.
void require_distinct(const std::vector<std::pair<std::string, LineageRef>>& nodes) {
  std::map<Key, std::string> seen;
  for (const auto& [name, node] : nodes) {
    const auto [place, is_new] = seen.emplace(node->key(), name);
    INFO(name << " has the key of " << place->second);
    REQUIRE(is_new);
  }
}

double from_bits(uint64_t bits) {
  return __builtin_bit_cast(double, bits);
}

}  // namespace

TEST_CASE("literals of different type or bits have different keys") {
  require_distinct({
      {"int 1", LineageNode::integer(1)},
      {"double 1", LineageNode::real(1)},
      {"TRUE", LineageNode::boolean(true)},
      {"string 1", LineageNode::string("1")},
      {"string TRUE", LineageNode::string("TRUE")},
      {"string 1.0", LineageNode::string("1.0")},
      {"int with the bits of double 1", LineageNode::integer(0x3ff0000000000000)},
      {"string with the bytes of int 1", LineageNode::string(std::string_view("\1\0\0\0\0\0\0\0", 8))},
      {"int 0", LineageNode::integer(0)},
      {"double 0", LineageNode::real(0.0)},
      {"double -0", LineageNode::real(-0.0)},
      {"FALSE", LineageNode::boolean(false)},
      {"empty string", LineageNode::string("")},
      {"string of one zero byte", LineageNode::string(std::string_view("\0", 1))},
      {"string of two zero bytes", LineageNode::string(std::string_view("\0\0", 2))},
      {"infinity", LineageNode::real(std::numeric_limits<double>::infinity())},
      {"minus infinity", LineageNode::real(-std::numeric_limits<double>::infinity())},
      {"NaN", LineageNode::real(from_bits(0x7ff8000000000000))},
      {"NaN with a payload", LineageNode::real(from_bits(0x7ff8000000000001))},
      {"negative NaN", LineageNode::real(from_bits(0xfff8000000000000))},
      {"smallest int", LineageNode::integer(std::numeric_limits<int64_t>::min())},
      {"int -1", LineageNode::integer(-1)},
  });
}

TEST_CASE("operators, outputs, inputs and texts do not alias") {
  const LineageRef x = leaf("read", "x");
  const LineageRef y = leaf("read", "y");
  const LineageRef one = LineageNode::integer(1);
  require_distinct({
      {"x", x},
      {"y", y},
      {"1", one},
      {"x + y", compute("+", {x, y})},
      {"y + x", compute("+", {y, x})},
      {"x - y", compute("-", {x, y})},
      {"x + x", compute("+", {x, x})},
      {"+ x", compute("+", {x})},
      {"x + y + 1", compute("+", {x, y, one})},
      {"+", compute("+", {})},
      {"x + (y + 1)", compute("+", {x, compute("+", {y, one})})},
      {"(x + y) + 1", compute("+", {compute("+", {x, y}), one})},
      {"eigen output 0", compute("eigen", {x}, 0)},
      {"eigen output 1", compute("eigen", {x}, 1)},
      {"eigen output 255", compute("eigen", {x}, 255)},
      {"function f, output 11", compute("f", {x}, 11)},
      {"function f1, output 1", compute("f1", {x}, 1)},
      {"function f11, output 0", compute("f11", {x}, 0)},
      {"operator named 1", compute("1", {})},
      {"operator named INT64", compute("INT64", {})},
      {"operator without a name", compute("", {})},
      {"leaf read, empty text", leaf("read", "")},
      {"operator read", compute("read", {})},
      {"operator read of x", compute("read", {x})},
      {"leaf read, text 1", leaf("read", "1")},
      {"leaf readx without text", leaf("readx", "")},
      {"leaf read, text xy", leaf("read", "xy")},
      {"leaf rea, text dx", leaf("rea", "dx")},
      {"string x", LineageNode::string("x")},
      {"string readx", LineageNode::string("readx")},
      {"leaf read of 1, text x", leaf("read", "x", {one})},
      {"leaf read of string x", leaf("read", "", {LineageNode::string("x")})},
      {"leaf read, text x, output 1", leaf("read", "x", {}, 1)},
  });
}

TEST_CASE("the two products of X with itself, kinds of chain and of pick, differ by an attribute") {
  const LineageRef x = leaf("read", "x");
  const LineageRef v = leaf("read", "v");
  const LineageRef w = leaf("read", "w");
  const auto attribute = [](std::string_view text) { return LineageNode::string(text); };
  require_distinct({
      {"tsmm left", compute("tsmm", {x, attribute("left")})},
      {"tsmm right", compute("tsmm", {x, attribute("right")})},
      {"mmchain XtwXv", compute("mmchain", {x, v, w, attribute("XtwXv")})},
      {"mmchain XtXvy", compute("mmchain", {x, v, w, attribute("XtXvy")})},
      {"median", compute("qpick", {x, attribute("median")})},
      {"iqm", compute("qpick", {x, attribute("iqm")})},
      {"order by 1, TRUE, FALSE",
       compute("order", {x, LineageNode::integer(1), LineageNode::boolean(true), LineageNode::boolean(false)})},
      {"order by 1, FALSE, TRUE",
       compute("order", {x, LineageNode::integer(1), LineageNode::boolean(false), LineageNode::boolean(true)})},
  });
}

TEST_CASE("many inputs are hashed to the last") {
  std::vector<LineageRef> inputs;
  for (int64_t i = 0; i < 100; ++i)
    inputs.push_back(LineageNode::integer(i));
  std::vector<std::pair<std::string, LineageRef>> nodes;
  for (size_t count = 1; count <= inputs.size(); ++count) {
    const std::vector<LineageRef> some(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(count));
    nodes.emplace_back("list of " + std::to_string(count), compute("list", some));
    REQUIRE(nodes.back().second->inputs().size() == count);
    REQUIRE(nodes.back().second->inputs().back() == some.back().get());
  }
  std::swap(inputs[98], inputs[99]);
  nodes.emplace_back("last two swapped", compute("list", inputs));
  require_distinct(nodes);
}

// Computed with libxxhash from Python: XXH3-128 over little-endian words: kind | output << 8 | inputs << 16, then
// bits; length and hash of the text; or hash of the operator's name, [length and hash of the text,] keys of the inputs.
TEST_CASE("keys are the same in every process") {
  const LineageRef seven = LineageNode::integer(7);
  const LineageRef half = LineageNode::real(0.5);
  CHECK(seven->key().hex() == "e17c501fec82ac10dad8afdb66f565cb");
  CHECK(half->key().hex() == "00260efc56d79361302c7584f4a67e35");
  CHECK(LineageNode::boolean(true)->key().hex() == "18bb58e687c722830d9b5ffa5193bb7f");
  CHECK(LineageNode::string("abc")->key().hex() == "5eb2bfe867d03e389bc82ed977c7ca8c");
  CHECK(compute("+", {seven, half})->key().hex() == "a93a72fa70d166e8b8ef80d53fcc364e");
  CHECK(leaf("read", "sha256 00", {seven}, 1)->key().hex() == "6a33efc02eb520133397f1982ba6d5db");
}

TEST_CASE("a node holds what it was made of") {
  const std::string text("a\0b\nc\"", 6);
  const LineageRef literal = LineageNode::string(text);
  CHECK(literal->kind() == NodeKind::kString);
  CHECK(literal->text() == text);
  CHECK(literal->is_literal());
  CHECK(LineageNode::integer(-5)->bits() == static_cast<uint64_t>(int64_t{-5}));
  CHECK(LineageNode::integer(-5)->text().empty());
  const LineageRef node = leaf("read", text, {literal, LineageNode::boolean(true)}, 3);
  CHECK(node->kind() == NodeKind::kLeaf);
  CHECK(node->text() == text);
  CHECK(node->op().name() == "read");
  CHECK(node->output() == 3);
  CHECK_FALSE(node->is_literal());
  REQUIRE(node->inputs().size() == 2);
  CHECK(node->inputs()[0] == literal.get());
}

TEST_CASE("a symbol is its name") {
  const OpSymbol plus = OpSymbol::of("+");
  CHECK(plus == OpSymbol::of(std::string("+")));
  CHECK(plus != OpSymbol::of("-"));
  CHECK(plus.name() == "+");
  CHECK(OpSymbol().name().empty());
  CHECK(OpSymbol::of("") == OpSymbol());
  CHECK(plus.hash() == hash_text("+").low);
}

TEST_CASE("a rewrite is named and changes no key: the key is that of what ran") {
  const LineageRef x = leaf("read", "x");
  const LineageNode* const inputs[] = {x.get()};
  const OpSymbol sum = OpSymbol::of("rowSums");
  const LineageRef plain = LineageNode::operation(sum, inputs);
  const LineageRef named = LineageNode::operation(sum, inputs, 0, {}, {"some rule", "a.dml:3"});
  CHECK(plain.get() != named.get());
  CHECK(plain->key() == named->key());
  CHECK_FALSE(plain->is_rewritten());
  REQUIRE(named->is_rewritten());
  CHECK(named->rewrite().rule == "some rule");
  CHECK(named->rewrite().place == "a.dml:3");
  CHECK(named->text().empty());
  CHECK(LineageNode::operation(sum, inputs, 0, {}, {"some rule", "a.dml:3"}).get() == named.get());
  CHECK(LineageNode::operation(sum, inputs, 0, {}, {"some rule", "a.dml:4"}).get() != named.get());
  CHECK(compute("+", {plain, x})->key() == compute("+", {named, x})->key());
  CHECK(compute("+", {plain, x}).get() != compute("+", {named, x}).get());
}

TEST_CASE("a scalar counts by its value, whatever its history") {
  const LineageRef x = leaf("read", "x");
  const LineageNode* const inputs[] = {x.get()};
  const OpSymbol sum = OpSymbol::of("sum");
  const ScalarFact five{.known = true, .kind = NodeKind::kInt, .bits = 5};
  const LineageRef computed = LineageNode::operation(sum, inputs, 0, five);
  const LineageRef literal = LineageNode::integer(5);
  CHECK(computed.get() != literal.get());
  CHECK(computed->key() == literal->key());
  CHECK(computed->value().known);
  CHECK(computed->value().bits == 5);
  CHECK(literal->value().kind == NodeKind::kInt);
  CHECK_FALSE(x->value().known);
  // What the operator does has a key of its own, and equal histories are one node.
  CHECK(LineageNode::operation_key(sum, inputs) == compute("sum", {x})->key());
  CHECK(LineageNode::operation_key(sum, inputs) != computed->key());
  CHECK(LineageNode::operation(sum, inputs, 0, five).get() == computed.get());
  CHECK(compute("+", {x, computed})->key() == compute("+", {x, literal})->key());
  const ScalarFact real{.known = true, .kind = NodeKind::kDouble, .bits = __builtin_bit_cast(uint64_t, 5.0)};
  CHECK(LineageNode::operation(sum, inputs, 0, real)->key() == LineageNode::real(5)->key());
  CHECK(LineageNode::operation(sum, inputs, 0, real)->key() != computed->key());
  const LineageRef text =
      LineageNode::operation(sum, inputs, 0, {.known = true, .kind = NodeKind::kString, .text = "5"});
  CHECK(text->key() == LineageNode::string("5")->key());
  CHECK(text->value().text == "5");
  const LineageRef named = LineageNode::operation(sum, inputs, 0, real, {"some rule", ""});
  CHECK(named->value().bits == real.bits);
  CHECK(named->rewrite().rule == "some rule");
}

TEST_CASE("a leaf has the key of its operation") {
  const LineageRef one = LineageNode::integer(1);
  const LineageNode* const inputs[] = {one.get()};
  CHECK(LineageNode::operation_key(OpSymbol::of("read"), inputs, 0, "x") == leaf("read", "x", {one})->key());
}

}  // namespace lineal
