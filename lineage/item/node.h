// Lineage nodes: how a value came to be, as an immutable, hash-consed DAG whose identity is a 128-bit key.
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
  kRewritten,  // inputs: [as written, as executed]; see LineageNode::executed_identity
};

/// One step of the history of a value. Two nodes with the same identity are the same object while alive.
///
/// Two hashes tell nodes apart:
///  - `key()`, contract C3: H(op, output, leaf text, input keys, literal type and bits). Rewrites do not change it.
///  - `executed()`: 0 as long as everything below ran as written; otherwise a hash of what really ran, set by
///    kRewritten nodes (rewrites that change rounding) and passed on to everything computed from them. The reuse cache
///    compares both (see `identity`), so that values of equal meaning but different rounding are never exchanged.
///
/// Nodes live in one table for the whole process: they are immutable facts addressed by their content, so sharing them
/// between sessions reveals and changes nothing. Equality of the 128-bit key is taken as identity, which for honest
/// content is as safe as the hash. Should two different nodes of equal key ever be alive together, the maker of the
/// second throws Error(kInternal) instead of returning the first: the table compares their whole content.
class LineageNode {
 public:
  Key key() const { return key_; }
  uint64_t executed() const { return executed_; }
  /// What the reuse cache compares: the key itself, or the key combined with `executed()` where that is not 0.
  Key identity() const;

  NodeKind kind() const { return kind_; }
  OpSymbol op() const { return OpSymbol(op_); }  // kOperator, kLeaf
  uint8_t output() const { return output_; }     // from 0
  uint64_t bits() const { return data_; }        // number literals
  std::string_view text() const;                 // kString, kLeaf; may hold any bytes
  std::span<const LineageNode* const> inputs() const;
  bool is_literal() const { return kind_ <= NodeKind::kString; }

  // Makers return the existing node of the same identity where there is one. Thread-safe.
  static LineageRef integer(int64_t value);
  static LineageRef real(double value);
  static LineageRef boolean(bool value);
  static LineageRef string(std::string_view text);
  static LineageRef operation(OpSymbol op, std::span<const LineageNode* const> inputs, uint8_t output = 0);
  static LineageRef leaf(OpSymbol op, std::string_view text, std::span<const LineageNode* const> inputs,
                         uint8_t output = 0);
  /// The value of `written`, computed by running `executed` instead, whose rounding may differ.
  static LineageRef rewritten(const LineageNode* written, const LineageNode* executed);

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

  Key key_;
  uint64_t executed_ = 0;
  uint64_t data_ = 0;                // literal bits, or the length of the text
  mutable uint32_t references_ = 0;  // accessed through std::atomic_ref
  uint32_t input_count_ = 0;
  uint16_t op_ = 0;
  uint8_t output_ = 0;
  NodeKind kind_ = NodeKind::kInt;
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
