// What an operator takes: its parameters, the kinds of values that each accepts, and how a call names them.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/matrix/value.h"

namespace lineal {

/// Kinds of values, one bit per ValueKind.
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

/// What an argument stands for.
enum class ParamRole : uint8_t {
  kValue,
  kSeed,  // of random numbers: one is drawn where it is negative
};

struct Param {
  std::string_view name;
  KindMask accepts = kAny;
  DefaultLiteral fallback = {};
  ParamRole role = ParamRole::kValue;
};

/// How arguments are matched to parameters.
enum class CallStyle : uint8_t {
  kPositional,  // order counts, names in the call are ignored (DML's plain natives, operators)
  kNamed,       // by name; leading arguments may be unnamed
  kInternal,    // not callable from scripts
};

}  // namespace lineal
