#include "lineage/item/node.h"

#include <cstring>
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

/// The words of an operator over inputs: tag, operator, [text length and hash,] two words per input.
class Words {
 public:
  explicit Words(size_t capacity) {
    if (capacity > std::size(fixed_)) {
      many_.resize(capacity);
      data_ = many_.data();
    }
  }
  void add(uint64_t word) { data_[size_++] = word; }
  void add(Key key) {
    add(key.low);
    add(key.high);
  }
  Key hash() const { return hash_words(data_, size_); }

 private:
  uint64_t fixed_[30];  // uninitialised: only the used part is written
  std::vector<uint64_t> many_;
  uint64_t* data_ = fixed_;
  size_t size_ = 0;
};

LineageRef literal(NodeKind kind, uint64_t bits) {
  const uint64_t words[2] = {tag_of(kind, 0, 0), bits};
  return LineageRef::adopt(NodeTable::instance().intern({.key = hash_words(words, 2), .kind = kind, .bits = bits}));
}

/// Fills in key and executed hash from the rest and interns.
LineageRef intern_operator(NodeContent& content) {
  const bool leaf = content.kind == NodeKind::kLeaf;
  const Key text_key = leaf ? hash_text(content.text) : Key{};
  bool as_written = true;
  Words words(5 + 2 * content.inputs.size());
  const auto begin = [&](Words& to) {
    to.add(tag_of(content.kind, content.output, content.inputs.size()));
    to.add(content.op.hash());
    if (leaf) {
      to.add(content.text.size());
      to.add(text_key);
    }
  };
  begin(words);
  for (const LineageNode* input : content.inputs) {
    words.add(input->key());
    as_written = as_written && input->executed() == 0;
  }
  content.key = words.hash();
  if (!as_written) {
    Words executed(5 + 2 * content.inputs.size());
    begin(executed);
    for (const LineageNode* input : content.inputs)
      executed.add(input->identity());
    content.executed = nonzero(executed.hash().high);
  }
  return LineageRef::adopt(NodeTable::instance().intern(content));
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
  NodeContent content{.kind = NodeKind::kOperator, .output = output, .op = op, .inputs = inputs};
  return intern_operator(content);
}

LineageRef LineageNode::leaf(OpSymbol op, std::string_view text, std::span<const LineageNode* const> inputs,
                             uint8_t output) {
  NodeContent content{.kind = NodeKind::kLeaf, .output = output, .op = op, .text = text, .inputs = inputs};
  return intern_operator(content);
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
