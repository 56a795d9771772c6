// Reading a value: content, then the parser of its format.
#include "runtime/io/read_value.h"

#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/binary_matrix.h"
#include "runtime/io/csv_matrix.h"
#include "runtime/io/file_content.h"
#include "runtime/io/frame_text.h"
#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"
#include "runtime/io/triplets.h"

namespace lineal {
namespace {

Value parse_scalar(std::string_view text, const std::string& path, ValueKind kind) {
  if (kind == ValueKind::kString) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return Value::string(std::string(text));
  }
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) throw Error(ErrorKind::kIo, cat(path, ": file holds no value"));
  const std::string_view word = text.substr(begin, text.find_first_of(" \t\r\n", begin) - begin);
  if (kind == ValueKind::kBoolean) {
    if (word == "true" || word == "TRUE" || word == "1") return Value::boolean(true);
    if (word == "false" || word == "FALSE" || word == "0") return Value::boolean(false);
    throw Error(ErrorKind::kIo, cat(path, ": not a boolean: ", quote_cell(word)));
  }
  if (kind == ValueKind::kInt) {
    int64_t whole = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), whole);
    if (failed == std::errc{} && end == word.data() + word.size()) return Value::integer(whole);
    throw Error(ErrorKind::kIo, cat(path, ": not a whole number: ", quote_cell(word)));
  }
  double number = 0;
  if (!parse_number(word, number)) throw Error(ErrorKind::kIo, cat(path, ": not a number: ", quote_cell(word)));
  return Value::real(number);
}

MatrixRef parse_matrix(const FileContent& content, const std::string& path, const ReadOptions& options,
                       ThreadPool& pool) {
  switch (options.format) {
    case DataFormat::kCsv:
      return parse_csv_matrix(content.text(), path, options, pool);
    case DataFormat::kMatrixMarket:
      return parse_matrix_market(content.text(), path, options, pool);
    case DataFormat::kLibsvm:
      return parse_libsvm(content.text(), path, options, pool);
    case DataFormat::kBinary:
      return parse_binary_matrix(content.text(), path, options);
    case DataFormat::kText:
      break;
  }
  return parse_text_matrix(content.text(), path, options, pool);
}

}  // namespace

ReadResult read_value(FileSystem& files, FileIdentities& identities, ThreadPool& pool, const std::string& path,
                      const ReadOptions& options) {
  const FileContent content = read_content(files, path, identities);
  ReadResult result{.value = {}, .sha256 = content.sha256(), .bytes = content.size()};
  switch (options.data_type) {
    case DataType::kScalar:
      result.value = parse_scalar(content.text(), path, options.value_kind);
      break;
    case DataType::kFrame:
      result.value =
          Value::frame(options.format == DataFormat::kCsv ? parse_csv_frame(content.text(), path, options, pool)
                                                          : parse_text_frame(content.text(), path, options, pool));
      break;
    case DataType::kMatrix:
      result.value = Value::matrix(parse_matrix(content, path, options, pool));
      break;
  }
  return result;
}

std::string read_identity(const std::string& sha256, const ReadOptions& options) {
  return cat("sha256=", sha256, " ", describe_read_options(options));
}

}  // namespace lineal
