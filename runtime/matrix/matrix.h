// A matrix: a handle whose cells are in memory, on disk, or not computed yet.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "cache/pool/spill_queue.h"
#include "cache/pool/spill_store.h"
#include "runtime/core/ref.h"
#include "runtime/matrix/matrix_block.h"
#include "runtime/matrix/object.h"

namespace lineal {

class Pin;

/// What computes the cells of a deferred matrix.
class PendingCells {
 public:
  virtual ~PendingCells() = default;
};

/// A published matrix: immutable (contract C1), zero rows or columns are ordinary. The handle knows its size and form;
/// who wants cells takes a Pin.
class Matrix final : public Object, private Spillable {
 public:
  ~Matrix() override;

  int64_t rows() const { return block_.rows(); }
  int64_t columns() const { return block_.columns(); }
  int64_t cells() const { return block_.cells(); }
  /// The form that the cells have, wherever they are. A deferred matrix will be dense.
  bool is_sparse() const { return block_.is_sparse(); }
  /// Entries of a CSR matrix; cells of a dense one.
  int64_t stored() const { return stored_; }
  /// Bytes of memory that the matrix takes while its cells are in memory.
  int64_t bytes() const { return bytes_; }

  /// Null unless the cells are still to be computed.
  PendingCells* pending() const { return pending_.get(); }

  /// A matrix of which only the size is there. The interpreter alone meets one, and puts a matrix with cells in its
  /// place before a kernel looks at it.
  static Ref<const Matrix> deferred(int64_t rows, int64_t columns, std::unique_ptr<PendingCells> pending);

 private:
  friend class Pin;
  friend class NewMatrix;
  Matrix(int64_t rows, int64_t columns, bool is_sparse) : block_(rows, columns, is_sparse) {}

  enum class Place : uint8_t { kMemory, kDisk, kComing };

  /// Where cells lie on disk. What was read back stays there too, so that it need not be written again.
  struct OnDisk {
    std::shared_ptr<SpillStore> store;
    SpillSlot slot;
    size_t offsets = 0;  // lengths of the arrays of a CSR matrix
    size_t entries = 0;
  };

  /// Makes sure that the cells are in memory and stay where they are until unpin.
  void pin() const {
    if (!stays()) count_pin();
  }
  void unpin() const {
    if (!stays()) count_unpin();
  }
  bool stays() const { return pins_.load(std::memory_order_relaxed) == kStays; }
  void count_pin() const;
  void count_unpin() const;
  void restore() const;
  void move_cells() const;
  /// Called when the cells are complete: counts them, and lets them be spilled from then on.
  void publish();
  /// Forgets what lies on disk, because the cells change.
  void forget_disk() const;
  void enter_queue() const;
  bool write_to_disk() const;

  bool claim() const override;
  bool spill() const override;
  void unclaim() const override;

  // Changes only under a claim (pins_ is kClaimed), by the one pin that brings the cells back (place_ is kComing), or
  // while the matrix is being built.
  mutable MatrixBlock block_;
  std::unique_ptr<PendingCells> pending_;
  mutable std::unique_ptr<OnDisk> on_disk_;
  int64_t bytes_ = 0;
  int64_t stored_ = 0;
  int64_t charged_ = 0;  // bytes of CSR arrays, which do not come from the pool
  static constexpr int32_t kClaimed = -1;
  // Small cells that never move: their pins are not counted, which costs as much as a small operator.
  static constexpr int32_t kStays = -2;

  // Pins that live, or kClaimed while somebody alone may move the cells, or kStays.
  mutable std::atomic<int32_t> pins_{0};
  mutable std::atomic<Place> place_{Place::kMemory};
  bool may_spill_ = false;
};

using MatrixRef = Ref<const Matrix>;

/// Keeps the cells of a matrix in memory and where they are. Move-only. The matrix must outlive its pin; pinning it is
/// cheap when its cells are in memory, and reads them back when they were spilled.
class Pin {
 public:
  Pin() = default;
  explicit Pin(const Matrix& matrix) : matrix_(&matrix) { matrix.pin(); }
  explicit Pin(const MatrixRef& matrix) : Pin(*matrix) {}
  explicit Pin(MatrixRef&&) = delete;  // it would outlive its matrix
  Pin(Pin&& other) noexcept : matrix_(std::exchange(other.matrix_, nullptr)) {}
  Pin& operator=(Pin&& other) noexcept {
    std::swap(matrix_, other.matrix_);
    return *this;
  }
  ~Pin() {
    if (matrix_) matrix_->unpin();
  }
  explicit operator bool() const { return matrix_ != nullptr; }
  const MatrixBlock& operator*() const { return matrix_->block_; }
  const MatrixBlock* operator->() const { return &matrix_->block_; }

 private:
  friend class NewMatrix;
  const Matrix* matrix_ = nullptr;
};

/// A matrix that nobody else can see: its cells may be written. Becomes a published one when it is converted to
/// MatrixRef. Move-only; may be empty.
class NewMatrix {
 public:
  NewMatrix() = default;
  /// Dense, cells undefined. Throws Error(kResource) when rows * columns overflows or memory is exhausted.
  static NewMatrix dense(int64_t rows, int64_t columns);
  /// Dense, every cell `value`.
  static NewMatrix filled(int64_t rows, int64_t columns, double value);
  /// CSR without entries; takes memory for no cell.
  static NewMatrix zero(int64_t rows, int64_t columns);
  /// CSR from finished arrays; `entries.offsets` has rows + 1 numbers, or none if there is no entry.
  static NewMatrix sparse(int64_t rows, int64_t columns, SparseRows entries);
  /// A deep copy of cells.
  static NewMatrix copy_of(const MatrixBlock& block);
  /// The matrix itself, to write into, if the caller has the only handle to it and `own` is its only pin; otherwise
  /// empty. The one way by which a published value changes (contract C1). `matrix` and `own`
  /// stay, and see the cells change.
  static NewMatrix take_for_writing(const Matrix& matrix, const Pin& own);

  NewMatrix(NewMatrix&& other) noexcept : matrix_(std::move(other.matrix_)) {}
  NewMatrix& operator=(NewMatrix&& other) noexcept {
    std::swap(matrix_, other.matrix_);
    return *this;
  }
  ~NewMatrix();

  explicit operator bool() const { return static_cast<bool>(matrix_); }
  MatrixBlock& operator*() const { return matrix_->block_; }
  MatrixBlock* operator->() const { return &matrix_->block_; }

  /// Publishes the matrix. Nothing may write into it from then on.
  operator MatrixRef() &&;  // NOLINT(google-explicit-constructor): `return result;`

 private:
  explicit NewMatrix(Ref<Matrix> matrix) : matrix_(std::move(matrix)) {}
  Ref<Matrix> matrix_;  // with a pin of ours, so that no one moves the cells while they are written
};

/// Returns the same matrix in dense form; the argument itself when it is dense already.
MatrixRef to_dense(const MatrixRef& matrix);
/// A dense copy.
NewMatrix dense_copy(const MatrixBlock& block);
/// Returns the same matrix as CSR; the argument itself when it is CSR already.
MatrixRef to_sparse(const MatrixRef& matrix);

/// One cell. No bounds check.
double cell_at(const Matrix& matrix, int64_t r, int64_t c);

/// For tests: from now on the cells of a matrix move whenever its last pin goes, so that a pointer kept too long is
/// found by the address sanitizer.
void move_cells_after_unpin(bool on);

/// Smaller matrices stay in memory: to write them frees little.
inline constexpr int64_t kSpillFrom = int64_t{64} << 10;
/// Lets matrices of at least so many bytes be spilled, from now on. For tests with small budgets.
void spill_matrices_from(int64_t bytes);

}  // namespace lineal
