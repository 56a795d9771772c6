#include "lineage/item/node_table.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <sys/single_threaded.h>

#include "lineage/item/node_memory.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

constexpr uint64_t kFirstCapacity = 32;
constexpr uint64_t kAddressMask = (uint64_t{1} << 48) - 1;
constexpr uint64_t kFar = 255;

const LineageNode* node_in(uint64_t slot) {
  return reinterpret_cast<const LineageNode*>(slot & kAddressMask);
}
uint64_t tag_bits(uint64_t hash) {
  return (hash >> 48 & 0xff) << 48;
}
uint64_t distance_in(uint64_t slot) {
  return slot >> 56;
}
uint64_t make_slot(const LineageNode* node, uint64_t tag, uint64_t distance) {
  return reinterpret_cast<uint64_t>(node) | tag | (distance < kFar ? distance : kFar) << 56;
}

[[noreturn]] void fail_memory(int64_t bytes) {
  throw Error(ErrorKind::kResource, cat("lineage: out of memory for a node: ", bytes, " bytes"));
}

}  // namespace

/// Holds a shard. Does without atomic operations while the process has one thread.
class LINEAL_SCOPED_CAPABILITY NodeTable::Lock {
 public:
  explicit Lock(SpinLock& lock) LINEAL_ACQUIRE(lock) : lock_(lock), taken_(!__libc_single_threaded) {
    if (!taken_) return;
    for (int spins = 0; lock_.taken.exchange(true, std::memory_order_acquire);) {
      while (lock_.taken.load(std::memory_order_relaxed)) {
        // The holder is at work for some hundred nanoseconds unless it lost its core or grows the shard.
        if (++spins % 64 == 0) std::this_thread::yield();
      }
    }
  }
  ~Lock() LINEAL_RELEASE() {
    if (taken_) lock_.taken.store(false, std::memory_order_release);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  SpinLock& lock_;
  const bool taken_;
};

// Constant-initialised and without a destructor, so that handles in other static objects may outlive main.
constinit static NodeTable node_table;

NodeTable& NodeTable::instance() {
  return node_table;
}

int64_t NodeTable::bytes_of(const LineageNode& node) {
  return static_cast<int64_t>(sizeof(LineageNode) + node.input_count_ * sizeof(LineageNode*) + node.text_size_);
}

bool NodeTable::matches(const LineageNode& node, const NodeContent& content) {
  return node.key_ == content.key && node.kind_ == content.kind && node.op_ == content.op.id() &&
         node.output_ == content.output && node.value_ == content.value && node.rewritten_ == content.rewritten &&
         node.data_ == content.bits && node.input_count_ == content.inputs.size() &&
         std::equal(content.inputs.begin(), content.inputs.end(), node.input_array()) && node.tail() == content.text;
}

// Over the content itself, so that nodes of equal key and other history do not crowd one place.
uint64_t NodeTable::hash_of(const NodeContent& content) {
  const auto mix = [](uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
  };
  uint64_t hash = content.key.low ^ content.op.id();
  for (const LineageNode* input : content.inputs)
    hash = mix(hash, reinterpret_cast<uint64_t>(input));
  if (content.rewritten) hash = mix(hash, std::hash<std::string_view>()(content.text));
  return mix(hash, content.key.high);
}

uint64_t NodeTable::hash_of(const LineageNode& node) {
  return hash_of(
      {.key = node.key_, .rewritten = node.rewritten_, .op = node.op(), .text = node.tail(), .inputs = node.inputs()});
}

LineageNode* NodeTable::allocate(const NodeContent& content) {
  const size_t inputs_size = content.inputs.size() * sizeof(LineageNode*);
  const size_t size = sizeof(LineageNode) + inputs_size + content.text.size();
  if (content.text.size() > UINT32_MAX) fail_memory(static_cast<int64_t>(size));
  void* memory = take_node_memory(size);
  if (!memory) fail_memory(static_cast<int64_t>(size));
  LineageNode* node = new (memory) LineageNode;
  node->key_ = content.key;
  node->data_ = content.bits;
  node->references_ = 1;
  node->input_count_ = static_cast<uint32_t>(content.inputs.size());
  node->text_size_ = static_cast<uint32_t>(content.text.size());
  node->op_ = content.op.id();
  node->output_ = content.output;
  node->kind_ = content.kind;
  node->value_ = content.value;
  node->rewritten_ = content.rewritten;
  char* tail = reinterpret_cast<char*>(node + 1);
  if (inputs_size) std::memcpy(tail, content.inputs.data(), inputs_size);
  if (!content.text.empty()) std::memcpy(tail + inputs_size, content.text.data(), content.text.size());
  return node;
}

void NodeTable::place(Shard& shard, const LineageNode* node, uint64_t hash) {
  const uint64_t mask = shard.capacity - 1;
  uint64_t distance = 0;
  while (shard.slots[(hash + distance) & mask])
    ++distance;
  shard.slots[(hash + distance) & mask] = make_slot(node, tag_bits(hash), distance);
}

bool NodeTable::resize(Shard& shard, uint64_t capacity) {
  Slot* slots = static_cast<Slot*>(std::calloc(capacity, sizeof(Slot)));
  if (!slots) return false;
  Slot* old = shard.slots;
  const uint64_t old_capacity = shard.capacity;
  shard.slots = slots;
  shard.capacity = capacity;
  for (uint64_t i = 0; i < old_capacity; ++i) {
    if (i + 32 < old_capacity) __builtin_prefetch(node_in(old[i + 32]));
    if (!old[i]) continue;
    const LineageNode* node = node_in(old[i]);
    place(shard, node, hash_of(*node));
  }
  std::free(old);
  return true;
}

const LineageNode* NodeTable::intern(const NodeContent& content) {
  const uint64_t hash = hash_of(content);
  Shard& shard = shard_of(hash);
  LineageNode* made = nullptr;
  {
    const Lock lock(shard.lock);
    if (shard.count * 8 >= shard.capacity * 4) {
      const uint64_t capacity = shard.capacity ? shard.capacity * 2 : kFirstCapacity;
      if (!resize(shard, capacity)) fail_memory(static_cast<int64_t>(capacity * sizeof(Slot)));
    }
    const uint64_t mask = shard.capacity - 1;
    const uint64_t tag = tag_bits(hash);
    uint64_t distance = 0;
    while (const Slot slot = shard.slots[(hash + distance) & mask]) {
      if (((slot ^ tag) >> 48 & 0xff) == 0) {
        const LineageNode* node = node_in(slot);
        if (matches(*node, content)) {
          node->retain();
          return node;
        }
      }
      ++distance;
    }
    made = allocate(content);
    shard.slots[(hash + distance) & mask] = make_slot(made, tag, distance);
    ++shard.count;
    shard.node_bytes += bytes_of(*made);
  }
  // The caller keeps the inputs alive, and no one drops the new node to zero while the caller's count is in it.
  for (const LineageNode* input : content.inputs)
    input->retain();
  return made;
}

void NodeTable::erase(Shard& shard, const LineageNode* node, uint64_t hash) {
  const uint64_t mask = shard.capacity - 1;
  uint64_t hole = hash & mask;
  while (node_in(shard.slots[hole]) != node)
    hole = (hole + 1) & mask;
  // Nodes behind the hole move into it unless that would put them before their home.
  for (uint64_t next = (hole + 1) & mask; shard.slots[next]; next = (next + 1) & mask) {
    const Slot slot = shard.slots[next];
    uint64_t distance = distance_in(slot);
    if (distance == kFar) {
      const LineageNode* neighbour = node_in(slot);
      distance = (next - hash_of(*neighbour)) & mask;
    }
    const uint64_t step = (next - hole) & mask;
    if (distance < step) continue;
    shard.slots[hole] = make_slot(node_in(slot), slot & uint64_t{0xff} << 48, distance - step);
    hole = next;
  }
  shard.slots[hole] = 0;
  --shard.count;
  shard.node_bytes -= bytes_of(*node);
  // Between growing at 1/2 and shrinking at 1/8 a shard at rest is never resized back and forth. Without memory for the
  // smaller array the larger one stays.
  if (shard.capacity > kFirstCapacity && shard.count * 8 < shard.capacity) resize(shard, shard.capacity / 2);
}

/// Drops one count; true when it was the last and the node has left the table.
bool NodeTable::drop(const LineageNode* node) {
  const std::atomic_ref<uint32_t> count(node->references_);
  uint32_t now = count.load(std::memory_order_relaxed);
  if (!__libc_single_threaded) {
    while (now > 1 && now < LineageNode::kPinned) {
      if (count.compare_exchange_weak(now, now - 1, std::memory_order_release, std::memory_order_relaxed)) return false;
    }
  } else if (now > 1 && now < LineageNode::kPinned) {
    count.store(now - 1, std::memory_order_relaxed);
    return false;
  }
  if (now >= LineageNode::kPinned) return false;
  const uint64_t hash = hash_of(*node);
  Shard& shard = shard_of(hash);
  const Lock lock(shard.lock);
  // A lookup may have counted itself in before the lock was ours.
  if (count.load(std::memory_order_acquire) != 1 && count.fetch_sub(1, std::memory_order_acq_rel) != 1) return false;
  erase(shard, node, hash);
  return true;
}

void NodeTable::release_last(const LineageNode* node) {
  if (!drop(node)) return;
  // Nodes out of the table wait in a list threaded through their keys, which nobody needs any more.
  LineageNode* dead = const_cast<LineageNode*>(node);
  dead->key_.low = 0;
  while (dead) {
    LineageNode* current = dead;
    dead = reinterpret_cast<LineageNode*>(current->key_.low);
    for (const LineageNode* input : current->inputs()) {
      if (!drop(input)) continue;
      LineageNode* next = const_cast<LineageNode*>(input);
      next->key_.low = reinterpret_cast<uint64_t>(dead);
      dead = next;
    }
    give_node_memory(current, static_cast<size_t>(bytes_of(*current)));
  }
}

int64_t NodeTable::live_nodes() {
  uint64_t nodes = 0;
  for (Shard& shard : shards_) {
    const Lock lock(shard.lock);
    nodes += shard.count;
  }
  return static_cast<int64_t>(nodes);
}

int64_t NodeTable::live_bytes() {
  int64_t bytes = 0;
  for (Shard& shard : shards_) {
    const Lock lock(shard.lock);
    bytes += shard.node_bytes + static_cast<int64_t>(shard.capacity * sizeof(Slot));
  }
  return bytes;
}

}  // namespace lineal
