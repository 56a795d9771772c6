// Names of column types.
#include "runtime/matrix/columns/column_type.h"

namespace lineal {

std::string_view column_type_name(ColumnType type) {
  switch (type) {
    case ColumnType::kString:
      return "STRING";
    case ColumnType::kBoolean:
      return "BOOLEAN";
    case ColumnType::kInt32:
      return "INT32";
    case ColumnType::kInt64:
      return "INT64";
    case ColumnType::kFp32:
      return "FP32";
    case ColumnType::kFp64:
      return "FP64";
    case ColumnType::kCharacter:
      return "CHARACTER";
  }
  return "STRING";
}

}  // namespace lineal
