#include "runtime/linalg/sparse_products.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "runtime/kernels/product.h"

namespace lineal::linalg {
namespace {

using kernels::canonical;
using kernels::CompressedRows;
using kernels::kBlockTerms;
using kernels::kPanelTerms;
using kernels::product_kernels;
using kernels::SparseCell;

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

CompressedRows rows_of(const SparseView& a, int64_t begin, int64_t end) {
  return {end - begin, a.offsets + begin, a.indices, a.values};
}

/// Bounds of parts with about as many entries and rows each; at most `wanted` parts.
std::vector<int64_t> cut_rows(const SparseView& a, int64_t wanted) {
  const int64_t work = a.offsets[a.rows] + a.rows;
  std::vector<int64_t> bounds = {0};
  for (int64_t row = 1; row <= a.rows; ++row) {
    const auto part = static_cast<int64_t>(bounds.size());
    if (row == a.rows || a.offsets[row] + row >= work / wanted * part) bounds.push_back(row);
  }
  return bounds;
}

/// Runs body(begin, end) for parts of the rows, in parallel where each term is met by `columns` cells' work.
template <class Body>
void in_row_parts(ThreadPool& pool, const SparseView& a, int64_t columns, const Body& body) {
  constexpr int64_t kSmall = 16384;
  if (pool.threads() == 1 || (a.offsets[a.rows] + a.rows) * columns <= kSmall) return body(0, a.rows);
  const std::vector<int64_t> bounds = cut_rows(a, int64_t{8} * pool.threads());
  pool.for_each(static_cast<int64_t>(bounds.size()) - 1,
                [&](int64_t part) { body(bounds[static_cast<size_t>(part)], bounds[static_cast<size_t>(part) + 1]); });
}

/// Adds `from` to `to` and clears it, in the columns of the entries of rows [begin, end); a second visit adds +0 to a
/// sum, which changes nothing, since no such sum is -0.
void flush(const SparseView& a, int64_t begin, int64_t end, double* from, double* to) {
  const auto one = [&](int64_t j) {
    to[j] += from[j];
    from[j] = 0;
  };
  if (a.offsets[end] - a.offsets[begin] < a.columns / 4) {
    for (int64_t e = a.offsets[begin]; e < a.offsets[end]; ++e)
      one(a.indices[e]);
    return;
  }
  for (int64_t j = 0; j < a.columns; ++j)
    one(j);
}

/// c = t(A) v without transposing A.
void scatter_rows(const SparseView& a, const double* v, double* c) {
  const auto columns = static_cast<size_t>(a.columns);
  std::vector<double> sums(columns);
  std::vector<double> panel(columns);
  std::fill_n(c, columns, 0.0);
  for (int64_t first = 0; first < a.rows; first += kPanelTerms) {
    const int64_t panel_end = std::min(a.rows, first + kPanelTerms);
    for (int64_t row = first; row < panel_end; row += kBlockTerms) {
      const int64_t end = std::min(panel_end, row + kBlockTerms);
      product_kernels().scatter(rows_of(a, row, end), v + row, sums.data());
      flush(a, row, end, sums.data(), panel.data());
    }
    flush(a, first, panel_end, panel.data(), c);
  }
  std::transform(c, c + columns, c, canonical);
}

/// Rows of A B with cells that are not 0, columns ascending.
class RowProducts {
 public:
  RowProducts(const SparseView& a, const SparseView& b)
      : a_(rows_of(a, 0, a.rows)),
        b_(rows_of(b, 0, b.rows)),
        cells_(static_cast<size_t>(b.columns)),
        touched_(static_cast<size_t>(b.columns)),
        stamps_(b.rows / kBlockTerms + 1) {}

  /// Appends the row; returns its number of entries.
  int64_t append(int64_t row, SparseArrays& out) {
    stamp_ += stamps_;
    const int64_t count = product_kernels().sparse_row(a_, row, b_, stamp_, cells_.data(), touched_.data());
    const size_t before = out.indices.size();
    const auto columns = static_cast<int64_t>(cells_.size());
    if (count > columns / 16) {
      for (int64_t j = 0; j < columns; ++j) {
        if (cells_[static_cast<size_t>(j)].stamp >= stamp_) append_cell(j, out);
      }
    } else {
      std::sort(touched_.begin(), touched_.begin() + count);
      for (int64_t t = 0; t < count; ++t)
        append_cell(touched_[static_cast<size_t>(t)], out);
    }
    return static_cast<int64_t>(out.indices.size() - before);
  }

 private:
  void append_cell(int64_t column, SparseArrays& out) const {
    const double total = cells_[static_cast<size_t>(column)].total;
    if (total == 0) return;  // cancelled
    out.indices.push_back(column);
    out.values.push_back(total);
  }

  CompressedRows a_;
  CompressedRows b_;
  std::vector<SparseCell> cells_;
  std::vector<int64_t> touched_;
  int64_t stamps_;
  int64_t stamp_ = 0;
};

/// Rows of the dense left operand that are packed side by side, so that an entry of the right one meets them all.
int64_t strip_rows(int64_t rows, int64_t depth, int threads) {
  constexpr int64_t kPackedCells = int64_t{1} << 20;
  const int64_t most = std::min<int64_t>(32, kPackedCells / std::max<int64_t>(1, depth));
  return std::clamp<int64_t>(parts_of(rows, int64_t{8} * threads) * 8, 8, std::max<int64_t>(8, most / 8 * 8));
}

/// `rows` rows of A t(B).
void multiply_strip(int64_t rows, const double* a, const SparseView& b, int64_t width, double* c, int64_t c_stride) {
  constexpr int64_t kTogether = 64;
  const int64_t depth = b.columns;
  const std::unique_ptr<double[]> packed(new double[static_cast<size_t>(width * depth)]);
  product_kernels().pack_chains({rows, depth, a, depth}, width, packed.get());
  double cells[kTogether * 32];
  for (int64_t j = 0; j < b.rows; j += kTogether) {
    const int64_t end = std::min(b.rows, j + kTogether);
    product_kernels().sparse_dense(rows_of(b, j, end), packed.get(), width, rows, cells, width);
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t i = j; i < end; ++i)
        c[r * c_stride + i] = cells[(i - j) * width + r];
    }
  }
}

}  // namespace

SparseArrays transpose_sparse(const SparseView& a) {
  const int64_t count = a.offsets[a.rows];
  SparseArrays out;
  out.offsets.assign(static_cast<size_t>(a.columns + 1), 0);
  out.indices.resize(static_cast<size_t>(count));
  out.values.resize(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    ++out.offsets[static_cast<size_t>(a.indices[i] + 1)];
  for (size_t c = 1; c < out.offsets.size(); ++c)
    out.offsets[c] += out.offsets[c - 1];
  std::vector<int64_t> next(out.offsets.begin(), out.offsets.end() - 1);
  for (int64_t r = 0; r < a.rows; ++r) {
    for (int64_t i = a.offsets[r]; i < a.offsets[r + 1]; ++i) {
      const size_t to = static_cast<size_t>(next[static_cast<size_t>(a.indices[i])]++);
      out.indices[to] = r;
      out.values[to] = a.values[i];
    }
  }
  return out;
}

void multiply_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b, double* c) {
  in_row_parts(pool, a, columns, [&](int64_t begin, int64_t end) {
    product_kernels().sparse_dense(rows_of(a, begin, end), b, columns, columns, c + begin * columns, columns);
  });
}

void multiply_transposed_sparse_dense(ThreadPool& pool, const SparseView& a, int64_t columns, const double* b,
                                      double* c) {
  if (columns == 1) return scatter_rows(a, b, c);
  const SparseArrays transposed = transpose_sparse(a);
  multiply_sparse_dense(pool, transposed.view(a.columns, a.rows), columns, b, c);
}

void multiply_dense_sparse(ThreadPool& pool, int64_t rows, const double* a, const SparseView& b, double* c) {
  if (rows == 1) return scatter_rows(b, a, c);
  const SparseArrays transposed = transpose_sparse(b);
  const SparseView right = transposed.view(b.columns, b.rows);
  const int64_t strip = strip_rows(rows, b.rows, pool.threads());
  pool.for_each(parts_of(rows, strip), [&](int64_t part) {
    const int64_t row = part * strip;
    multiply_strip(std::min(strip, rows - row), a + row * b.rows, right, strip, c + row * b.columns, b.columns);
  });
}

SparseArrays multiply_sparse(ThreadPool& pool, const SparseView& a, const SparseView& b) {
  const std::vector<int64_t> bounds = cut_rows(a, pool.threads() == 1 ? 1 : int64_t{4} * pool.threads());
  const auto count = static_cast<int64_t>(bounds.size()) - 1;
  std::vector<SparseArrays> parts(static_cast<size_t>(count));  // whose `offsets` are numbers of entries, row by row
  pool.for_each(count, [&](int64_t p) {
    SparseArrays& part = parts[static_cast<size_t>(p)];
    RowProducts products(a, b);
    for (int64_t row = bounds[static_cast<size_t>(p)]; row < bounds[static_cast<size_t>(p) + 1]; ++row)
      part.offsets.push_back(products.append(row, part));
  });
  SparseArrays out;
  out.offsets.reserve(static_cast<size_t>(a.rows + 1));
  out.offsets.push_back(0);
  for (const SparseArrays& part : parts) {
    for (const int64_t entries : part.offsets)
      out.offsets.push_back(out.offsets.back() + entries);
    out.indices.insert(out.indices.end(), part.indices.begin(), part.indices.end());
    out.values.insert(out.values.end(), part.values.begin(), part.values.end());
  }
  return out;
}

bool all_finite(const double* cells, int64_t count) {
  constexpr uint64_t kExponent = 0x7ff0000000000000;
  bool finite = true;
  for (int64_t i = 0; i < count; ++i)
    finite &= (__builtin_bit_cast(uint64_t, cells[i]) & kExponent) != kExponent;
  return finite;
}

void mark_undefined(const SparseView& a, int64_t columns, const double* b, double* c) {
  std::vector<std::vector<int64_t>> in_row(static_cast<size_t>(a.columns));  // columns of B's cells that are not finite
  std::vector<int64_t> in_column(static_cast<size_t>(columns), 0);           // how many there are
  for (int64_t k = 0; k < a.columns; ++k) {
    for (int64_t j = 0; j < columns; ++j) {
      if (std::isfinite(b[k * columns + j])) continue;
      in_row[static_cast<size_t>(k)].push_back(j);
      ++in_column[static_cast<size_t>(j)];
    }
  }
  std::vector<int64_t> met(in_column.size());
  for (int64_t r = 0; r < a.rows; ++r) {
    std::fill(met.begin(), met.end(), 0);
    for (int64_t i = a.offsets[r]; i < a.offsets[r + 1]; ++i) {
      for (const int64_t j : in_row[static_cast<size_t>(a.indices[i])])
        ++met[static_cast<size_t>(j)];
    }
    for (size_t j = 0; j < met.size(); ++j) {
      if (met[j] < in_column[j]) c[r * columns + static_cast<int64_t>(j)] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

void mark_undefined(int64_t rows, const double* a, const SparseView& b, double* c) {
  std::vector<int64_t> met(static_cast<size_t>(b.columns));
  for (int64_t r = 0; r < rows; ++r) {
    std::fill(met.begin(), met.end(), 0);
    int64_t in_row = 0;
    for (int64_t k = 0; k < b.rows; ++k) {
      if (std::isfinite(a[r * b.rows + k])) continue;
      ++in_row;
      for (int64_t i = b.offsets[k]; i < b.offsets[k + 1]; ++i)
        ++met[static_cast<size_t>(b.indices[i])];
    }
    for (size_t j = 0; in_row > 0 && j < met.size(); ++j) {
      if (met[j] < in_row) c[r * b.columns + static_cast<int64_t>(j)] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

}  // namespace lineal::linalg
