// Solving, inverting and factorising matrices.
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/linalg/decompositions.h"
#include "runtime/ops/declare/cost.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

[[noreturn]] void fail(std::string_view op, std::string_view what, const MatrixBlock& a, std::string_view more = {}) {
  throw Error(ErrorKind::kRuntime, cat(op, ": ", what, ": ", a.rows(), "x", a.columns(), more));
}

void check_square(const KernelCall& call) {
  const MatrixBlock& a = call.matrix(0);
  if (a.rows() != a.columns()) fail(call.op.call, "matrix is not square", a);
}

void check_regular(const KernelCall& call, linalg::Outcome outcome) {
  if (outcome.ok()) return;
  fail(call.op.call, "matrix is singular", call.matrix(0), cat(", pivot ", outcome.failed_at, " is zero"));
}

void solve(KernelCall& call) {
  const MatrixBlock& a = call.matrix(0);
  const MatrixBlock& b = call.matrix(1);
  if (a.rows() != b.rows()) {
    throw Error(ErrorKind::kRuntime, cat("solve: numbers of rows differ: ", a.rows(), "x", a.columns(), " and ",
                                         b.rows(), "x", b.columns()));
  }
  if (a.rows() < a.columns()) fail("solve", "fewer equations than unknowns", a);
  NewMatrix x = NewMatrix::dense(a.columns(), b.columns());
  if (a.rows() == a.columns()) {
    check_regular(call, linalg::solve_square(call.context.pool, a.rows(), b.columns(), a.data(), b.data(), x->data()));
  } else if (!linalg::solve_least_squares(a.rows(), a.columns(), b.columns(), a.data(), b.data(), x->data()).ok()) {
    fail("solve", "columns are linearly dependent", a);
  }
  call.out[0] = Value::matrix(std::move(x));
}

void inverse(KernelCall& call) {
  check_square(call);
  const MatrixBlock& a = call.matrix(0);
  NewMatrix result = NewMatrix::dense(a.rows(), a.rows());
  check_regular(call, linalg::invert(call.context.pool, a.rows(), a.data(), result->data()));
  call.out[0] = Value::matrix(std::move(result));
}

void determinant(KernelCall& call) {
  check_square(call);
  call.out[0] = Value::real(linalg::determinant(call.context.pool, call.matrix(0).rows(), call.matrix(0).data()) +
                            0.0);  // never -0.0
}

void cholesky(KernelCall& call) {
  constexpr double kAsymmetry = 1e-6;
  check_square(call);
  const MatrixBlock& a = call.matrix(0);
  if (!linalg::is_symmetric(a.rows(), a.data(), kAsymmetry)) fail("cholesky", "matrix is not symmetric", a);
  NewMatrix lower = NewMatrix::dense(a.rows(), a.rows());
  const linalg::Outcome outcome = linalg::cholesky(call.context.pool, a.rows(), a.data(), lower->data());
  if (!outcome.ok()) {
    fail("cholesky", "matrix is not positive definite", a, cat(", leading minor ", outcome.failed_at));
  }
  call.out[0] = Value::matrix(std::move(lower));
}

void eigen(KernelCall& call) {
  check_square(call);
  const MatrixBlock& a = call.matrix(0);
  NewMatrix values = NewMatrix::dense(a.rows(), 1);
  NewMatrix vectors = NewMatrix::dense(a.rows(), a.rows());
  if (!linalg::eigen(a.rows(), a.data(), values->data(), vectors->data()).ok()) {
    fail("eigen", "no convergence or a cell is not finite", a);
  }
  call.out[0] = Value::matrix(std::move(values));
  call.out[1] = Value::matrix(std::move(vectors));
}

void singular_values(KernelCall& call) {
  const MatrixBlock& a = call.matrix(0);
  const int64_t count = std::min(a.rows(), a.columns());
  NewMatrix u = NewMatrix::dense(a.rows(), count);
  NewMatrix diagonal = NewMatrix::filled(count, count, 0);
  NewMatrix v = NewMatrix::dense(a.columns(), count);
  std::vector<double> singular(static_cast<size_t>(count));
  if (!linalg::singular_values(a.rows(), a.columns(), a.data(), u->data(), singular.data(), v->data()).ok()) {
    fail("svd", "no convergence or a cell is not finite", a);
  }
  for (int64_t i = 0; i < count; ++i)
    diagonal->row(i)[i] = singular[static_cast<size_t>(i)];
  call.out[0] = Value::matrix(std::move(u));
  call.out[1] = Value::matrix(std::move(diagonal));
  call.out[2] = Value::matrix(std::move(v));
}

void lu(KernelCall& call) {
  check_square(call);
  const MatrixBlock& a = call.matrix(0);
  NewMatrix p = NewMatrix::dense(a.rows(), a.rows());
  NewMatrix lower = NewMatrix::dense(a.rows(), a.rows());
  NewMatrix upper = NewMatrix::dense(a.rows(), a.rows());
  check_regular(call, linalg::lu(call.context.pool, a.rows(), a.data(), p->data(), lower->data(), upper->data()));
  call.out[0] = Value::matrix(std::move(p));
  call.out[1] = Value::matrix(std::move(lower));
  call.out[2] = Value::matrix(std::move(upper));
}

void qr(KernelCall& call) {
  const MatrixBlock& a = call.matrix(0);
  NewMatrix h = NewMatrix::dense(a.rows(), a.columns());
  NewMatrix r = NewMatrix::dense(a.rows(), a.columns());
  linalg::qr(a.rows(), a.columns(), a.data(), h->data(), r->data());
  call.out[0] = Value::matrix(std::move(h));
  call.out[1] = Value::matrix(std::move(r));
}

void infer_solve(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].columns, in[1].columns);
}

void infer_eigen(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].rows, 1);
  out[1] = ValueInfo::matrix(in[0].rows, in[0].rows);
}

void infer_svd(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const int64_t count = in[0].sized() ? std::min(in[0].rows, in[0].columns) : -1;
  out[0] = ValueInfo::matrix(in[0].rows, count);
  out[1] = ValueInfo::matrix(count, count, count);
  out[2] = ValueInfo::matrix(in[0].columns, count);
}

/// Factor * rows * columns^2 / 3 operations.
template <int Thirds>
Cost cubic(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  const double rows = static_cast<double>(std::max<int64_t>(1, in[0].rows));
  const double columns = static_cast<double>(std::max<int64_t>(1, in[0].columns));
  return {.flops = Thirds / 3.0 * rows * columns * std::min(rows, columns), .bytes = cost::traffic(in, out)};
}

void add(OpRegistry& registry, std::string_view name, std::vector<KindMask> outputs, Infer infer_outputs,
         CostOf cost_of, KernelFunction kernel, std::string_view help, uint32_t traits = kDeterministic | kReusable) {
  registry.add({.name = name,
                .call = name,
                .params = {{"A", kMatrix}},
                .outputs = std::move(outputs),
                .traits = traits,
                .fails = Fails::kPossibly,
                .infer = infer_outputs,
                .cost = cost_of,
                .kernels = {dense_only(kernel)},
                .law_cases = {"6x6 definite", "60x60 definite"},
                .help = help});
}

}  // namespace

void register_factorisations(OpRegistry& registry) {
  registry.add({.name = "solve",
                .call = "solve",
                .params = {{"A", kMatrix}, {"b", kMatrix}},
                .traits = kDeterministic | kReusable | kLapack,
                .fails = Fails::kPossibly,
                .infer = infer_solve,
                .cost = cubic<2>,
                .kernels = {dense_only(solve)},
                .law_cases = {"6x6 definite, 6x2", "60x60 definite, 60x1", "40x6 full, 40x2"},
                .help = "Solution x of A %*% x = b; least squares when A has more rows than columns."});
  add(registry, "inv", {kMatrix}, infer::same_shape, cubic<6>, inverse, "Inverse of a square matrix.");
  registry.add_alias("inverse", "inv");
  add(registry, "det", {kNumber}, infer::scalar_double, cubic<2>, determinant, "Determinant of a square matrix.");
  add(registry, "cholesky", {kMatrix}, infer::same_shape, cubic<1>, cholesky,
      "Lower triangular L with A = L %*% t(L) of a symmetric positive definite matrix.");
  add(registry, "eigen", {kMatrix, kMatrix}, infer_eigen, cubic<27>, eigen,
      "Eigenvalues, ascending, and eigenvectors in columns; of a matrix that is not symmetric their real parts.",
      kDeterministic | kReusable | kLapack);
  add(registry, "svd", {kMatrix, kMatrix, kMatrix}, infer_svd, cubic<36>, singular_values,
      "Thin decomposition A = U %*% S %*% t(V), S a diagonal matrix.", kDeterministic | kReusable | kLapack);
  add(registry, "lu", {kMatrix, kMatrix, kMatrix}, infer::same_shape, cubic<2>, lu,
      "P %*% A = L %*% U with a permutation matrix P.");
  add(registry, "qr", {kMatrix, kMatrix}, infer::same_shape, cubic<4>, qr,
      "Householder vectors H and upper triangular R.");
}

}  // namespace lineal
