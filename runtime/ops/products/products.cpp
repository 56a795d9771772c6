// Matrix products: %*% and the forms of it that the compiler picks. All forms of one product have the same bits.
#include "runtime/ops/products/products.h"

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/linalg/dense_products.h"
#include "runtime/ops/declare/cost.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/products/products_sparse.h"

namespace lineal {
namespace {

using linalg::Form;

/// Rows, inner dimensions and columns of op(A) op(B).
struct Shape {
  int64_t rows, left_depth, right_depth, columns;
};

template <class Matrix>
int64_t rows_of(const Matrix& matrix) {
  if constexpr (requires { matrix.rows(); }) {
    return matrix.rows();
  } else {
    return matrix.rows;
  }
}
template <class Matrix>
int64_t columns_of(const Matrix& matrix) {
  if constexpr (requires { matrix.columns(); }) {
    return matrix.columns();
  } else {
    return matrix.columns;
  }
}

template <Form left, Form right, class Matrix>
Shape shape_of(const Matrix& a, const Matrix& b) {
  const bool a_plain = left == Form::kPlain;
  const bool b_plain = right == Form::kPlain;
  return {a_plain ? rows_of(a) : columns_of(a), a_plain ? columns_of(a) : rows_of(a),
          b_plain ? rows_of(b) : columns_of(b), b_plain ? columns_of(b) : rows_of(b)};
}

template <Form left, Form right>
Shape checked_shape(const MatrixBlock& a, const MatrixBlock& b) {
  const Shape shape = shape_of<left, right>(a, b);
  if (shape.left_depth != shape.right_depth) {
    throw Error(ErrorKind::kRuntime, cat("%*%: inner dimensions differ: ", shape.rows, "x", shape.left_depth, " and ",
                                         shape.right_depth, "x", shape.columns));
  }
  return shape;
}

template <Form left, Form right>
void product(KernelCall& call) {
  const MatrixBlock& a = call.matrix(0);
  const MatrixBlock& b = call.matrix(1);
  const Shape shape = checked_shape<left, right>(a, b);
  NewMatrix result = NewMatrix::dense(shape.rows, shape.columns);
  linalg::multiply(call.context.pool, left, right, shape.rows, shape.columns, shape.left_depth, a.data(), b.data(),
                   result->data());
  call.out[0] = Value::matrix(std::move(result));
}

template <Form left, Form right>
void product_sparse(KernelCall& call) {
  checked_shape<left, right>(call.matrix(0), call.matrix(1));
  call.out[0] = Value::matrix(multiply_mixed(call.context.pool, left, right, call.matrix(0), call.matrix(1)));
}

template <Form form>
void self_product(KernelCall& call) {
  const MatrixBlock& x = call.matrix(0);
  const int64_t size = form == Form::kPlain ? x.rows() : x.columns();
  NewMatrix result = NewMatrix::dense(size, size);
  linalg::multiply_self(call.context.pool, form, x.rows(), x.columns(), x.data(), result->data());
  call.out[0] = Value::matrix(std::move(result));
}

template <Form form>
void self_product_sparse(KernelCall& call) {
  const MatrixBlock& x = call.matrix(0);
  const Form other = form == Form::kPlain ? Form::kTransposed : Form::kPlain;
  call.out[0] = Value::matrix(multiply_mixed(call.context.pool, form, other, x, x));
}

/// t(X) %*% (w * (X %*% v)), w optional: the bits of the separate operators.
void chain(KernelCall& call) {
  const MatrixBlock& x = call.matrix(0);
  const MatrixBlock& v = call.matrix(1);
  const Shape inner = checked_shape<Form::kPlain, Form::kPlain>(x, v);
  NewMatrix middle = NewMatrix::dense(inner.rows, inner.columns);
  linalg::multiply(call.context.pool, Form::kPlain, Form::kPlain, inner.rows, inner.columns, inner.left_depth, x.data(),
                   v.data(), middle->data());
  if (call.in.size() == 3) {
    const MatrixBlock& w = call.matrix(2);
    if (w.rows() != middle->rows() || w.columns() != middle->columns()) {
      throw Error(ErrorKind::kRuntime, cat("mmchain: shape of the weights differs: ", w.rows(), "x", w.columns(),
                                           " and ", middle->rows(), "x", middle->columns()));
    }
    for (int64_t i = 0; i < middle->cells(); ++i)
      middle->data()[i] *= w.data()[i];
  }
  NewMatrix result = NewMatrix::dense(x.columns(), inner.columns);
  linalg::multiply(call.context.pool, Form::kTransposed, Form::kPlain, x.columns(), inner.columns, x.rows(), x.data(),
                   middle->data(), result->data());
  call.out[0] = Value::matrix(std::move(result));
}

template <Form left, Form right>
void infer_product(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const Shape shape = shape_of<left, right>(in[0], in[1]);
  out[0] = ValueInfo::matrix(shape.rows, shape.columns);
  // An unsized result tells that the operator may fail.
  if (shape.left_depth >= 0 && shape.right_depth >= 0 && shape.left_depth != shape.right_depth)
    out[0] = ValueInfo::matrix();
}

template <Form form>
void infer_self(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const int64_t size = form == Form::kPlain ? in[0].rows : in[0].columns;
  out[0] = ValueInfo::matrix(size, size);
}

void infer_chain(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(in[0].columns, in[1].columns);
  if (in[0].columns >= 0 && in[1].rows >= 0 && in[0].columns != in[1].rows) out[0] = ValueInfo::matrix();
  if (in.size() == 3 && (in[2].rows != in[0].rows || in[2].columns != in[1].columns)) out[0] = ValueInfo::matrix();
}

/// Two per non-zero of the left operand and column of the result; `Passes` over the left operand.
template <int Passes, Form right>
Cost product_cost(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  const ValueInfo& last = in.size() > 1 ? in[1] : out[0];
  const int64_t columns = right == Form::kPlain ? last.columns : last.rows;
  return {.flops = 2.0 * Passes * cost::touched(in[0]) * static_cast<double>(std::max<int64_t>(1, columns)),
          .bytes = cost::traffic(in, out)};
}
template <Form form>
Cost self_cost(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  return {.flops = cost::touched(in[0]) * static_cast<double>(std::max<int64_t>(1, out[0].columns)),
          .bytes = cost::traffic(in, out)};
}

template <Form left, Form right>
void add_product(OpRegistry& registry, std::string_view name, std::string_view call, Spelling spelling,
                 const std::vector<std::string_view>& law_cases, std::string_view help) {
  registry.add({.name = name,
                .call = call,
                .params = {{"x", kMatrix}, {"y", kMatrix}},
                .style = call.empty() ? CallStyle::kInternal : CallStyle::kPositional,
                .traits = kDeterministic | kReusable,
                .fails = Fails::kUnlessSized,
                .infer = infer_product<left, right>,
                .cost = product_cost<1, right>,
                .kernels = {dense_only(product<left, right>), any_form(product_sparse<left, right>)},
                .spelling = spelling,
                .law_cases = law_cases,
                .help = help});
}

template <Form form>
void add_self(OpRegistry& registry, std::string_view name, Spelling spelling,
              const std::vector<std::string_view>& law_cases, std::string_view help) {
  registry.add({.name = name,
                .call = {},
                .params = {{"x", kMatrix}},
                .style = CallStyle::kInternal,
                .traits = kDeterministic | kReusable,
                .fails = Fails::kUnlessSized,
                .infer = infer_self<form>,
                .cost = self_cost<form>,
                .kernels = {dense_only(self_product<form>), any_form(self_product_sparse<form>)},
                .spelling = spelling,
                .law_cases = law_cases,
                .help = help});
}

void add_chain(OpRegistry& registry, std::string_view name, Spelling spelling, std::vector<Param> params,
               std::vector<std::string_view> law_cases, std::string_view help) {
  registry.add({.name = name,
                .call = {},
                .params = std::move(params),
                .style = CallStyle::kInternal,
                .traits = kDeterministic | kReusable,
                .fails = Fails::kUnlessSized,
                .infer = infer_chain,
                .cost = product_cost<2, Form::kPlain>,
                .kernels = {dense_only(chain)},
                .spelling = spelling,
                .law_cases = std::move(law_cases),
                .help = help});
}

}  // namespace

void register_products(OpRegistry& registry) {
  add_product<Form::kPlain, Form::kPlain>(registry, kMatrixProduct, kMatrixProduct, nullptr,
                                          {"7x5, 5x4", "300x200, 200x150", "70x300, 300x1", "1x300, 300x1"},
                                          "Matrix product.");
  add_product<Form::kTransposed, Form::kPlain>(registry, "t%*%", "", spelled::pattern<"t(%1) %*% %2">,
                                               {"5x7, 5x4", "200x300, 200x150", "300x70, 300x1"},
                                               "t(x) %*% y without forming t(x).");
  add_product<Form::kPlain, Form::kTransposed>(registry, "%*%t", "", spelled::pattern<"%1 %*% t(%2)">,
                                               {"7x5, 4x5", "300x200, 150x200"}, "x %*% t(y) without forming t(y).");
  add_self<Form::kTransposed>(registry, "tsmm", spelled::pattern<"t(%1) %*% %1">, {"7x5", "300x200", "1x40"},
                              "t(x) %*% x, one triangle computed.");
  add_self<Form::kPlain>(registry, "tsmm_right", spelled::pattern<"%1 %*% t(%1)">, {"7x5", "200x300", "40x1"},
                         "x %*% t(x), one triangle computed.");
  add_chain(registry, "mmchain", spelled::pattern<"t(%1) %*% (%1 %*% %2)">, {{"x", kMatrix}, {"v", kMatrix}},
            {"70x20, 20x1", "300x200, 200x3"}, "t(x) %*% (x %*% v).");
  add_chain(registry, "mmchain_weighted", spelled::pattern<"t(%1) %*% (%3 * (%1 %*% %2))">,
            {{"x", kMatrix}, {"v", kMatrix}, {"w", kMatrix}}, {"70x20, 20x1, 70x1", "300x200, 200x3, 300x3"},
            "t(x) %*% (w * (x %*% v)).");
}

}  // namespace lineal
