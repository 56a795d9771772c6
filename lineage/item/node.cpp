#include "lineage/item/node.h"

#include <string>
#include <vector>

// The library's code is compiled in: a call per lineage node would cost as much as the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lineage/item/node_table.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

/// What is hashed begins with one word that holds the kind, the output and the number of inputs; the kind fixes the
/// layout of the rest, and every text is preceded by its length. So no two different nodes hash the same bytes.
uint64_t tag_of(NodeKind kind, uint8_t output, size_t input_count) {
  return static_cast<uint64_t>(kind) | uint64_t{output} << 8 | uint64_t{input_count} << 16;
}

Key hash_words(const uint64_t* words, size_t count) {
  const XXH128_hash_t hash = XXH3_128bits(words, count * sizeof(uint64_t));
  return {hash.low64, hash.high64};
}

/// The keys of nearly every operator's inputs fit on the stack.
constexpr size_t kFixedWords = 32;
/// Words before the inputs' keys: tag and operator, and for a leaf length and hash of its text.
constexpr size_t kHeadWords = 5;

Key number_key(NodeKind kind, uint64_t bits) {
  const uint64_t words[2] = {tag_of(kind, 0, 0), bits};
  return hash_words(words, 2);
}

Key string_key(std::string_view text) {
  const Key text_key = hash_text(text);
  const uint64_t words[4] = {tag_of(NodeKind::kString, 0, 0), text.size(), text_key.low, text_key.high};
  return hash_words(words, 4);
}

Key value_key(const ScalarFact& value) {
  return value.kind == NodeKind::kString ? string_key(value.text) : number_key(value.kind, value.bits);
}

Key key_over(NodeKind kind, OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output,
             std::string_view text) {
  uint64_t fixed[kFixedWords];
  std::vector<uint64_t> many;
  uint64_t* words = fixed;
  if (kHeadWords + 2 * inputs.size() > kFixedWords) {
    many.resize(kHeadWords + 2 * inputs.size());
    words = many.data();
  }
  uint64_t* end = words;
  *end++ = tag_of(kind, output, inputs.size());
  *end++ = op.hash();
  if (kind == NodeKind::kLeaf) {
    const Key text_key = hash_text(text);
    *end++ = text.size();
    *end++ = text_key.low;
    *end++ = text_key.high;
  }
  for (const LineageNode* input : inputs) {
    const Key key = input->key();
    *end++ = key.low;
    *end++ = key.high;
  }
  return hash_words(words, static_cast<size_t>(end - words));
}

LineageRef number(NodeKind kind, uint64_t bits) {
  return LineageRef::adopt(
      NodeTable::instance().intern({.key = number_key(kind, bits), .kind = kind, .value = kind, .bits = bits}));
}

}  // namespace

std::string_view LineageNode::text() const {
  return kind_ == NodeKind::kString || kind_ == NodeKind::kLeaf ? tail() : std::string_view();
}

ScalarFact LineageNode::value() const {
  if (value_ == NodeKind::kOperator) return {};
  return {true, value_, data_, value_ == NodeKind::kString ? tail() : std::string_view()};
}

RewriteFact LineageNode::rewrite() const {
  if (!rewritten_) return {};
  const std::string_view both = tail();
  const size_t end = both.find('\n');
  return {both.substr(0, end), both.substr(end + 1)};
}

LineageRef LineageNode::integer(int64_t value) {
  return number(NodeKind::kInt, static_cast<uint64_t>(value));
}

LineageRef LineageNode::real(double value) {
  return number(NodeKind::kDouble, __builtin_bit_cast(uint64_t, value));
}

LineageRef LineageNode::boolean(bool value) {
  return number(NodeKind::kBoolean, value ? 1 : 0);
}

LineageRef LineageNode::string(std::string_view text) {
  return LineageRef::adopt(NodeTable::instance().intern(
      {.key = string_key(text), .kind = NodeKind::kString, .value = NodeKind::kString, .text = text}));
}

LineageRef LineageNode::literal(const ScalarFact& value) {
  return value.kind == NodeKind::kString ? string(value.text) : number(value.kind, value.bits);
}

LineageRef LineageNode::operation(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output,
                                  const ScalarFact& value, const RewriteFact& rewrite) {
  NodeContent content{.kind = NodeKind::kOperator, .output = output, .op = op, .inputs = inputs};
  if (value.known) {
    content.key = value_key(value);
    content.value = value.kind;
    content.bits = value.bits;
    content.text = value.text;
  } else {
    content.key = key_over(NodeKind::kOperator, op, inputs, output, {});
  }
  if (rewrite.rule.empty()) return LineageRef::adopt(NodeTable::instance().intern(content));
  LINEAL_CHECK(content.text.empty(), "lineage: no rule rewrites texts");
  std::string text;
  text.append(rewrite.rule).append("\n").append(rewrite.place);
  content.text = text;
  content.rewritten = true;
  return LineageRef::adopt(NodeTable::instance().intern(content));
}

LineageRef LineageNode::leaf(OpSymbol op, std::string_view text, std::span<const LineageNode* const> inputs,
                             uint8_t output) {
  return LineageRef::adopt(NodeTable::instance().intern({.key = key_over(NodeKind::kLeaf, op, inputs, output, text),
                                                         .kind = NodeKind::kLeaf,
                                                         .output = output,
                                                         .op = op,
                                                         .text = text,
                                                         .inputs = inputs}));
}

Key LineageNode::operation_key(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output,
                               std::string_view leaf) {
  return key_over(leaf.empty() ? NodeKind::kOperator : NodeKind::kLeaf, op, inputs, output, leaf);
}

void LineageNode::release_last(const LineageNode* node) {
  NodeTable::instance().release_last(node);
}

int64_t LineageNode::live_nodes() {
  return NodeTable::instance().live_nodes();
}
int64_t LineageNode::live_bytes() {
  return NodeTable::instance().live_bytes();
}

}  // namespace lineal
