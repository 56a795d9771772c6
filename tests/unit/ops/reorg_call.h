// Runs one operator outside the interpreter: fills in defaults, picks the kernel as the interpreter does.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal::reorg {

/// A session without files and output.
class Bench {
 public:
  explicit Bench(int threads = 1) : pool_(threads) {}

  /// All outputs of operator `name`. Arguments that are missing at the end take their defaults.
  std::vector<Value> outputs(std::string_view name, std::vector<Value> in) {
    const OpDef* op = operators().find(name);
    REQUIRE(op != nullptr);
    for (size_t i = in.size(); i < op->params.size(); ++i) {
      REQUIRE(op->params[i].fallback.kind != ValueKind::kNone);
      in.push_back(op->params[i].fallback.value());
    }
    const Kernel& kernel = *pick_kernel(*op, forms_of(in));
    for (Value& value : in) {
      if (kernel.forms == Forms::kDense && value.is_matrix()) value = Value::matrix(to_dense(value.matrix_ref()));
    }
    std::vector<ValueInfo> infos;
    for (const Value& value : in)
      infos.push_back(info_of(value));
    std::vector<ValueInfo> expected(op->outputs.size());
    if (op->infer != nullptr) op->infer(*op, infos, expected);
    std::vector<Value> out(op->outputs.size());
    KernelCall call{*op, in, out, context_, in_lineage};
    kernel.run(call);
    for (size_t i = 0; i < out.size(); ++i)
      check_info(std::string(name), expected[i], out[i]);
    return out;
  }
  Value run(std::string_view name, std::vector<Value> in) { return outputs(name, std::move(in))[0]; }
  std::string error(std::string_view name, std::vector<Value> in) {
    try {
      outputs(name, std::move(in));
    } catch (const Error& fault) {
      return std::string(fault.message());
    }
    return "no error";
  }
  Counters& counters() { return counters_; }

  std::vector<LineageRef> in_lineage;

 private:
  class Silence final : public Output {
   public:
    void write(std::string_view) override {}
  };

  /// The law of inference: what is promised holds.
  static void check_info(const std::string& name, const ValueInfo& expected, const Value& actual) {
    INFO(name);
    const ValueInfo found = info_of(actual);
    if (expected.kind != ValueKind::kNone) CHECK(expected.kind == found.kind);
    if (expected.rows >= 0) CHECK(expected.rows == found.rows);
    if (expected.columns >= 0) CHECK(expected.columns == found.columns);
    if (expected.nonzeros >= 0 && actual.is_matrix())
      CHECK(Pin(actual.as_matrix())->count_nonzeros() <= expected.nonzeros);
  }

  Config config_;
  ThreadPool pool_;
  Counters counters_;
  Interrupt interrupt_;
  FileIdentities identities_;
  Silence output_;
  SeedSource seeds_{1};
  KernelContext context_{config_, pool_, counters_, interrupt_, real_file_system(), identities_, output_, seeds_};
};

/// A dense matrix from its cells in row-major order.
inline Value dense(int64_t rows, int64_t columns, const std::vector<double>& cells) {
  NewMatrix result = NewMatrix::dense(rows, columns);
  REQUIRE(static_cast<int64_t>(cells.size()) == result->cells());
  std::copy(cells.begin(), cells.end(), result->data());
  return Value::matrix(std::move(result));
}
inline Value column(const std::vector<double>& cells) {
  return dense(static_cast<int64_t>(cells.size()), 1, cells);
}
inline Value row(const std::vector<double>& cells) {
  return dense(1, static_cast<int64_t>(cells.size()), cells);
}
inline Value number(double x) {
  return Value::real(x);
}
inline Value text(std::string s) {
  return Value::string(std::move(s));
}
inline Value sparse_of(const Value& matrix) {
  return Value::matrix(to_sparse(matrix.matrix_ref()));
}

inline std::vector<double> cells(const Value& value) {
  const MatrixRef matrix = to_dense(value.matrix_ref());
  const Pin cells(matrix);
  return {cells->data(), cells->data() + cells->cells()};
}
inline std::string shape(const Value& value) {
  return std::to_string(value.as_matrix().rows()) + "x" + std::to_string(value.as_matrix().columns());
}

/// Same kind, shape and bits, whatever the form.
inline bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_number()) return a.bits() == b.bits();
  if (!a.is_matrix()) return false;
  if (shape(a) != shape(b)) return false;
  const std::vector<double> x = cells(a);
  const std::vector<double> y = cells(b);
  for (size_t i = 0; i < x.size(); ++i) {
    // CSR has no -0.0, and one NaN is as good as another.
    if (x[i] != y[i] && !(x[i] != x[i] && y[i] != y[i])) return false;
  }
  return true;
}

}  // namespace lineal::reorg
