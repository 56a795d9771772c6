// Lineage nodes: how a value came to be, as an immutable, hash-consed DAG whose nodes have 128-bit keys.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sys/single_threaded.h>

#include "runtime/core/key.h"

namespace lineal {

class LineageNode;

/// The name of an operator in lineage, interned for the life of the process. 16 bits in a node.
class OpSymbol {
 public:
  OpSymbol() = default;
  /// Returns the symbol of `name`, creating it at first use. Thread-safe; not for hot paths.
  /// Throws Error(kResource) when 65535 names are taken.
  static OpSymbol of(std::string_view name);
  std::string_view name() const;
  uint64_t hash() const;  // of the name; the same in every process
  uint16_t id() const { return id_; }
  friend bool operator==(OpSymbol, OpSymbol) = default;

 private:
  friend class LineageNode;
  explicit OpSymbol(uint16_t id) : id_(id) {}
  uint16_t id_ = 0;
};

/// A counted handle to a node. Releasing the last handle of a long chain uses an explicit stack, never recursion
/// (contract C6).
class LineageRef {
 public:
  LineageRef() = default;
  LineageRef(const LineageRef& other);
  LineageRef(LineageRef&& other) noexcept : node_(other.node_) { other.node_ = nullptr; }
  LineageRef& operator=(LineageRef other) noexcept {
    const LineageNode* node = node_;
    node_ = other.node_;
    other.node_ = node;
    return *this;
  }
  ~LineageRef();

  const LineageNode* get() const { return node_; }
  const LineageNode* operator->() const { return node_; }
  const LineageNode& operator*() const { return *node_; }
  explicit operator bool() const { return node_ != nullptr; }

  /// Takes over one count that the caller already holds.
  static LineageRef adopt(const LineageNode* node) {
    LineageRef ref;
    ref.node_ = node;
    return ref;
  }
  /// Adds a handle to a node that is alive.
  static LineageRef share(const LineageNode* node);

 private:
  const LineageNode* node_ = nullptr;
};

/// The numbers are part of every key, and keys are written to logs: never renumber.
enum class NodeKind : uint8_t {
  kInt,       // literal; bits
  kDouble,    // literal; bits, so that -0.0 and NaN payloads are told apart
  kBoolean,   // literal; bits 0 or 1
  kString,    // literal; text
  kOperator,  // an operator applied to inputs; `output` tells the results of multi-output operators apart
  kLeaf,      // an operator whose outcome is fixed by `text` besides its inputs: a file's content hash, a recorded time
};

/// The value of a scalar: kind and bits of a literal. None unless `known`.
struct ScalarFact {
  bool known = false;
  NodeKind kind = NodeKind::kInt;
  uint64_t bits = 0;           // of numbers
  std::string_view text = {};  // of strings
};

/// Which rule put an operator in the place of what the script says, and where that stands: "sum of negated" and
/// "fit.dml:12". Only rewrites that may change rounding are marked; those that keep every bit leave no trace.
struct RewriteFact {
  std::string_view rule = {};  // empty: it ran as written
  std::string_view place = {};
};

/// One step of the history of a value. Two nodes of equal content (operator, inputs, literal, text, scalar value,
/// rewrite) are the same object while alive.
///
/// `key()`, contract C3, names the computation that gave the bits: H(op, output, leaf text, input keys), and for a
/// literal or a scalar whose value is stated H(type, bits). So scalars count by value, however they came to be; and a
/// rewrite makes the key of what ran, whatever was written. Values of equal keys have equal bits; two nodes of equal
/// key may still tell different histories.
///
/// Nodes live in one table for the whole process: they are immutable facts addressed by their content, so sharing them
/// between sessions reveals and changes nothing.
class LineageNode {
 public:
  Key key() const { return key_; }

  NodeKind kind() const { return kind_; }
  OpSymbol op() const { return OpSymbol(op_); }  // kOperator, kLeaf
  uint8_t output() const { return output_; }     // from 0
  uint64_t bits() const { return data_; }        // number literals
  std::string_view text() const;                 // kString, kLeaf; may hold any bytes
  ScalarFact value() const;                      // of literals, and of operators with a scalar result
  RewriteFact rewrite() const;                   // kOperator
  std::span<const LineageNode* const> inputs() const;
  bool is_literal() const { return kind_ <= NodeKind::kString; }
  bool is_rewritten() const { return rewritten_; }

  // Makers return the existing node of the same content where there is one. Thread-safe.
  static LineageRef integer(int64_t value);
  static LineageRef real(double value);
  static LineageRef boolean(bool value);
  static LineageRef string(std::string_view text);
  static LineageRef literal(const ScalarFact& value);
  static LineageRef operation(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output = 0,
                              const ScalarFact& value = {}, const RewriteFact& rewrite = {});
  static LineageRef leaf(OpSymbol op, std::string_view text, std::span<const LineageNode* const> inputs,
                         uint8_t output = 0);

  /// The key of what an operator does to inputs, which is that of its result unless that is a scalar. `leaf` as in
  /// leaf(); empty for an operator.
  static Key operation_key(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output = 0,
                           std::string_view leaf = {});

  /// Nodes alive in this process, and the bytes they hold.
  static int64_t live_nodes();
  static int64_t live_bytes();

 private:
  friend class LineageRef;
  friend class NodeTable;
  LineageNode() = default;

  // A count this high is never changed again: the node stays for good instead of wrapping around.
  static constexpr uint32_t kPinned = uint32_t{1} << 31;

  void retain() const;
  void release() const;
  static void release_last(const LineageNode* node);
  const LineageNode* const* input_array() const { return reinterpret_cast<const LineageNode* const*>(this + 1); }
  std::string_view tail() const {
    return {reinterpret_cast<const char*>(input_array() + input_count_), static_cast<size_t>(text_size_)};
  }

  Key key_;
  uint64_t data_ = 0;                // bits of a number
  mutable uint32_t references_ = 0;  // accessed through std::atomic_ref
  uint32_t input_count_ = 0;
  uint32_t text_size_ = 0;
  uint16_t op_ = 0;
  uint8_t output_ = 0;
  NodeKind kind_ = NodeKind::kInt;
  NodeKind value_ = NodeKind::kOperator;  // kind of the scalar value; kOperator: none is stated
  bool rewritten_ = false;                // the text is rule, line end, place
  // input_count_ pointers follow, then the text
};
static_assert(sizeof(LineageNode) <= 48);

inline std::span<const LineageNode* const> LineageNode::inputs() const {
  return {input_array(), input_count_};
}

// While the process has one thread, counts change by plain loads and stores: starting a thread publishes them. An
// atomic read-modify-write costs more than the rest of copying a handle.
inline void LineageNode::retain() const {
  const std::atomic_ref<uint32_t> count(references_);
  const uint32_t now = count.load(std::memory_order_relaxed);
  if (now >= kPinned) [[unlikely]]
    return;
  if (__libc_single_threaded) {
    count.store(now + 1, std::memory_order_relaxed);
  } else {
    count.fetch_add(1, std::memory_order_relaxed);
  }
}

/// The step from one to none happens in the table, under the lock that a lookup takes; every other step is free of it.
inline void LineageNode::release() const {
  const std::atomic_ref<uint32_t> count(references_);
  uint32_t now = count.load(std::memory_order_relaxed);
  if (__libc_single_threaded) {
    if (now > 1 && now < kPinned) {
      count.store(now - 1, std::memory_order_relaxed);
      return;
    }
  } else {
    while (now > 1 && now < kPinned) {
      if (count.compare_exchange_weak(now, now - 1, std::memory_order_release, std::memory_order_relaxed)) return;
    }
  }
  if (now < kPinned) release_last(this);
}

inline LineageRef::LineageRef(const LineageRef& other) : node_(other.node_) {
  if (node_) node_->retain();
}

inline LineageRef::~LineageRef() {
  if (node_) node_->release();
}

inline LineageRef LineageRef::share(const LineageNode* node) {
  if (node) node->retain();
  return adopt(node);
}

}  // namespace lineal
