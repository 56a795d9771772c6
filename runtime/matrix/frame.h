// A table of typed columns with names and missing cells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/matrix/object.h"

namespace lineal {

enum class ColumnType : uint8_t { kString, kBoolean, kInt32, kInt64, kFp32, kFp64, kCharacter };

/// "STRING", "BOOLEAN", "INT32", "INT64", "FP32", "FP64", "CHARACTER".
std::string_view column_type_name(ColumnType type);

/// A column-wise table. Cells are kept as text in the print form of their type, which is what frames are for (raw data
/// before encoding); a missing cell is nullopt.
class Frame final : public Object {
 public:
  struct Column {
    std::string name;
    ColumnType type = ColumnType::kString;
    std::vector<std::optional<std::string>> cells;
  };
  Frame() = default;
  Frame(int64_t rows, std::vector<Column> columns) : rows_(rows), columns_(std::move(columns)) {}

  int64_t rows() const { return rows_; }
  int64_t columns() const { return static_cast<int64_t>(columns_.size()); }
  const Column& column(int64_t c) const { return columns_[static_cast<size_t>(c)]; }
  Column& column(int64_t c) { return columns_[static_cast<size_t>(c)]; }

 private:
  int64_t rows_ = 0;
  std::vector<Column> columns_;
};

}  // namespace lineal
