// Parameters of a read, from arguments, .mtd file, content and defaults.
#include "runtime/io/read_options.h"

#include <array>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/io/number_text.h"

namespace lineal {
namespace {

constexpr std::array<std::string_view, 5> kFormatNames{"text", "csv", "mm", "libsvm", "binary"};

DataFormat format_of(std::string_view name) {
  for (size_t i = 0; i < kFormatNames.size(); ++i) {
    if (kFormatNames[i] == name) return static_cast<DataFormat>(i);
  }
  throw Error(ErrorKind::kIo, cat("read: format is not supported: \"", name, "\""));
}

bool starts_like_matrix_market(FileSystem& files, const std::string& path) {
  if (files.is_folder(path)) return false;
  char start[2] = {0, 0};
  const std::unique_ptr<InputFile> file = files.open(path);
  const size_t got = file->read(start, sizeof start);
  return got == 2 && start[0] == '%' && start[1] == '%';
}

ValueKind value_kind_of(const std::string& name) {
  if (name == "int") return ValueKind::kInt;
  if (name == "boolean") return ValueKind::kBoolean;
  if (name == "string") return ValueKind::kString;
  return ValueKind::kDouble;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result += '"';
}

void check(const ReadOptions& options, const std::string& path) {
  const auto refuse = [&](std::string_view what) {
    throw Error(ErrorKind::kIo, cat("read: ", what, ": '", path, "'"));
  };
  if (options.separator.empty()) refuse("sep must not be empty");
  if (options.separator.find_first_of("\n\r\"") != std::string::npos) refuse("sep must not hold quotes or line ends");
  if (options.index_separator.empty()) refuse("indSep must not be empty");
  const bool sized = options.rows >= 0 && options.columns >= 0;
  if (options.format == DataFormat::kText && options.data_type != DataType::kScalar && !sized) {
    refuse("rows and cols of a text file must be given by arguments or a .mtd file (or give format=\"csv\")");
  }
  if (options.format == DataFormat::kLibsvm && options.columns < 0) refuse("cols of a libsvm file must be given");
  if (options.data_type == DataType::kFrame && options.format != DataFormat::kText &&
      options.format != DataFormat::kCsv) {
    refuse(cat("frames cannot be read from format ", format_name(options.format)));
  }
}

}  // namespace

std::string_view format_name(DataFormat format) {
  return kFormatNames[static_cast<size_t>(format)];
}

ReadOptions resolve_read_options(FileSystem& files, const std::string& path, const Metadata& arguments) {
  if (!files.exists(path)) throw Error(ErrorKind::kIo, cat("cannot read '", path, "': No such file or directory"));
  const std::optional<Metadata> file = read_metadata(files, path);
  const Metadata all = merge_metadata(arguments, file ? *file : Metadata{}, path);

  ReadOptions options;
  const std::string type = all.data_type.value_or("matrix");
  if (type == "list") throw Error(ErrorKind::kIo, cat("read: lists cannot be read: '", path, "'"));
  options.data_type = type == "frame" ? DataType::kFrame : type == "scalar" ? DataType::kScalar : DataType::kMatrix;
  options.value_kind = value_kind_of(all.value_type.value_or("double"));
  if (all.format) {
    options.format = format_of(*all.format);
  } else if (options.data_type == DataType::kMatrix && !file && starts_like_matrix_market(files, path)) {
    options.format = DataFormat::kMatrixMarket;
  }
  options.rows = all.rows.value_or(-1);
  options.columns = all.columns.value_or(-1);
  options.nonzeros = all.nonzeros.value_or(-1);
  options.separator = all.separator.value_or(",");
  options.header = all.header.value_or(false);
  options.fill = all.fill.value_or(true);
  options.fill_value = all.fill_value.value_or(0);
  options.na_strings = all.na_strings.value_or(std::vector<std::string>{});
  options.index_separator = all.index_separator.value_or(":");
  if (options.data_type == DataType::kFrame && all.schema) options.schema = parse_schema(*all.schema);
  check(options, path);
  return options;
}

std::string describe_read_options(const ReadOptions& options) {
  constexpr std::array<std::string_view, 3> kTypes{"matrix", "frame", "scalar"};
  std::string text = cat("data_type=", kTypes[static_cast<size_t>(options.data_type)]);
  if (options.data_type == DataType::kScalar) return cat(text, " value_type=", kind_name(options.value_kind));
  text += cat(" format=", format_name(options.format));
  if (options.rows >= 0) text += cat(" rows=", options.rows);
  if (options.columns >= 0) text += cat(" cols=", options.columns);
  if (options.format == DataFormat::kCsv || options.format == DataFormat::kLibsvm) {
    text += cat(" sep=", quoted(options.separator));
  }
  if (options.format == DataFormat::kLibsvm) text += cat(" indSep=", quoted(options.index_separator));
  if (options.format == DataFormat::kCsv) {
    text += cat(" header=", options.header ? 1 : 0, " fill=", options.fill ? 1 : 0);
    text += cat(" default=", format_double(options.fill_value));
    for (const std::string& word : options.na_strings)
      text += cat(" na=", quoted(word));
  }
  for (size_t i = 0; i < options.schema.size(); ++i) {
    text += cat(i == 0 ? " schema=" : ",", column_type_name(options.schema[i]));
  }
  return text;
}

std::vector<ColumnType> parse_schema(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, ColumnType>, 15> kWords{
      {{"STRING", ColumnType::kString},
       {"STR", ColumnType::kString},
       {"*", ColumnType::kString},
       {"UNKNOWN", ColumnType::kString},
       {"BOOLEAN", ColumnType::kBoolean},
       {"BOOL", ColumnType::kBoolean},
       {"INT32", ColumnType::kInt32},
       {"INT", ColumnType::kInt64},
       {"INT64", ColumnType::kInt64},
       {"FP32", ColumnType::kFp32},
       {"FLOAT", ColumnType::kFp32},
       {"FP64", ColumnType::kFp64},
       {"DOUBLE", ColumnType::kFp64},
       {"CHARACTER", ColumnType::kCharacter},
       {"CHAR", ColumnType::kCharacter}}};
  std::vector<ColumnType> schema;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    std::string word(trim(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    for (char& c : word) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    const auto* found = kWords.begin();
    while (found != kWords.end() && found->first != word)
      ++found;
    if (found == kWords.end()) throw Error(ErrorKind::kIo, cat("schema: unknown column type: \"", word, "\""));
    schema.push_back(found->second);
  }
  return schema;
}

}  // namespace lineal
