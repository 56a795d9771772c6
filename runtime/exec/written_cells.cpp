#include "runtime/exec/written_cells.h"

#include <algorithm>
#include <bit>

namespace lineal {
namespace {

constexpr int64_t kWord = 64;

// The bits [begin, end) of one word.
uint64_t mask(int64_t begin, int64_t end) {
  const uint64_t below_end = end == kWord ? ~uint64_t{0} : (uint64_t{1} << end) - 1;
  return below_end & ~((uint64_t{1} << begin) - 1);
}

}  // namespace

WrittenCells::WrittenCells(int64_t rows, int64_t columns) : columns_(columns) {
  const bool small = rows > 0 && columns > 0 && columns <= kMost / rows;
  if (small) bits_.assign(static_cast<size_t>((rows * columns + kWord - 1) / kWord), 0);
}

template <typename Visit>
void WrittenCells::for_each_run(const Rectangle& part, Visit visit) const {
  if (bits_.empty() || part.rows() <= 0 || part.columns() <= 0) return;
  if (part.columns() == columns_) {
    visit(part.row_begin * columns_, part.row_end * columns_);
    return;
  }
  for (int64_t r = part.row_begin; r < part.row_end; ++r) {
    if (!visit(r * columns_ + part.column_begin, r * columns_ + part.column_end)) return;
  }
}

std::optional<int64_t> WrittenCells::first_set(int64_t begin, int64_t end) const {
  for (int64_t at = begin; at < end;) {
    const int64_t word = at / kWord;
    const int64_t stop = std::min(end, (word + 1) * kWord);
    const uint64_t found = bits_[static_cast<size_t>(word)] & mask(at - word * kWord, stop - word * kWord);
    if (found != 0) return word * kWord + std::countr_zero(found);
    at = stop;
  }
  return std::nullopt;
}

void WrittenCells::set(int64_t begin, int64_t end) {
  for (int64_t at = begin; at < end;) {
    const int64_t word = at / kWord;
    const int64_t stop = std::min(end, (word + 1) * kWord);
    bits_[static_cast<size_t>(word)] |= mask(at - word * kWord, stop - word * kWord);
    at = stop;
  }
}

std::optional<WrittenCells::Cell> WrittenCells::first_taken(const Rectangle& part) const {
  std::optional<int64_t> found;
  for_each_run(part, [&](int64_t begin, int64_t end) {
    found = first_set(begin, end);
    return !found;
  });
  if (!found) return std::nullopt;
  return Cell{*found / columns_, *found % columns_};
}

void WrittenCells::take(const Rectangle& part) {
  for_each_run(part, [&](int64_t begin, int64_t end) {
    set(begin, end);
    return true;
  });
}

}  // namespace lineal
