// What an existing value tells the compiler.
#include "runtime/ops/declare/value_info.h"

#include "runtime/matrix/frame.h"

namespace lineal {

ValueInfo info_of(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInt:
    case ValueKind::kDouble:
    case ValueKind::kBoolean:
      return ValueInfo::of_number(value.kind(), value.number());
    case ValueKind::kMatrix: {
      const Matrix& matrix = value.as_matrix();
      return ValueInfo::matrix(matrix.rows(), matrix.columns(), matrix.is_sparse() ? matrix.stored() : -1);
    }
    case ValueKind::kFrame:
      return {.kind = ValueKind::kFrame,
              .rows = value.as_frame().rows(),
              .columns = value.as_frame().columns(),
              .nonzeros = -1,
              .number = {}};
    default:
      return ValueInfo::scalar(value.kind());
  }
}

}  // namespace lineal
