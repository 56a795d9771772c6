// What the compiler knows about a value before it exists.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/matrix/value.h"

namespace lineal {

/// Kind, dimensions and sparsity as far as they are known. -1 means "not known: decide at run time", never a guess.
struct ValueInfo {
  ValueKind kind = ValueKind::kNone;  // kNone: not known
  int64_t rows = -1;                  // matrices and frames
  int64_t columns = -1;
  int64_t nonzeros = -1;              // upper bound; matrices
  std::optional<double> number = {};  // value of a numeric scalar, where known

  static ValueInfo unknown() { return {}; }
  static ValueInfo scalar(ValueKind kind) { return {.kind = kind}; }
  static ValueInfo of_number(ValueKind kind, double value) { return {.kind = kind, .number = value}; }
  static ValueInfo matrix(int64_t rows = -1, int64_t columns = -1, int64_t nonzeros = -1) {
    return {.kind = ValueKind::kMatrix, .rows = rows, .columns = columns, .nonzeros = nonzeros};
  }
  bool is_matrix() const { return kind == ValueKind::kMatrix; }
  bool is_number() const {
    return kind == ValueKind::kInt || kind == ValueKind::kDouble || kind == ValueKind::kBoolean;
  }
  bool is_scalar() const { return is_number() || kind == ValueKind::kString; }
  /// Both dimensions known.
  bool sized() const { return rows >= 0 && columns >= 0; }
};

/// What is known about a value that exists; `nonzeros` of a dense matrix is left unknown.
ValueInfo info_of(const Value& value);

}  // namespace lineal
