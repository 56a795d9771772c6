// Names of operators, kept for the life of the process.
#include <array>
#include <atomic>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "lineage/item/node.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/mutex.h"

namespace lineal {
namespace {

constexpr size_t kMaxSymbols = 65536;

// Names and hashes by id, read without a lock: an id reaches a reader only after its entry was written. Entries never
// move or go, and pages that no symbol has reached take no memory.
constinit std::array<std::atomic<const std::string*>, kMaxSymbols> names{};
constinit std::array<std::atomic<uint64_t>, kMaxSymbols> hashes{};

class SymbolTable {
 public:
  SymbolTable() { ids_.emplace("", 0); }  // the default symbol, whose hash is 0

  uint16_t find_or_add(std::string_view name) {
    const MutexLock lock(mutex_);
    const auto found = ids_.find(name);
    return found != ids_.end() ? found->second : add(name);
  }

 private:
  uint16_t add(std::string_view name) LINEAL_REQUIRES(mutex_) {
    const uint64_t hash = hash_text(name).low;
    const size_t count = ids_.size();
    if (count == kMaxSymbols) throw Error(ErrorKind::kResource, cat("lineage: too many operator names: ", kMaxSymbols));
    if (!hashes_.insert(hash).second)
      throw Error(ErrorKind::kInternal, cat("lineage: two operator names have one hash: ", name));
    const std::string* kept = new std::string(name);
    const uint16_t id = static_cast<uint16_t>(count);
    ids_.emplace(*kept, id);
    hashes[id].store(hash, std::memory_order_release);
    names[id].store(kept, std::memory_order_release);
    return id;
  }

  Mutex mutex_;
  std::unordered_map<std::string_view, uint16_t> ids_ LINEAL_GUARDED_BY(mutex_);  // the names are those of `names`
  std::unordered_set<uint64_t> hashes_ LINEAL_GUARDED_BY(mutex_);
};

/// Never destroyed: symbols may be used by static objects until the process ends.
SymbolTable& symbols() {
  static SymbolTable& table = *new SymbolTable;
  return table;
}

}  // namespace

OpSymbol OpSymbol::of(std::string_view name) {
  return OpSymbol(symbols().find_or_add(name));
}

std::string_view OpSymbol::name() const {
  return id_ == 0 ? std::string_view() : *names[id_].load(std::memory_order_acquire);
}

uint64_t OpSymbol::hash() const {
  return hashes[id_].load(std::memory_order_relaxed);
}

}  // namespace lineal
