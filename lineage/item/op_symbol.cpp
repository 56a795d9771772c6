// Names of operators, kept for the life of the process.
#include <array>
#include <mutex>
#include <string>
#include <unordered_map>

#include "lineage/item/node.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

struct SymbolEntry {
  std::string name;
  uint64_t hash = 0;
};

constexpr size_t kMaxSymbols = 65536;

/// Entries never move or go, so that readers need no lock. Pages of `entries` that no symbol has reached take no
/// memory.
struct SymbolTable {
  std::array<std::atomic<const SymbolEntry*>, kMaxSymbols> entries{};
  std::mutex mutex;
  size_t count = 0;                                    // under mutex
  std::unordered_map<std::string_view, uint16_t> ids;  // under mutex
  std::unordered_map<uint64_t, uint16_t> hashes;       // under mutex

  SymbolTable() { add(""); }

  uint16_t add(std::string_view name) {
    const uint64_t hash = hash_text(name).low;
    if (count == kMaxSymbols) throw Error(ErrorKind::kResource, cat("lineage: too many operator names: ", kMaxSymbols));
    if (hashes.contains(hash))
      throw Error(ErrorKind::kInternal, cat("lineage: two operator names have one hash: ", name));
    const SymbolEntry* entry = new SymbolEntry{std::string(name), hash};
    const uint16_t id = static_cast<uint16_t>(count);
    ids.emplace(entry->name, id);
    hashes.emplace(hash, id);
    entries[id].store(entry, std::memory_order_release);
    ++count;
    return id;
  }
};

/// Never destroyed: symbols may be used by static objects until the process ends.
SymbolTable& symbols() {
  static SymbolTable& table = *new SymbolTable;
  return table;
}

}  // namespace

OpSymbol OpSymbol::of(std::string_view name) {
  SymbolTable& table = symbols();
  const std::lock_guard lock(table.mutex);
  const auto found = table.ids.find(name);
  return OpSymbol(found != table.ids.end() ? found->second : table.add(name));
}

std::string_view OpSymbol::name() const {
  return symbols().entries[id_].load(std::memory_order_acquire)->name;
}

uint64_t OpSymbol::hash() const {
  return symbols().entries[id_].load(std::memory_order_acquire)->hash;
}

}  // namespace lineal
