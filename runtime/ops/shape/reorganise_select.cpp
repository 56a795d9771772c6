// Operators that choose cells by value or place.
#include "runtime/ops/shape/reorganise_select.h"

#include <algorithm>
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/frames/frame_replace.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

enum class Margin : uint8_t { kRows, kColumns };

Margin margin_of(const std::string& text) {
  if (text == "rows") return Margin::kRows;
  if (text == "cols") return Margin::kColumns;
  throw Error(ErrorKind::kRuntime, cat("removeEmpty: margin must be \"rows\" or \"cols\": \"", text, "\""));
}

/// The positions of the cells of a selection vector that are not zero.
std::vector<int64_t> selected(const MatrixBlock& select, int64_t size, std::string_view what) {
  if ((select.rows() != 1 && select.columns() != 1) || select.cells() != size) {
    throw Error(ErrorKind::kRuntime, cat("removeEmpty: select must be a vector with one cell for each of the ", size,
                                         " ", what, ": ", select.rows(), "x", select.columns()));
  }
  std::vector<int64_t> kept;
  for (int64_t i = 0; i < size; ++i) {
    if ((select.columns() == 1 ? select.at(i, 0) : select.at(0, i)) != 0) kept.push_back(i);
  }
  return kept;
}

std::vector<int64_t> filled_rows(const MatrixBlock& matrix) {
  std::vector<int64_t> kept;
  if (matrix.is_sparse() && matrix.entries().values.empty()) return kept;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const std::span<const double> cells =
        matrix.is_sparse() ? matrix.row_values(r)
                           : std::span<const double>(matrix.row(r), static_cast<size_t>(matrix.columns()));
    if (std::any_of(cells.begin(), cells.end(), [](double x) { return x != 0; })) kept.push_back(r);
  }
  return kept;
}

std::vector<int64_t> filled_columns(const MatrixBlock& matrix) {
  std::vector<int64_t> kept;
  if (matrix.is_sparse()) {
    const SparseRows& entries = matrix.entries();
    for (size_t k = 0; k < entries.values.size(); ++k) {
      if (entries.values[k] != 0) kept.push_back(entries.columns[k]);
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    return kept;
  }
  std::vector<char> filled(static_cast<size_t>(matrix.columns()));
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const double* row = matrix.row(r);
    for (size_t c = 0; c < filled.size(); ++c)
      filled[c] = static_cast<char>(filled[c] | (row[c] != 0));
  }
  for (size_t c = 0; c < filled.size(); ++c) {
    if (filled[c]) kept.push_back(static_cast<int64_t>(c));
  }
  return kept;
}

void remove_empty_frame(KernelCall& call, Margin margin) {
  const Frame& frame = call.in[0].as_frame();
  const bool by_rows = margin == Margin::kRows;
  std::vector<int64_t> kept;
  if (call.in[2].is_matrix()) {
    kept = selected(call.matrix(2), by_rows ? frame.rows() : frame.columns(), by_rows ? "rows" : "columns");
  } else {
    std::string scratch;
    const auto is_filled = [&](int64_t r, int64_t c) {
      const ColumnCells& cells = *frame.column(c).cells;
      return !cells.is_missing(r) && !cells.text(r, scratch).empty();
    };
    for (int64_t i = 0; i < (by_rows ? frame.rows() : frame.columns()); ++i) {
      bool filled = false;
      for (int64_t k = 0; k < (by_rows ? frame.columns() : frame.rows()) && !filled; ++k)
        filled = by_rows ? is_filled(i, k) : is_filled(k, i);
      if (filled) kept.push_back(i);
    }
  }
  call.out[0] = Value::frame(by_rows ? gather_rows(frame, kept) : gather_columns(frame, kept));
}

void remove_empty(KernelCall& call) {
  const Margin margin = margin_of(call.in[1].text());
  if (call.in[0].is_frame()) return remove_empty_frame(call, margin);
  const MatrixBlock& matrix = call.matrix(0);
  const bool by_rows = margin == Margin::kRows;
  const int64_t size = by_rows ? matrix.rows() : matrix.columns();
  const std::vector<int64_t> kept = call.in[2].is_matrix()
                                        ? selected(call.matrix(2), size, by_rows ? "rows" : "columns")
                                    : by_rows ? filled_rows(matrix)
                                              : filled_columns(matrix);
  if (kept.empty()) {
    const int64_t rest = call.flag(3) ? 1 : 0;
    call.out[0] =
        Value::matrix(by_rows ? NewMatrix::zero(rest, matrix.columns()) : NewMatrix::zero(matrix.rows(), rest));
  } else if (static_cast<int64_t>(kept.size()) == size) {
    call.out[0] = call.in[0];
  } else {
    call.out[0] = Value::matrix(by_rows ? gather_rows(matrix, kept, call.context.pool)
                                        : gather_columns(matrix, kept, call.context.pool));
  }
}

bool matches(double cell, double pattern) {
  return cell == pattern || (cell != cell && pattern != pattern);
}

void replace(KernelCall& call) {
  if (call.in[0].is_frame()) {
    call.out[0] = replace_in_frame(call.in[0].as_frame(), call.in[1], call.in[2]);
    return;
  }
  if (call.in[1].is_string() || call.in[2].is_string()) {
    throw Error(ErrorKind::kRuntime, cat("replace: pattern and replacement must be numbers for a matrix: ",
                                         describe(call.in[1]), " and ", describe(call.in[2])));
  }
  const double pattern = call.number(1);
  const double replacement = call.number(2);
  const MatrixBlock& matrix = call.matrix(0);
  if (matrix.is_sparse() && pattern != 0) {
    RowBuilder result(matrix.rows(), matrix.columns());
    if (matrix.entries().values.empty()) {
      call.out[0] = call.in[0];
      return;
    }
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      const std::span<const double> values = matrix.row_values(r);
      for (size_t k = 0; k < values.size(); ++k)
        result.add(matrix.row_columns(r)[k], matches(values[k], pattern) ? replacement : values[k]);
      result.end_row();
    }
    call.out[0] = Value::matrix(result.finish());
    return;
  }
  NewMatrix result = dense_copy(matrix);
  double* cells = result->data();
  const int64_t count = result->cells();
  if (pattern != pattern) {
    for (int64_t i = 0; i < count; ++i)
      cells[i] = cells[i] != cells[i] ? replacement : cells[i];
  } else {
    for (int64_t i = 0; i < count; ++i)
      cells[i] = cells[i] == pattern ? replacement : cells[i];
  }
  call.out[0] = Value::matrix(std::move(result));
}

bool all_zero(const MatrixBlock& matrix) {
  return matrix.count_nonzeros() == 0;
}

enum class Triangle : uint8_t { kLower, kUpper };

template <Triangle triangle>
void triangle_of(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  const int64_t diagonal = call.flag(1) ? 1 : 0;
  const bool values = call.flag(2);
  // Like SystemDS, a matrix of zeros has no triangle, not even one of ones.
  if (all_zero(matrix)) {
    call.out[0] = Value::matrix(NewMatrix::zero(matrix.rows(), matrix.columns()));
    return;
  }
  NewMatrix result = NewMatrix::filled(matrix.rows(), matrix.columns(), 0);
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const int64_t begin = triangle == Triangle::kLower ? 0 : r + 1 - diagonal;
    const int64_t end = triangle == Triangle::kLower ? std::min(matrix.columns(), r + diagonal) : matrix.columns();
    for (int64_t c = begin; c < end; ++c)
      result->row(r)[c] = values ? matrix.row(r)[c] : 1;
  }
  call.out[0] = Value::matrix(std::move(result));
}

void outer(KernelCall& call) {
  const MatrixBlock& u = call.matrix(0);
  const MatrixBlock& v = call.matrix(1);
  if (u.columns() != 1 || v.rows() != 1) {
    throw Error(ErrorKind::kRuntime, cat("outer: needs a column vector and a row vector: ", u.rows(), "x", u.columns(),
                                         " and ", v.rows(), "x", v.columns()));
  }
  std::string_view name = call.in[2].text();
  if (name == "&&") name = "&";
  if (name == "||") name = "|";
  for (const OpDef* op : operators().overloads(name)) {
    if (!op->is(kCellwise) || op->params.size() != 2) continue;
    KernelCall inner{*op, call.in.subspan(0, 2), call.out, call.context};
    pick_kernel(*op, Forms::kDense)->run(inner);
    return;
  }
  throw Error(ErrorKind::kRuntime, cat("outer: not a cell-wise operator of two operands: \"", name, "\""));
}

void infer_remove_empty(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  // The margin is text, whose value is not known here: either dimension may shrink.
  out[0] = {.kind = in[0].kind};
}

void infer_replace(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = {.kind = in[0].kind, .rows = in[0].rows, .columns = in[0].columns};
  if (in[1].number && *in[1].number != 0) out[0].nonzeros = in[0].nonzeros;
}

void infer_outer(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].rows, in[1].columns);
}

void add_triangle(OpRegistry& registry, std::string_view name, KernelFunction kernel, std::string_view help) {
  registry.add({.name = name,
                .call = name,
                .params = {{"target", kMatrix}, {"diag", kNumber, false}, {"values", kNumber, false}},
                .style = CallStyle::kNamed,
                .traits = kDeterministic | kReusable,
                .fails = Fails::kNever,
                .infer = infer::same_shape,
                .kernels = {dense_only(kernel)},
                .law_cases = {"7x5, _, _", "6x6, TRUE, TRUE", "70x40, FALSE, TRUE"},
                .help = help});
}

}  // namespace

void register_selections(OpRegistry& registry) {
  registry.add({.name = "removeEmpty",
                .call = "removeEmpty",
                .params = {{"target", kMatrix | kFrame},
                           {"margin", kText},
                           {"select", kMatrix | kNumber, false},
                           {"empty.return", kNumber, true}},
                .style = CallStyle::kNamed,
                .outputs = {kMatrix | kFrame},
                .traits = kDeterministic | kReusable,
                .infer = infer_remove_empty,
                .kernels = {any_form(remove_empty)},
                .law_cases = {"40x1, 'rows', _, _", "1x40, 'cols', _, _", "300x20, 'rows', 300x1 flags, _",
                              "7x5 frame, 'rows', 7x1 flags, _"},
                .help = "Drops rows or columns of zeros, or keeps those that a vector selects."});
  registry.add({.name = "replace",
                .call = "replace",
                .params = {{"target", kMatrix | kFrame}, {"pattern", kScalar}, {"replacement", kScalar}},
                .style = CallStyle::kNamed,
                .outputs = {kMatrix | kFrame},
                .traits = kDeterministic | kReusable,
                .infer = infer_replace,
                .kernels = {any_form(replace)},
                .law_cases = {"7x5, 0, 2.5", "300x200, 0, 1", "7x5 flags, 1, 0", "7x5, nan, 2"},
                .help = "Replaces every cell that equals a pattern; NaN equals NaN."});
  add_triangle(registry, "lower.tri", triangle_of<Triangle::kLower>,
               "Ones, or the cells, below the diagonal and zeros elsewhere.");
  add_triangle(registry, "upper.tri", triangle_of<Triangle::kUpper>,
               "Ones, or the cells, above the diagonal and zeros elsewhere.");
  registry.add({.name = "outer",
                .call = "outer",
                .params = {{"u", kMatrix}, {"v", kMatrix}, {"op", kText}},
                .traits = kDeterministic | kReusable,
                .infer = infer_outer,
                .kernels = {dense_only(outer)},
                .law_cases = {"7x1, 1x5, '*'", "300x1, 1x200, '+'", "7x1, 1x5, '&&'"},
                .help = "A cell-wise operator between each cell of a column and each cell of a row."});
}

}  // namespace lineal
