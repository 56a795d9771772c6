// What the tests of cell-wise operators call kernels with.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/error.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal::cell_tests {

/// A session without script.
struct Session {
  struct Silence final : Output {
    void write(std::string_view) override {}
  };
  explicit Session(int threads = 2) : pool(threads) {}

  Config config;
  ThreadPool pool;
  Counters counters;
  Interrupt interrupt;
  FileIdentities identities;
  Silence silence;
  SeedSource seeds{1};
  KernelContext context{config, pool, counters, interrupt, real_file_system(), identities, silence, seeds};

  /// Runs the dense or the sparse kernel of an operator over a copy of the arguments.
  Value run(const OpDef& op, KernelFunction kernel, std::vector<Value> in) {
    Value out;
    KernelCall call{.op = op, .in = in, .out = {&out, 1}, .context = context};
    kernel(call);
    return out;
  }

  /// Runs an operator as the interpreter does: scalar path, sparse kernel if there is one, dense kernel otherwise.
  Value run(std::string_view name, std::vector<Value> in) {
    const OpDef* op = operators().find(name);
    if (op == nullptr) throw Error(ErrorKind::kInternal, "no operator " + std::string(name));
    std::vector<const Value*> pointers;
    for (const Value& value : in)
      pointers.push_back(&value);
    Value out;
    if (op->scalar != nullptr && op->scalar(pointers.data(), out)) return out;
    const Forms given = forms_of(in);
    const Kernel& kernel = *pick_kernel(*op, given);
    for (Value& value : in) {
      if (kernel.forms == Forms::kDense && value.is_matrix()) value = Value::matrix(to_dense(value.matrix_ref()));
    }
    return run(*op, kernel.run, std::move(in));
  }
};

/// The kernels that run for dense matrices and for others.
inline KernelFunction dense_kernel(const OpDef& op) {
  return pick_kernel(op, Forms::kDense)->run;
}
inline bool takes_any_form(const OpDef& op) {
  return pick_kernel(op, Forms::kAny)->forms == Forms::kAny;
}
inline KernelFunction sparse_kernel(const OpDef& op) {
  return pick_kernel(op, Forms::kAny)->run;
}

inline Value dense_value(int64_t rows, int64_t columns, const std::vector<double>& cells) {
  NewMatrix matrix = NewMatrix::dense(rows, columns);
  for (size_t i = 0; i < cells.size(); ++i)
    matrix->data()[i] = cells[i];
  return Value::matrix(std::move(matrix));
}

inline Value sparse_value(const Value& value) {
  return value.is_matrix() ? Value::matrix(to_sparse(value.matrix_ref())) : value;
}

inline std::vector<double> cells_of(const Value& value) {
  if (!value.is_matrix()) return {value.number()};
  const MatrixRef dense = to_dense(value.matrix_ref());
  const Pin cells(dense);
  return {cells->data(), cells->data() + cells->cells()};
}

/// Equal numbers, or both NaN. 0 and -0 are equal: CSR does not store the sign of a zero.
inline bool same_cells(const Value& a, const Value& b) {
  if (a.is_matrix() != b.is_matrix()) return false;
  if (a.is_matrix() &&
      (a.as_matrix().rows() != b.as_matrix().rows() || a.as_matrix().columns() != b.as_matrix().columns())) {
    return false;
  }
  const std::vector<double> x = cells_of(a);
  const std::vector<double> y = cells_of(b);
  for (size_t i = 0; i < x.size(); ++i) {
    if (!(x[i] == y[i] || (x[i] != x[i] && y[i] != y[i]))) return false;
  }
  return true;
}

}  // namespace lineal::cell_tests
