// The types that columns of frames are declared with.
#pragma once

#include <cstdint>
#include <string_view>

namespace lineal {

enum class ColumnType : uint8_t { kString, kBoolean, kInt32, kInt64, kFp32, kFp64, kCharacter };

/// "STRING", "BOOLEAN", "INT32", "INT64", "FP32", "FP64", "CHARACTER".
std::string_view column_type_name(ColumnType type);

}  // namespace lineal
