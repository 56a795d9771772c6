#include "lineage/item/node_memory.h"

#include <cstdlib>

namespace lineal {
namespace {

// Literals, operators of up to two inputs and short leaves: nearly every node.
constexpr size_t kBlockSize = 64;
// At most 64 KiB per thread stay out of malloc's hands.
constexpr int kMaxBlocks = 1024;

// Recycled blocks would hide uses after release from the sanitizers.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kRecycle = false;
#else
constexpr bool kRecycle = true;
#endif

struct Block {
  Block* next;
};

/// A constant-initialised, trivial object, so that reaching it costs one instruction.
struct BlockCache {
  Block* first;
  int room;  // how many more blocks may be kept; 0 until the thread first returns one, and after its end
  bool ended;
};
constinit thread_local BlockCache cache{nullptr, 0, false};

/// Empties the cache when the thread ends. Static objects may release nodes after that.
struct CacheEnd {
  ~CacheEnd() {
    cache.room = 0;
    cache.ended = true;
    while (Block* block = cache.first) {
      cache.first = block->next;
      std::free(block);
    }
  }
};

/// Registers the end of the cache at the first block of a thread.
bool open_cache() {
  if (cache.ended || cache.first) return false;
  static thread_local const CacheEnd end;
  static_cast<void>(end);
  cache.room = kMaxBlocks;
  return true;
}

}  // namespace

void* take_node_memory(size_t size) {
  if (!kRecycle) return std::malloc(size);
  if (size > kBlockSize) return std::malloc(size);
  Block* block = cache.first;
  if (!block) return std::malloc(kBlockSize);
  cache.first = block->next;
  ++cache.room;
  return block;
}

void give_node_memory(void* memory, size_t size) {
  if (!kRecycle || size > kBlockSize || (cache.room == 0 && !open_cache())) {
    std::free(memory);
    return;
  }
  --cache.room;
  Block* block = static_cast<Block*>(memory);
  block->next = cache.first;
  cache.first = block;
}

}  // namespace lineal
