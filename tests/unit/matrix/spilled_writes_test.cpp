// Matrices that are written into after their cells were on disk.
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "cache/pool/memory_pool.h"
#include "cache/pool/spill_queue.h"
#include "runtime/matrix/matrix.h"

namespace lineal {
namespace {

/// A store in memory.
class KeptBytes final : public SpillStore {
 public:
  std::optional<SpillSlot> write(std::span<const std::span<const std::byte>> parts, std::string&) override {
    const SpillSlot slot{.offset = next_++, .bytes = 0};
    std::vector<std::byte>& bytes = kept_[slot.offset];
    for (const auto& part : parts)
      bytes.insert(bytes.end(), part.begin(), part.end());
    return slot;
  }
  void read(const SpillSlot& slot, std::span<const std::span<std::byte>> parts) override {
    const std::byte* from = kept_.at(slot.offset).data();
    for (const auto& part : parts) {
      if (!part.empty()) std::memcpy(part.data(), from, part.size());
      from += part.size();
    }
  }
  void release(const SpillSlot& slot) override { kept_.erase(slot.offset); }
  void* map(int64_t, std::string&) override { return nullptr; }

  size_t slots() const { return kept_.size(); }

 private:
  std::map<int64_t, std::vector<std::byte>> kept_;
  int64_t next_ = 0;
};

/// Lets matrices of any size be spilled to `store` while it lives.
struct Spilling {
  explicit Spilling(std::shared_ptr<SpillStore> store) {
    set_spill_store(std::move(store));
    spill_matrices_from(0);
  }
  ~Spilling() {
    spill_matrices_from(kSpillFrom);
    set_spill_store(nullptr);
  }
};

void spill_all() {
  while (spill_queue().spill_one()) {
  }
}

TEST_CASE("cells written by a writer that never publishes survive on disk", "[matrix]") {
  const auto store = std::make_shared<KeptBytes>();
  const Spilling spilling(store);
  const MatrixRef matrix = NewMatrix::filled(2, 2, 1);
  spill_all();
  REQUIRE(store->slots() == 1);
  {
    const Pin own(matrix);  // read back; the disk keeps what it has
    CHECK(store->slots() == 1);
    NewMatrix taken = NewMatrix::take_for_writing(*matrix, own);
    REQUIRE(taken);
    taken->data()[3] = 5;
    CHECK(store->slots() == 0);
  }
  spill_all();
  REQUIRE(store->slots() == 1);
  CHECK(cell_at(*matrix, 0, 0) == 1);
  CHECK(cell_at(*matrix, 1, 1) == 5);
}

}  // namespace
}  // namespace lineal
