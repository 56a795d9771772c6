// What is said about a data file: by its .mtd file, by the arguments of read(), or by both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/file_system.h"

namespace lineal {

/// Facts about a data file, each known or not. Spellings are normalised: data_type matrix, frame, scalar or list;
/// value_type double, int, string, boolean or unknown; format in lower case.
struct Metadata {
  std::optional<std::string> data_type;
  std::optional<std::string> value_type;
  std::optional<std::string> schema;  // as written: "STRING,FP64"
  std::optional<int64_t> rows;
  std::optional<int64_t> columns;
  std::optional<int64_t> nonzeros;
  std::optional<std::string> format;
  std::optional<std::string> description;
  std::optional<std::string> author;
  std::optional<std::string> created;
  std::optional<bool> header;
  std::optional<std::string> separator;
  std::optional<bool> fill;
  std::optional<double> fill_value;
  std::optional<std::vector<std::string>> na_strings;
  std::optional<std::string> index_separator;
};

/// Parses the JSON text of a .mtd file. `path` is for messages only. Throws Error(kIo) for text that is not a JSON
/// object, deeper than 64 levels, with an unknown or repeated key, or a value of the wrong type.
Metadata parse_metadata(std::string_view text, const std::string& path);

/// Reads `path`.mtd, at most 1 MiB; nothing when there is none.
std::optional<Metadata> read_metadata(FileSystem& files, const std::string& path);

/// The JSON text in the layout and key order of .mtd files, without a line end.
std::string format_metadata(const Metadata& metadata);

/// Joins what the arguments and the .mtd file of `path` say. Throws Error(kIo) where they contradict each other.
Metadata merge_metadata(const Metadata& arguments, const Metadata& file, const std::string& path);

/// Normalises spellings: "Float" is "double", "INT64" is "int". Throws Error(kIo) naming `where` for an unknown word.
std::string normal_data_type(std::string_view word, std::string_view where);
std::string normal_value_type(std::string_view word, std::string_view where);
std::string normal_format(std::string_view word, std::string_view where);

}  // namespace lineal
