// The functions that compute an operator, and one execution of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"
#include "runtime/ops/declare/operand_pins.h"

namespace lineal {

struct KernelContext;
struct OpDef;

/// One execution of an operator. Arguments are in parameter order with defaults filled in.
struct KernelCall {
  const OpDef& op;
  std::span<Value> in;   // owned by the call; an object that is unique here may be reused for the output
  std::span<Value> out;  // empty values to be set
  KernelContext& context;
  std::span<const LineageRef> in_lineage = {};  // empty when lineage is off
  std::span<LineageRef> out_lineage = {};       // may be set to override "operator over inputs" (list elements)
  std::string* leaf = nullptr;  // lineage text of a leaf (content hash of a file); null when nobody asks

  OperandPins pins = {};

  /// The cells of a matrix argument, in memory and where they are until the call ends or the argument is replaced.
  const MatrixBlock& matrix(size_t i) const { return pins.block(i, in[i]); }
  /// The matrix argument to write the result into, when nobody else holds it; otherwise empty. The argument stays.
  NewMatrix take_for_writing(size_t i) const { return pins.take_for_writing(i, in[i]); }
  /// Takes an argument out of the call. Nothing may look at it there any more.
  Value take(size_t i) {
    pins.drop(i);
    return std::move(in[i]);
  }
  /// Puts another value in the place of an argument. `in` itself is never assigned to: a pin would outlive its matrix.
  void replace(size_t i, Value value) {
    pins.drop(i);
    in[i] = std::move(value);
  }
  double number(size_t i) const { return in[i].number(); }
  bool flag(size_t i) const { return in[i].number() != 0; }
  int64_t integer(size_t i) const { return double_to_int(in[i].number()); }
};

/// Computes the outputs. Throws Error without a location.
using KernelFunction = void (*)(KernelCall& call);
/// Fast path for scalars in and one scalar out. Sets `out` and returns true, or returns false to go to the kernel
/// (which then reports the error). Must agree with the kernel in every bit.
using ScalarKernel = bool (*)(const Value* const* in, Value& out);

/// The forms of matrices that a kernel takes.
enum class Forms : uint8_t {
  kDense,  // dense ones alone
  kAny,    // dense, CSR, or a mix
};

/// Where a kernel computes.
enum class KernelPlace : uint8_t {
  kProcessor,
  kDevice,  // an accelerator, through gpu/
};

/// One way to compute an operator.
struct Kernel {
  Forms forms = Forms::kDense;
  KernelFunction run = nullptr;
  KernelPlace place = KernelPlace::kProcessor;
};

/// A kernel for dense matrices; others are made dense before it runs, and counted.
constexpr Kernel dense_only(KernelFunction run) {
  return {.forms = Forms::kDense, .run = run};
}
/// A kernel that takes matrices as they come.
constexpr Kernel any_form(KernelFunction run) {
  return {.forms = Forms::kAny, .run = run};
}
/// A kernel of an accelerator, for dense matrices.
constexpr Kernel on_device(KernelFunction run) {
  return {.forms = Forms::kDense, .run = run, .place = KernelPlace::kDevice};
}

/// The first kernel at `place` that takes all of `given` as they are: dense ones go before those for any form where a
/// declaration has both. Where none does, the first at `place`, which wants its matrices dense; null if there is none.
const Kernel* pick_kernel(const OpDef& op, Forms given, KernelPlace place = KernelPlace::kProcessor);

/// kAny if one of the values is a matrix in CSR, otherwise kDense.
Forms forms_of(std::span<const Value> values);

}  // namespace lineal
