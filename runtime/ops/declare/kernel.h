// The functions that compute an operator, and one execution of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"

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

  const MatrixBlock& matrix(size_t i) const { return in[i].as_matrix(); }
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
enum class Place : uint8_t {
  kProcessor,
  kDevice,  // an accelerator, through gpu/
};

/// One way to compute an operator.
struct Kernel {
  Forms forms = Forms::kDense;
  KernelFunction run = nullptr;
  Place place = Place::kProcessor;
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
  return {.forms = Forms::kDense, .run = run, .place = Place::kDevice};
}

/// The first kernel at `place` that takes all of `given` as they are: dense ones go before those for any form where a
/// declaration has both. Where none does, the first at `place`, which wants its matrices dense; null if there is none.
const Kernel* pick_kernel(const OpDef& op, Forms given, Place place = Place::kProcessor);

/// kAny if one of the values is a matrix in CSR, otherwise kDense.
Forms forms_of(std::span<const Value> values);

}  // namespace lineal
