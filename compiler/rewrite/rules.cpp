#include "compiler/rewrite/rules.h"

#include <cmath>

namespace lineal {
namespace {

bool same_shape(const ValueInfo& a, const ValueInfo& b) {
  return a.sized() && a.rows == b.rows && a.columns == b.columns;
}
bool same_xy(const Letters& known) {
  return same_shape(known.of('X'), known.of('Y'));
}
bool same_yz(const Letters& known) {
  return same_shape(known.of('Y'), known.of('Z'));
}
bool same_xyz(const Letters& known) {
  return same_xy(known) && same_yz(known);
}
bool real_x(const Letters& known) {
  return known.of('x').kind == ValueKind::kDouble;
}
bool whole_x(const Letters& known) {
  return known.of('x').kind == ValueKind::kInt;
}
bool logical_x(const Letters& known) {
  return known.of('x').kind == ValueKind::kBoolean;
}
bool one_cell(const Letters& known) {
  return known.of('X').rows == 1 && known.of('X').columns == 1;
}
bool one_row(const Letters& known) {
  return known.of('X').rows == 1;
}
bool square_x(const Letters& known) {
  return known.of('X').sized() && known.of('X').rows == known.of('X').columns && known.of('X').rows > 1;
}
double cells(double rows, double columns) {
  return rows * columns;
}
// x %*% y has more cells than both of its operands together.
bool product_grows(const Letters& known) {
  const ValueInfo& x = known.of('X');
  const ValueInfo& y = known.of('Y');
  if (!x.sized() || !y.sized() || x.columns != y.rows) return false;
  const auto rows = static_cast<double>(x.rows), depth = static_cast<double>(x.columns);
  const auto columns = static_cast<double>(y.columns);
  return cells(rows, columns) * depth > cells(rows, depth) + cells(depth, columns);
}
bool square_product(const Letters& known) {
  return product_grows(known) && known.of('X').rows == known.of('Y').columns;
}
// Scaling the product is less work than scaling its left operand.
bool scale_after_product(const Letters& known) {
  const ValueInfo& x = known.of('X');
  const ValueInfo& y = known.of('Y');
  return x.sized() && y.sized() && x.columns == y.rows && y.columns < x.columns;
}
bool product_fits_xy(const Letters& known) {
  return known.of('X').sized() && known.of('Y').sized();
}

// A comment after a rule says why it holds in every bit, or why not, where that is not plain.
constexpr Rule kRules[] = {
    // Operators that cancel. neg(neg(X)) is not among them: CSR does not keep the sign of a zero that it leaves out.
    {"transpose twice", "t(t(X))", "X", kFailsAlike},
    {"reverse twice", "rev(rev(X))", "X", kFailsAlike},
    {"negate number twice", "neg(neg(x))", "x", 0, real_x},
    {"transpose one cell", "t(X)", "X", kFailsAlike, one_cell},
    {"reverse one row", "rev(X)", "X", kFailsAlike, one_row},
    // Neutral operands. x + 0 is not among them: it makes 0 of -0.
    {"times one", "(X * 1)", "X", kFailsAlike},
    {"divided by one", "(X / 1)", "X", kFailsAlike},
    {"to the power of one", "(X ^ 1)", "X", kFailsAlike},
    {"minus zero", "(X - 0)", "X", kFailsAlike},
    {"number times one", "(x * 1)", "x", 0, real_x},
    {"number divided by one", "(x / 1)", "x", 0, real_x},
    {"number to the power of one", "(x ^ 1)", "x", 0, real_x},
    {"number minus zero", "(x - 0)", "x", 0, real_x},
    {"real as real", "as.double(x)", "x", kFailsAlike, real_x},
    {"whole as whole", "as.integer(x)", "x", kFailsAlike, whole_x},
    {"logical as logical", "as.logical(x)", "x", kFailsAlike, logical_x},
    {"matrix as matrix", "as.matrix(X)", "X", kFailsAlike},
    {"number as scalar", "as.scalar(x)", "x", kFailsAlike},
    // Negation.
    {"times minus one", "(X * -1)", "neg(X)", kFailsAlike},
    {"divided by minus one", "(X / -1)", "neg(X)", kFailsAlike},
    {"absolute of negated", "abs(neg(X))", "abs(X)", kFailsAlike},
    {"square of negated", "(neg(X) ^ 2)", "(X ^ 2)", kFailsAlike},
    {"is a negated cell not a number", "is.nan(neg(X))", "is.nan(X)", kFailsAlike},
    {"is a negated cell infinite", "is.infinite(neg(X))", "is.infinite(X)", kFailsAlike},
    {"is an absolute cell not a number", "is.nan(abs(X))", "is.nan(X)", kFailsAlike},
    // Done already.
    {"absolute twice", "abs(abs(X))", "abs(X)", kFailsAlike},
    {"absolute of power of e", "abs(exp(X))", "exp(X)", kFailsAlike},
    {"sign twice", "sign(sign(X))", "sign(X)", kFailsAlike},
    {"floor twice", "floor(floor(X))", "floor(X)", kFailsAlike},
    {"ceiling twice", "ceil(ceil(X))", "ceil(X)", kFailsAlike},
    {"floor of ceiling", "floor(ceil(X))", "ceil(X)", kFailsAlike},
    {"ceiling of floor", "ceil(floor(X))", "floor(X)", kFailsAlike},
    {"floor of rounded", "floor(round(X))", "round(X)", kFailsAlike},
    {"smaller of the same", "pmin(X, X)", "X", kFailsAlike},
    {"larger of the same", "pmax(X, X)", "X", kFailsAlike},
    // Comparisons. Not less is not at least: both are false for NaN.
    {"not equal", "!(X == Y)", "(X != Y)", kFailsAlike},
    {"not unequal", "!(X != Y)", "(X == Y)", kFailsAlike},
    {"not equal to number", "!(X == y)", "(X != y)", kFailsAlike},
    {"not unequal to number", "!(X != y)", "(X == y)", kFailsAlike},
    // Transposition around cell-wise operators.
    {"sum of transposed", "(t(X) + t(Y))", "t((X + Y))", kUnshared, same_xy},
    {"difference of transposed", "(t(X) - t(Y))", "t((X - Y))", kUnshared, same_xy},
    {"product of transposed cells", "(t(X) * t(Y))", "t((X * Y))", kUnshared, same_xy},
    {"quotient of transposed", "(t(X) / t(Y))", "t((X / Y))", kUnshared, same_xy},
    {"transposed scaled transposed", "t((t(X) * y))", "(X * y)", kFailsAlike},
    {"transposed negated transposed", "t(neg(t(X)))", "neg(X)", kFailsAlike},
    {"transposed absolute transposed", "t(abs(t(X)))", "abs(X)", kFailsAlike},
    {"transposed power of e of transposed", "t(exp(t(X)))", "exp(X)", kFailsAlike},
    // Sizes.
    {"rows of transposed", "nrow(t(X))", "ncol(X)", kFailsAlike},
    {"columns of transposed", "ncol(t(X))", "nrow(X)", kFailsAlike},
    {"length of transposed", "length(t(X))", "length(X)", kFailsAlike},
    {"rows of reversed", "nrow(rev(X))", "nrow(X)", kFailsAlike},
    {"trace of transposed", "trace(t(X))", "trace(X)", kFailsAlike, square_x},
    {"diagonal of transposed", "diag(t(X))", "diag(X)", 0, square_x},
    // Aggregates: cells are added in another order. Extremes of zeros may have another sign.
    {"sum of transposed matrix", "sum(t(X))", "sum(X)", kChangesRounding | kFailsAlike},
    {"mean of transposed", "mean(t(X))", "mean(X)", kChangesRounding | kFailsAlike},
    {"smallest of transposed", "min_cells(t(X))", "min_cells(X)", kChangesRounding | kFailsAlike},
    {"largest of transposed", "max_cells(t(X))", "max_cells(X)", kChangesRounding | kFailsAlike},
    {"sum of reversed", "sum(rev(X))", "sum(X)", kChangesRounding | kFailsAlike},
    {"sum of row sums", "sum(rowSums(X))", "sum(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"sum of column sums", "sum(colSums(X))", "sum(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"smallest of row minima", "min_cells(rowMins(X))", "min_cells(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"smallest of column minima", "min_cells(colMins(X))", "min_cells(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"largest of row maxima", "max_cells(rowMaxs(X))", "max_cells(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"largest of column maxima", "max_cells(colMaxs(X))", "max_cells(X)", kChangesRounding | kFailsAlike | kUnshared},
    {"row sums of transposed", "rowSums(t(X))", "t(colSums(X))", kChangesRounding | kFailsAlike},
    {"column sums of transposed", "colSums(t(X))", "t(rowSums(X))", kChangesRounding | kFailsAlike},
    {"row means of transposed", "rowMeans(t(X))", "t(colMeans(X))", kChangesRounding | kFailsAlike},
    {"column means of transposed", "colMeans(t(X))", "t(rowMeans(X))", kChangesRounding | kFailsAlike},
    {"row maxima of transposed", "rowMaxs(t(X))", "t(colMaxs(X))", kChangesRounding | kFailsAlike},
    {"column maxima of transposed", "colMaxs(t(X))", "t(rowMaxs(X))", kChangesRounding | kFailsAlike},
    {"row minima of transposed", "rowMins(t(X))", "t(colMins(X))", kChangesRounding | kFailsAlike},
    {"column minima of transposed", "colMins(t(X))", "t(rowMins(X))", kChangesRounding | kFailsAlike},
    {"sum of negated", "sum(neg(X))", "neg(sum(X))", kChangesRounding | kFailsAlike | kUnshared},
    {"sum of scaled", "sum((X * y))", "(y * sum(X))", kChangesRounding | kUnshared, nullptr},
    // Products.
    {"trace of product", "trace((X %*% Y))", "sum((X * t(Y)))", kChangesRounding | kFailsAlike | kUnshared,
     square_product},
    {"sum of product", "sum((X %*% Y))", "sum((t(colSums(X)) * rowSums(Y)))", kChangesRounding | kUnshared,
     product_grows},
    {"column sums of product", "colSums((X %*% Y))", "(colSums(X) %*% Y)", kChangesRounding | kUnshared, product_grows},
    {"row sums of product", "rowSums((X %*% Y))", "(X %*% rowSums(Y))", kChangesRounding | kUnshared, product_grows},
    {"product of sum, common left", "((X %*% Y) + (X %*% Z))", "(X %*% (Y + Z))", kChangesRounding | kUnshared,
     same_yz},
    {"product of sum, common right", "((Y %*% X) + (Z %*% X))", "((Y + Z) %*% X)", kChangesRounding | kUnshared,
     same_yz},
    {"product of difference, common left", "((X %*% Y) - (X %*% Z))", "(X %*% (Y - Z))", kChangesRounding | kUnshared,
     same_yz},
    {"product of difference, common right", "((Y %*% X) - (Z %*% X))", "((Y - Z) %*% X)", kChangesRounding | kUnshared,
     same_yz},
    {"scaled product", "((X * y) %*% Y)", "((X %*% Y) * y)", kChangesRounding | kUnshared, scale_after_product},
    {"transposed product with transposed left", "t((t(X) %*% Y))", "(t(Y) %*% X)", kChangesRounding | kUnshared,
     product_fits_xy},
    {"transposed product with transposed right", "t((X %*% t(Y)))", "(Y %*% t(X))", kChangesRounding | kUnshared,
     product_fits_xy},
    // Cell-wise distribution.
    {"common cell-wise factor", "((X * Y) + (X * Z))", "(X * (Y + Z))", kChangesRounding | kUnshared, same_xyz},
    {"common number", "((X * y) + (Y * y))", "((X + Y) * y)", kChangesRounding | kUnshared, same_xy},
    {"two numbers", "((X * y) * z)", "(X * (y * z))", kChangesRounding | kFailsAlike | kUnshared,
     [](const Letters& known) { return known.of('y').kind == ValueKind::kDouble; }},
    {"plus negated", "(X + neg(Y))", "(X - Y)", kChangesRounding | kUnshared, same_xy},
    {"minus negated", "(X - neg(Y))", "(X + Y)", kChangesRounding | kUnshared, same_xy},
    // Forms of the product: the kernels give the bits of the plain form.
    {"transposed times itself", "(t(X) %*% X)", "tsmm(X)", kPhysical | kFailsAlike},
    {"times itself transposed", "(X %*% t(X))", "tsmm_right(X)", kPhysical | kFailsAlike},
    {"transposed times", "(t(X) %*% Y)", "`t%*%`(X, Y)", kPhysical | kFailsAlike},
    {"times transposed", "(X %*% t(Y))", "`%*%t`(X, Y)", kPhysical | kFailsAlike},
};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

}  // namespace lineal
