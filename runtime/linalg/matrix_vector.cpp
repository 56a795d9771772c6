#include "runtime/linalg/matrix_vector.h"

#include <algorithm>
#include <vector>

#include "runtime/kernels/product.h"

namespace lineal::linalg {
namespace {

using kernels::kBlockTerms;
using kernels::kPanelBlocks;
using kernels::kPanelTerms;
using kernels::product_kernels;
using kernels::Store;

constexpr int64_t kGroup = 8;      // rows that go through a long depth together
constexpr int64_t kStripe = 2048;  // columns whose chains fit the first-level cache
constexpr int64_t kSingleCells = 32768;

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// Adds panels' sums, panels x count, in order.
void add_panels(int64_t panels, int64_t count, const double* sums, double* out) {
  for (int64_t p = 0; p < panels; ++p)
    product_kernels().store_sums(count, sums + p * count, p == 0 ? Store::kSet : Store::kAdd, out);
}

/// The sum of one panel of one row: blocks side by side, since a single chain waits for itself.
double dot_panel(int64_t depth, const double* x, const double* v) {
  double sums[kPanelBlocks];
  const int64_t whole = depth / kBlockTerms;
  const int64_t rest = depth - whole * kBlockTerms;
  product_kernels().dot_blocks(whole, x, v, sums);
  const int64_t done = whole * kBlockTerms;
  if (rest != 0) product_kernels().dot_rows(1, rest, x + done, 0, v + done, sums + whole);
  double sum = 0;
  for (int64_t b = 0; b < whole + (rest != 0 ? 1 : 0); ++b)
    sum += sums[b];
  return kernels::canonical(sum);
}

/// out[r] = the panel's sum of row r. Rows that do not fill a vector go one by one, with their blocks side by side.
void rows_panel(int64_t rows, int64_t depth, const double* x, int64_t stride, const double* v, double* out) {
  const int64_t together = depth > kBlockTerms ? rows / 4 * 4 : rows;
  product_kernels().dot_rows(together, depth, x, stride, v, out);
  for (int64_t r = together; r < rows; ++r)
    out[r] = dot_panel(depth, x + r * stride, v);
}

void rows_group(int64_t rows, int64_t columns, const double* x, const double* v, double* out) {
  rows_panel(rows, std::min(columns, kPanelTerms), x, columns, v, out);
  double sums[kGroup];
  for (int64_t k = kPanelTerms; k < columns; k += kPanelTerms) {
    rows_panel(rows, std::min(columns - k, kPanelTerms), x + k, columns, v + k, sums);
    product_kernels().store_sums(rows, sums, Store::kAdd, out);
  }
}

}  // namespace

void multiply_rows(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out) {
  const int64_t panels = parts_of(columns, kPanelTerms);
  const auto run = [&](int64_t begin, int64_t end) {
    if (columns <= kBlockTerms) return rows_panel(end - begin, columns, x + begin * columns, columns, v, out + begin);
    for (int64_t r = begin; r < end; r += kGroup)
      rows_group(std::min(kGroup, end - r), columns, x + r * columns, v, out + r);
  };
  if (pool.threads() == 1 || rows * columns <= kSingleCells) return run(0, rows);
  if (rows <= 8 * kGroup && panels > 1) {  // few long rows: panels are the parallel parts
    std::vector<double> sums(static_cast<size_t>(panels * rows));
    pool.for_each(panels, [&](int64_t p) {
      const int64_t k = p * kPanelTerms;
      rows_panel(rows, std::min(kPanelTerms, columns - k), x + k, columns, v + k, sums.data() + p * rows);
    });
    return add_panels(panels, rows, sums.data(), out);
  }
  // Long parts: at the begin of each the processor has to find out anew what to fetch.
  const int64_t least = std::max<int64_t>(1, kSingleCells / columns / kGroup) * kGroup;
  const int64_t part = std::max(least, parts_of(rows, int64_t{8} * pool.threads()) / kGroup * kGroup);
  pool.for_each(parts_of(rows, part), [&](int64_t p) { run(p * part, std::min(rows, (p + 1) * part)); });
}

void multiply_columns(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out) {
  if (columns == 1) return multiply_rows(pool, 1, rows, x, v, out);
  const int64_t panels = parts_of(rows, kPanelTerms);
  const int64_t wanted = rows * columns <= kSingleCells ? 1 : 4 * pool.threads();
  const int64_t width =
      std::clamp<int64_t>(parts_of(parts_of(columns, parts_of(wanted, panels)), 64) * 64, 256, kStripe);
  const int64_t stripes = parts_of(columns, width);
  std::vector<double> sums(panels == 1 ? 0 : static_cast<size_t>(panels * columns));
  double* const target = panels == 1 ? out : sums.data();
  const auto run = [&](int64_t part) {
    alignas(64) double chains[kStripe];
    const int64_t panel = part / stripes;
    const int64_t column = part % stripes * width;
    const int64_t count = std::min(width, columns - column);
    const int64_t end = std::min(rows, (panel + 1) * kPanelTerms);
    for (int64_t k = panel * kPanelTerms; k < end; k += kBlockTerms) {
      std::fill_n(chains, count, 0.0);
      product_kernels().extend_chains(count, std::min(kBlockTerms, end - k), x + k * columns + column, columns, v + k,
                                      chains);
      product_kernels().store_sums(count, chains, k % kPanelTerms == 0 ? Store::kSet : Store::kAdd,
                                   target + panel * columns + column);
    }
  };
  if (panels * stripes == 1) {
    run(0);
  } else {
    pool.for_each(panels * stripes, run);
  }
  if (panels > 1) add_panels(panels, columns, sums.data(), out);
}

}  // namespace lineal::linalg
