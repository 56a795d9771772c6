// Pins: who may move the cells of a matrix, and when. The way of cells to disk and back.
#include "runtime/matrix/matrix.h"

#include <array>
#include <exception>

#include "cache/pool/memory_pool.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

std::atomic<bool> moving{false};
std::atomic<int64_t> spill_from{kSpillFrom};

/// The arrays of a block, in the order in which they are written.
std::array<std::span<std::byte>, 3> parts_of(MatrixBlock& block) {
  if (!block.is_sparse()) {
    return {std::as_writable_bytes(std::span(block.data(), static_cast<size_t>(block.cells())))};
  }
  SparseRows& entries = block.entries();
  return {std::as_writable_bytes(std::span(entries.offsets)), std::as_writable_bytes(std::span(entries.columns)),
          std::as_writable_bytes(std::span(entries.values))};
}

}  // namespace

MatrixRef Matrix::deferred(int64_t rows, int64_t columns, std::unique_ptr<PendingCells> pending) {
  Ref<Matrix> matrix(new Matrix(rows, columns, false));
  matrix->pending_ = std::move(pending);
  matrix->bytes_ = static_cast<int64_t>(sizeof(Matrix));
  matrix->stored_ = matrix->cells();
  return matrix;
}

Matrix::~Matrix() {
  if (may_spill_) {
    // Whoever spills it now holds the claim, and touches nothing once that is given back. Where the disk had no room it
    // went back into the queue before, so that it leaves once more.
    do {
      pins_.wait(kClaimed, std::memory_order_acquire);
      spill_queue().leave(*this);
    } while (pins_.load(std::memory_order_acquire) == kClaimed);
  }
  forget_disk();
  if (charged_ != 0 && place_.load(std::memory_order_relaxed) == Place::kMemory) charge_memory(-charged_);
}

void Matrix::forget_disk() const {
  if (!on_disk_) return;
  on_disk_->store->release(on_disk_->slot);
  on_disk_.reset();
}

void Matrix::publish() {
  const int64_t held = block_.bytes();
  bytes_ = static_cast<int64_t>(sizeof(Matrix) - sizeof(MatrixBlock)) + held;
  stored_ = is_sparse() ? static_cast<int64_t>(block_.entries_.values.size()) : cells();
  const int64_t arrays = is_sparse() ? held : 0;
  if (arrays != charged_) charge_memory(arrays - charged_);
  charged_ = arrays;
  if (stays()) return;
  if (held < spill_from.load(std::memory_order_relaxed)) {
    // When it is published first, the only pin is that of NewMatrix.
    if (!may_spill_ && !moving.load(std::memory_order_relaxed)) pins_.store(kStays, std::memory_order_relaxed);
    return;
  }
  may_spill_ = true;
  enter_queue();
}

// Cells that the disk backs already stay out: to write them would free nothing.
void Matrix::enter_queue() const {
  if (!is_disk_memory(block_.data())) spill_queue().enter(*this);
}

void Matrix::count_pin() const {
  LINEAL_CHECK(!pending_, "pin: the cells of a deferred matrix");
  int32_t pins = pins_.load(std::memory_order_relaxed);
  for (;;) {
    if (pins == kClaimed) {
      pins_.wait(kClaimed, std::memory_order_relaxed);
      pins = pins_.load(std::memory_order_relaxed);
    } else if (pins_.compare_exchange_weak(pins, pins + 1, std::memory_order_acquire)) {
      break;
    }
  }
  if (place_.load(std::memory_order_acquire) != Place::kMemory) restore();
  if (may_spill_) touch();
}

void Matrix::count_unpin() const {
  if (pins_.fetch_sub(1, std::memory_order_release) == 1 && moving.load(std::memory_order_relaxed)) move_cells();
}

// Called with a pin, so that nobody spills the cells meanwhile. Of several threads one reads, the others wait.
void Matrix::restore() const {
  for (;;) {
    Place place = Place::kDisk;
    if (place_.compare_exchange_strong(place, Place::kComing, std::memory_order_acquire)) break;
    if (place == Place::kMemory) return;
    place_.wait(Place::kComing, std::memory_order_acquire);
  }
  if (charged_ != 0) charge_memory(charged_);
  try {
    if (is_sparse()) {
      block_.entries_.offsets.resize(on_disk_->offsets);
      block_.entries_.columns.resize(on_disk_->entries);
      block_.entries_.values.resize(on_disk_->entries);
    } else {
      block_.cells_ = CellBuffer(cells());
    }
    on_disk_->store->read(on_disk_->slot, parts_of(block_));
  } catch (...) {
    block_.cells_ = CellBuffer();
    block_.entries_ = {};
    if (charged_ != 0) charge_memory(-charged_);
    place_.store(Place::kDisk, std::memory_order_release);
    place_.notify_all();
    unpin();
    throw;
  }
  count_restored(on_disk_->slot.bytes);
  place_.store(Place::kMemory, std::memory_order_release);
  place_.notify_all();
  enter_queue();
}

bool Matrix::claim() const {
  int32_t none = 0;
  return pins_.compare_exchange_strong(none, kClaimed, std::memory_order_acquire);
}

// The last step tells those who wait at an address that may be gone by then; only the address is used.
void Matrix::unclaim() const {
  pins_.store(0, std::memory_order_release);
  pins_.notify_all();
}

bool Matrix::write_to_disk() const {
  std::shared_ptr<SpillStore> store = spill_store();
  if (!store) return false;
  auto place = std::make_unique<OnDisk>();  // before there is a slot that could be lost
  const std::array<std::span<std::byte>, 3> parts = parts_of(block_);
  const std::array<std::span<const std::byte>, 3> bytes{parts[0], parts[1], parts[2]};
  std::string why;
  const std::optional<SpillSlot> slot = store->write(bytes, why);
  if (!slot) {
    note_spill_failure(std::move(why));
    return false;
  }
  *place = OnDisk{std::move(store), *slot, block_.entries_.offsets.size(), block_.entries_.values.size()};
  on_disk_ = std::move(place);
  count_spilled(slot->bytes);
  return true;
}

// Nothing is thrown: a claim that nobody gives back would make the next pin wait for ever.
bool Matrix::spill() const {
  try {
    if (!on_disk_ && !write_to_disk()) return false;
  } catch (const std::exception&) {  // memory for a line of the store's books, most likely
    return false;
  }
  block_.cells_ = CellBuffer();
  block_.entries_ = {};
  if (charged_ != 0) charge_memory(-charged_);
  place_.store(Place::kDisk, std::memory_order_relaxed);  // seen by who pins next, through pins_
  unclaim();
  return true;
}

void Matrix::move_cells() const {
  if (!claim()) return;
  if (place_.load(std::memory_order_relaxed) == Place::kMemory) {
    try {
      block_.cells_ = CellBuffer(block_.cells_);
      block_.entries_ = SparseRows(block_.entries_);
    } catch (const std::exception&) {  // without memory for a copy they stay
    }
  }
  unclaim();
}

double cell_at(const Matrix& matrix, int64_t r, int64_t c) {
  return Pin(matrix)->at(r, c);
}

void move_cells_after_unpin(bool on) {
  moving = on;
}
void spill_matrices_from(int64_t bytes) {
  spill_from = bytes;
}

}  // namespace lineal
