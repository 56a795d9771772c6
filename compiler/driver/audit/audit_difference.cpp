#include "compiler/driver/audit/audit_difference.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <span>

namespace lineal {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

// The largest of distance(x, y) over pairs of cells; infinite for values that have no such pairs.
double over_cells(const Value& a, const Value& b, const std::function<double(double, double)>& distance) {
  const auto checked = [&](double x, double y) {
    if (x == y || (std::isnan(x) && std::isnan(y))) return 0.0;
    const double found = distance(x, y);
    return std::isnan(found) ? kFar : found;
  };
  if (a.is_number() && b.is_number()) return checked(a.number(), b.number());
  if (a.is_string() && b.is_string()) return a.text() == b.text() ? 0 : kFar;
  if (!a.is_matrix() || !b.is_matrix()) return kFar;
  const Pin x_cells(a.as_matrix());
  const Pin y_cells(b.as_matrix());
  const MatrixBlock &x = *x_cells, &y = *y_cells;
  if (x.rows() != y.rows() || x.columns() != y.columns()) return kFar;
  double largest = 0;
  const auto visit = [&](int64_t r, int64_t c) { largest = std::max(largest, checked(x.at(r, c), y.at(r, c))); };
  if (!x.is_sparse() || !y.is_sparse()) {
    for (int64_t r = 0; r < x.rows(); ++r) {
      for (int64_t c = 0; c < x.columns(); ++c)
        visit(r, c);
    }
    return largest;
  }
  // Only where one has an entry; an empty matrix may have more cells than anyone can look at.
  for (const MatrixBlock* one : {&x, &y}) {
    if (one->entries().offsets.empty()) continue;
    for (int64_t r = 0; r < one->rows(); ++r) {
      for (const int64_t c : one->row_columns(r))
        visit(r, c);
    }
  }
  return largest;
}

}  // namespace

double largest_difference(const Value& a, const Value& b) {
  return over_cells(a, b, [](double x, double y) {
    return std::fabs(x - y) / std::max({1.0, std::fabs(x), std::fabs(y)});
  });
}

}  // namespace lineal
