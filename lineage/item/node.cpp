#include "lineage/item/node.h"

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

uint64_t nonzero(uint64_t hash) {
  return hash ? hash : 1;
}

/// The kinds and keys of nearly every operator fit on the stack.
constexpr size_t kFixedWords = 32;

/// Writes tag, operator, and for a leaf the length and hash of its text; returns where the inputs' keys go.
uint64_t* begin_words(const NodeContent& content, uint64_t* words) {
  *words++ = tag_of(content.kind, content.output, content.inputs.size());
  *words++ = content.op.hash();
  if (content.kind == NodeKind::kLeaf) {
    const Key text_key = hash_text(content.text);
    *words++ = content.text.size();
    *words++ = text_key.low;
    *words++ = text_key.high;
  }
  return words;
}

void append_key(uint64_t*& words, Key key) {
  *words++ = key.low;
  *words++ = key.high;
}

/// Fills in key and executed hash from the rest, with `words` as room for what is hashed.
void complete(NodeContent& content, uint64_t* words) {
  uint64_t* const keys = begin_words(content, words);
  uint64_t* end = keys;
  uint64_t any_executed = 0;
  for (const LineageNode* input : content.inputs) {
    append_key(end, input->key());
    any_executed |= input->executed();
  }
  content.key = hash_words(words, static_cast<size_t>(end - words));
  if (any_executed == 0) return;
  end = keys;
  for (const LineageNode* input : content.inputs)
    append_key(end, input->identity());
  content.executed = nonzero(hash_words(words, static_cast<size_t>(end - words)).high);
}

LineageRef intern_operator(NodeContent content) {
  const size_t count = 5 + 2 * content.inputs.size();
  if (count <= kFixedWords) {
    uint64_t words[kFixedWords];
    complete(content, words);
  } else {
    std::vector<uint64_t> words(count);
    complete(content, words.data());
  }
  return LineageRef::adopt(NodeTable::instance().intern(content));
}

LineageRef literal(NodeKind kind, uint64_t bits) {
  const uint64_t words[2] = {tag_of(kind, 0, 0), bits};
  return LineageRef::adopt(NodeTable::instance().intern({.key = hash_words(words, 2), .kind = kind, .bits = bits}));
}

}  // namespace

Key LineageNode::identity() const {
  return executed_ == 0 ? key_ : combine(key_, Key{executed_, 0});
}

std::string_view LineageNode::text() const {
  if (kind_ != NodeKind::kString && kind_ != NodeKind::kLeaf) return {};
  return {reinterpret_cast<const char*>(input_array() + input_count_), data_};
}

LineageRef LineageNode::integer(int64_t value) {
  return literal(NodeKind::kInt, static_cast<uint64_t>(value));
}

LineageRef LineageNode::real(double value) {
  return literal(NodeKind::kDouble, __builtin_bit_cast(uint64_t, value));
}

LineageRef LineageNode::boolean(bool value) {
  return literal(NodeKind::kBoolean, value ? 1 : 0);
}

LineageRef LineageNode::string(std::string_view text) {
  const Key text_key = hash_text(text);
  const uint64_t words[4] = {tag_of(NodeKind::kString, 0, 0), text.size(), text_key.low, text_key.high};
  return LineageRef::adopt(
      NodeTable::instance().intern({.key = hash_words(words, 4), .kind = NodeKind::kString, .text = text}));
}

LineageRef LineageNode::operation(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output) {
  return intern_operator({.kind = NodeKind::kOperator, .output = output, .op = op, .inputs = inputs});
}

LineageRef LineageNode::leaf(OpSymbol op, std::string_view text, std::span<const LineageNode* const> inputs,
                             uint8_t output) {
  return intern_operator({.kind = NodeKind::kLeaf, .output = output, .op = op, .text = text, .inputs = inputs});
}

LineageRef LineageNode::rewritten(const LineageNode* written, const LineageNode* executed) {
  const Key ran = executed->identity();
  if (ran == written->identity()) return LineageRef::share(written);
  const LineageNode* const inputs[2] = {written, executed};
  const uint64_t words[3] = {tag_of(NodeKind::kRewritten, 0, 1), ran.low, ran.high};
  return LineageRef::adopt(NodeTable::instance().intern({.key = written->key(),
                                                         .executed = nonzero(hash_words(words, 3).high),
                                                         .kind = NodeKind::kRewritten,
                                                         .inputs = inputs}));
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
