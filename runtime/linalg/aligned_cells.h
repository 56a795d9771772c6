// Arrays for the routines of LAPACK.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace lineal::linalg {

/// An array of doubles that begins at a multiple of 64 bytes and holds zeros or a copy. With arrays of the caller, bits
/// could depend on where they lie; with fresh memory, on what lay there before.
class AlignedCells {
 public:
  explicit AlignedCells(int64_t count) : AlignedCells(Space(), count) { std::fill_n(data(), count, 0.0); }
  AlignedCells(const double* from, int64_t count) : AlignedCells(Space(), count) { std::copy_n(from, count, data()); }

  double* data() { return cells_.get(); }
  const double* data() const { return cells_.get(); }
  double operator[](int64_t i) const { return cells_[static_cast<size_t>(i)]; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Space {};
  struct Release {
    void operator()(double* cells) const { ::operator delete[](cells, kAlignment); }
  };

  AlignedCells(Space, int64_t count)
      : cells_(static_cast<double*>(
            ::operator new[](static_cast<size_t>(std::max<int64_t>(1, count)) * sizeof(double), kAlignment))) {}

  std::unique_ptr<double[], Release> cells_;
};

}  // namespace lineal::linalg
