// Everything that decides how the bytes of a file become a value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/file_system.h"
#include "runtime/io/metadata.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/value.h"

namespace lineal {

enum class DataType : uint8_t { kMatrix, kFrame, kScalar };
enum class DataFormat : uint8_t { kText, kCsv, kMatrixMarket, kLibsvm, kBinary };

/// "text", "csv", "mm", "libsvm", "binary".
std::string_view format_name(DataFormat format);

/// The effective parameters of a read: arguments, .mtd file and defaults together. -1 is "not given".
struct ReadOptions {
  DataType data_type = DataType::kMatrix;
  ValueKind value_kind = ValueKind::kDouble;  // of scalars
  DataFormat format = DataFormat::kText;
  int64_t rows = -1;
  int64_t columns = -1;
  int64_t nonzeros = -1;
  std::string separator = ",";
  bool header = false;
  bool fill = true;
  double fill_value = 0;
  std::vector<std::string> na_strings = {};
  std::string index_separator = ":";
  std::vector<ColumnType> schema = {};  // frames; empty: all STRING
  int64_t max_line_bytes = int64_t{1} << 30;
};

/// Decides the parameters of reading `path`: joins `arguments` with the .mtd file, infers the format, fills in
/// defaults. Throws Error(kIo) for contradictions, missing files and parameters that cannot be used together.
ReadOptions resolve_read_options(FileSystem& files, const std::string& path, const Metadata& arguments);

/// One line that tells the parameters apart in lineage: `data_type=matrix format=csv sep="," ...`. Two reads of equal
/// bytes with equal lines give the same value.
std::string describe_read_options(const ReadOptions& options);

/// Parses "STRING,FP64,..." with an optional comma at the end; "*" and UNKNOWN are STRING. Throws Error(kIo).
std::vector<ColumnType> parse_schema(std::string_view text);

}  // namespace lineal
