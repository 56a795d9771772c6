#include "runtime/linalg/scratch.h"

#include <memory>
#include <new>

namespace lineal::linalg {
namespace {

constexpr std::align_val_t kLine{64};

struct Release {
  void operator()(double* cells) const { ::operator delete(cells, kLine); }
};

struct Piece {
  std::unique_ptr<double, Release> cells;
  int64_t size = 0;
};

}  // namespace

double* scratch(Scratch kind, int64_t cells) {
  thread_local Piece pieces[kScratchKinds];
  Piece& piece = pieces[static_cast<int>(kind)];
  if (piece.size < cells) {
    piece.cells.reset();
    piece.size = 0;
    piece.cells.reset(static_cast<double*>(::operator new(static_cast<size_t>(cells) * sizeof(double), kLine)));
    piece.size = cells;
  }
  return piece.cells.get();
}

}  // namespace lineal::linalg
