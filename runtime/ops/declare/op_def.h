// An operator, declared once: how scripts call it, what it promises, what it costs, who runs it (contract C2).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"
#include "runtime/ops/declare/operand_pins.h"
#include "runtime/ops/declare/value_info.h"

namespace lineal {

struct KernelContext;
struct OpDef;

/// Kinds that a parameter accepts, one bit per ValueKind.
using KindMask = uint16_t;
constexpr KindMask mask_of(ValueKind kind) {
  return static_cast<KindMask>(1u << static_cast<unsigned>(kind));
}
inline constexpr KindMask kNumber =
    mask_of(ValueKind::kInt) | mask_of(ValueKind::kDouble) | mask_of(ValueKind::kBoolean);
inline constexpr KindMask kText = mask_of(ValueKind::kString);
inline constexpr KindMask kScalar = kNumber | kText;
inline constexpr KindMask kMatrix = mask_of(ValueKind::kMatrix);
inline constexpr KindMask kFrame = mask_of(ValueKind::kFrame);
inline constexpr KindMask kList = mask_of(ValueKind::kList);
inline constexpr KindMask kNumeric = kNumber | kMatrix;
inline constexpr KindMask kAny = kScalar | kMatrix | kFrame | kList;

/// The literal that stands for an argument left out.
struct DefaultLiteral {
  ValueKind kind = ValueKind::kNone;  // kNone: the argument is required
  double number = 0;
  std::string_view text;

  constexpr DefaultLiteral() = default;
  constexpr DefaultLiteral(int v) : kind(ValueKind::kInt), number(v) {}           // NOLINT
  constexpr DefaultLiteral(double v) : kind(ValueKind::kDouble), number(v) {}     // NOLINT
  constexpr DefaultLiteral(bool v) : kind(ValueKind::kBoolean), number(v) {}      // NOLINT
  constexpr DefaultLiteral(const char* v) : kind(ValueKind::kString), text(v) {}  // NOLINT
  Value value() const;
};

struct Param {
  std::string_view name;
  KindMask accepts = kAny;
  DefaultLiteral fallback = {};
};

/// How arguments are matched to parameters.
enum class CallStyle : uint8_t {
  kPositional,  // order counts, names in the call are ignored (DML's plain natives, operators)
  kNamed,       // by name; leading arguments may be unnamed
  kInternal,    // not callable from scripts
};

enum Trait : uint32_t {
  kPure = 1u << 0,            // no side effect: may be merged, moved, removed if it cannot fail
  kDeterministic = 1u << 1,   // same inputs, same output: may be served from the reuse cache
  kCommutative = 1u << 2,     // f(a, b) has the same bits as f(b, a)
  kZeroPreserving = 1u << 3,  // f(0) == 0 (unary), f(0, 0) == 0 (binary)
  kCellwise = 1u << 4,        // output cell depends on the same cell of the inputs, with vector broadcasting
  kReusable = 1u << 5,        // results are worth keeping in the reuse cache
  kRecorded = 1u << 6,        // the (scalar) result itself is the lineage: time()
  kVariadic = 1u << 7,        // the last parameter may repeat
  kScalarResult = 1u << 8,    // every output is a scalar
  kInPlace = 1u << 9,         // the kernel may write into in[0] when it holds the only handle
  kPartialWrite = 1u << 10,   // in[0] with the part that the arguments after in[1] name replaced by in[1]
  kCopiesCells = 1u << 11,  // the result is made of cells of the inputs: cheap, large, and often not needed in the end
  kSizeOnly = 1u << 12,     // looks at the sizes of its inputs alone
  kLapack = 1u << 13,       // computed by LAPACK, another version of which may give other last bits
};
inline constexpr uint32_t kPlain = kPure | kDeterministic;

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
  /// Puts another value in the place of an argument.
  void replace(size_t i, Value value) {
    pins.drop(i);
    in[i] = std::move(value);
  }
  double number(size_t i) const { return in[i].number(); }
  bool flag(size_t i) const { return in[i].number() != 0; }
  int64_t integer(size_t i) const { return double_to_int(in[i].number()); }
};

/// Computes the outputs. Throws Error without a location.
using Kernel = void (*)(KernelCall& call);
/// Fast path for scalars in and one scalar out. Sets `out` and returns true, or returns false to go to the kernel
/// (which then reports the error). Must agree with the kernel in every bit.
using ScalarKernel = bool (*)(const Value* const* in, Value& out);
/// Fills in what is known about the outputs. Wrong shapes give unknown, never an error: the kernel reports it if it
/// runs.
using Infer = void (*)(const OpDef& op, std::span<const ValueInfo> in, std::span<ValueInfo> out);
using CostOf = Cost (*)(std::span<const ValueInfo> in, std::span<const ValueInfo> out);
/// Runs before tracing and probing: replaces a seed of -1 by a concrete one, resolves a file to its identity (sets
/// *call.leaf if it is known without reading).
using Prepare = void (*)(KernelCall& call);

struct OpDef {
  std::string_view name;  // unique opcode in instructions, --explain, lineage and counters
  std::string_view call;  // DML spelling: builtin name ("sqrt") or infix operator ("%*%"); empty for kInternal
  std::vector<Param> params;
  CallStyle style = CallStyle::kPositional;
  uint32_t traits = kPlain;
  Fails fails = Fails::kPossibly;
  uint8_t outputs = 1;      // 0 for statements such as print
  Infer infer = nullptr;    // null: nothing is known about the outputs
  CostOf cost = nullptr;    // null: bytes of inputs and outputs
  Kernel dense = nullptr;   // required; matrices given to it are dense
  Kernel sparse = nullptr;  // optional, takes any mix of forms; absent: inputs are densified first, and counted
  ScalarKernel scalar = nullptr;
  Prepare prepare = nullptr;
  Kernel gpu = nullptr;   // attached by gpu/ at start-up
  std::string_view help;  // one sentence; for `:help` and the manual

  // Set by the registry.
  OpSymbol symbol = {};

  bool is(uint32_t trait) const { return (traits & trait) == trait; }
  bool variadic() const { return is(kVariadic); }
};

}  // namespace lineal
