// An operator, declared once: how scripts call it, what it promises, what it costs, who runs it (contract C2).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/ops/declare/kernel.h"
#include "runtime/ops/declare/param.h"
#include "runtime/ops/declare/rectangle.h"
#include "runtime/ops/declare/spelling.h"
#include "runtime/ops/declare/value_info.h"

namespace lineal {

enum Trait : uint32_t {
  kDeterministic = 1u << 0,   // same inputs, same output: may be served from the reuse cache
  kCommutative = 1u << 1,     // f(a, b) has the same bits as f(b, a)
  kZeroPreserving = 1u << 2,  // f(0) == 0 (unary), f(0, 0) == 0 (binary)
  kCellwise = 1u << 3,        // output cell depends on the same cell of the inputs, with vector broadcasting
  kReusable = 1u << 4,        // results are worth keeping in the reuse cache
  kRecorded = 1u << 5,        // the (scalar) result itself is the lineage: time()
  kVariadic = 1u << 6,        // the last parameter may repeat
  kSizeOnly = 1u << 7,        // looks at the sizes of its inputs alone
  kLapack = 1u << 8,          // computed by LAPACK, another version of which may give other last bits
};

/// What an operator does besides computing its outputs.
enum class Effect : uint8_t {
  kNone,    // nothing: it may be merged, moved, and removed if it cannot fail
  kStops,   // ends the script, or does nothing
  kPrints,  // writes to the output of the script
  kReads,   // looks at what may change meanwhile: a file, the clock
  kWrites,  // replaces a file
};

/// When an operator of known kinds may throw.
enum class Fails : uint8_t {
  kNever,        // for arguments of accepted kinds never
  kUnlessSized,  // never when infer() gave sized outputs from sized inputs
  kPossibly,     // depends on values: an index, a singular matrix, a file
};

struct Cost {
  double flops = 0;
  double bytes = 0;
};

/// Fills in what is known about the outputs. Wrong shapes give unknown, never an error: the kernel reports it if it
/// runs.
using Infer = void (*)(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
using CostOf = Cost (*)(std::span<const ValueInfo> in, std::span<const ValueInfo> out);
/// Runs before tracing and probing: replaces a seed of -1 by a concrete one, resolves a file to its identity (sets
/// *call.leaf if it is known without reading).
using Prepare = void (*)(KernelCall& call);
/// The shape of the one output of a call, from matrices whose cells need not exist yet; none where the call would fail,
/// where its output is no matrix, or where it is an argument itself.
using ShapeOfCopy = MatrixShape (*)(const KernelCall& call);
/// The rectangle of in[0] that a call replaces; positions of a list are columns of one row.
using WrittenPart = Rectangle (*)(const KernelCall& call);

struct OpDef {
  std::string_view name;  // unique opcode in instructions, --explain, lineage and counters
  std::string_view call;  // DML spelling: builtin name ("sqrt") or infix operator ("%*%"); empty for kInternal
  std::vector<Param> params;
  CallStyle style = CallStyle::kPositional;
  std::vector<KindMask> outputs = {kMatrix};  // the kinds that each may have; none for statements such as print
  uint32_t traits = kDeterministic;
  Effect effect = Effect::kNone;
  Fails fails = Fails::kPossibly;
  Infer infer = nullptr;        // null: nothing is known about the outputs
  CostOf cost = nullptr;        // null: bytes of inputs and outputs
  std::vector<Kernel> kernels;  // at least one on the processor; see pick_kernel
  ScalarKernel scalar = nullptr;
  Prepare prepare = nullptr;

  /// For an output made of cells of the inputs, cheap, large, and often not needed in the end: the copy may wait.
  ShapeOfCopy shape_of_copy = nullptr;
  /// For in[0] with a part replaced by in[1]. Several iterations of a parfor may do so to one variable: each is done
  /// again, in their order, on what the others left.
  WrittenPart written_part = nullptr;
  /// How a log node becomes DML; null: as a call, or an operator, by `call`.
  Spelling spelling = nullptr;

  /// Arguments on which the laws run the operator, each case a text such as "7x5, 3", in the notation of
  /// tests/laws/operators/law_arguments.h. None: the laws make some up from the kinds of the parameters.
  std::vector<std::string_view> law_cases = {};
  /// Why no law runs the operator; empty for nearly all.
  std::string_view lawless = {};

  std::string_view help;  // one sentence; for `:help` and docs/reference.md

  // Set by the registry.
  OpSymbol symbol = {};

  bool is(uint32_t trait) const { return (traits & trait) == trait; }
  bool is_pure() const { return effect == Effect::kNone; }
  bool is_variadic() const { return is(kVariadic); }
  /// Whether there are outputs, and none of them can be anything but a scalar.
  bool gives_scalars() const;
};

}  // namespace lineal
