// CSV to matrix: blocks of lines in parallel, each number through a short path for plain decimals.
#include "runtime/io/csv_matrix.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"

namespace lineal {
namespace {

constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads a plain decimal of at most 15 digits and returns where it ends, or nullptr when the text is not so simple.
/// Both the digits and the power of ten are exact doubles, so one division rounds correctly.
const char* read_short_decimal(const char* at, const char* end, double& value) {
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* const start = at;
  uint64_t digits = 0;
  while (at != end && is_digit(*at))
    digits = digits * 10 + static_cast<uint64_t>(*at++ - '0');
  int64_t count = at - start;
  int64_t fraction = 0;
  if (at != end && *at == '.') {
    const char* const point = at++;
    while (at != end && is_digit(*at))
      digits = digits * 10 + static_cast<uint64_t>(*at++ - '0');
    fraction = at - point - 1;
    count += fraction;
  }
  if (count == 0 || count > 15 || (at != end && (*at == 'e' || *at == 'E'))) return nullptr;
  value = static_cast<double>(digits) / kPowersOfTen[static_cast<size_t>(fraction)];
  if (negative) value = -value;
  return at;
}

/// Reads any decimal without blanks or words; nullptr when it is something else or out of range.
const char* read_decimal(const char* at, const char* end, double& value) {
  if (const char* after = read_short_decimal(at, end, value); after != nullptr) return after;
  if (at == end || !(is_digit(*at) || (*at == '-' && at + 1 != end && is_digit(at[1])))) return nullptr;
  const auto [after, failed] = std::from_chars(at, end, value);
  return failed == std::errc{} ? after : nullptr;
}

/// Parses the lines of one block.
class BlockParser {
 public:
  BlockParser(const TextLines& lines, const ReadOptions& options, int64_t columns)
      : path_(lines.path()), options_(options), columns_(columns) {}

  void parse(const TextLines::Block& block, double* target) const {
    std::string_view rest = block.text;
    for (int64_t line = block.first_line; !rest.empty(); ++line, target += columns_) {
      parse_line(take_line(rest), line, target);
    }
  }

 private:
  void parse_line(std::string_view line, int64_t number, double* target) const {
    const char* at = line.data();
    const char* const end = at + line.size();
    const char separator = options_.separator[0];
    const bool simple = options_.separator.size() == 1;
    for (int64_t c = 0; c < columns_; ++c) {
      const char* after = plain_numbers_ ? read_decimal(at, end, target[c]) : nullptr;
      const bool last = c + 1 == columns_;
      if (after == nullptr || !(last ? after == end : simple && after != end && *after == separator)) {
        after = parse_field(line, at, number, target[c]);
      }
      if (last) {
        if (after != end) wrong_count(line, number);
        return;
      }
      if (after == end) wrong_count(line, number);
      at = after + options_.separator.size();
    }
    if (columns_ == 0 && !line.empty()) wrong_count(line, number);
  }

  /// The careful path: blanks, quotes, words, long digits, empty cells. Returns the end of the field.
  const char* parse_field(std::string_view line, const char* at, int64_t number, double& value) const {
    const size_t begin = static_cast<size_t>(at - line.data());
    const size_t end = std::min(line.find(options_.separator, begin), line.size());
    std::string_view cell = trim(line.substr(begin, end - begin));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = trim(cell.substr(1, cell.size() - 2));
    const bool missing =
        std::find(options_.na_strings.begin(), options_.na_strings.end(), cell) != options_.na_strings.end();
    if (missing) {
      value = std::numeric_limits<double>::quiet_NaN();
    } else if (cell.empty()) {
      if (!options_.fill) fail_at_line(path_, number, static_cast<int64_t>(begin) + 1, "empty cell (fill is FALSE)");
      value = options_.fill_value;
    } else if (!parse_number(cell, value)) {
      // A row of another length is the better explanation, when it is one.
      if (count_fields(line) != columns_) wrong_count(line, number);
      fail_at_line(path_, number, static_cast<int64_t>(begin) + 1,
                   cat("not a number: ", quote_cell(cell), hint(cell, number)));
    }
    return line.data() + end;
  }

  /// Which option of `read` the cell asks for.
  std::string_view hint(std::string_view cell, int64_t number) const {
    if (columns_ == 1 && cell.find(';') != std::string_view::npos) return " (sep=\";\" parts it)";
    if (columns_ == 1 && cell.find('\t') != std::string_view::npos) return " (sep=\"\\t\" parts it)";
    if (columns_ == 1 && cell.find(' ') != std::string_view::npos) return " (sep=\" \" parts it)";
    if (number == 1 && !options_.header) return " (header=TRUE skips a line of names)";
    return " (naStrings lists words for missing values, data_type=\"frame\" reads text)";
  }

  int64_t count_fields(std::string_view line) const {
    int64_t fields = 1;
    for (size_t at = line.find(options_.separator); at != std::string_view::npos;
         at = line.find(options_.separator, at + options_.separator.size())) {
      ++fields;
    }
    return fields;
  }

  [[noreturn]] void wrong_count(std::string_view line, int64_t number) const {
    if (trim(line).empty()) fail_at_line(path_, number, 0, cat("row is blank, expected ", columns_, " fields"));
    fail_at_line(path_, number, 0, cat("row has ", count_fields(line), " fields, expected ", columns_));
  }

  const std::string& path_;
  const ReadOptions& options_;
  int64_t columns_;
  // A list of missing-value words may hold numbers: then every cell is compared with it first.
  bool plain_numbers_ = options_.na_strings.empty();
};

int64_t count_columns(std::string_view first_line, const std::string& separator) {
  int64_t fields = 1;
  for (size_t at = first_line.find(separator); at != std::string_view::npos;
       at = first_line.find(separator, at + separator.size())) {
    ++fields;
  }
  return fields;
}

}  // namespace

MatrixRef parse_csv_matrix(std::string_view text, const std::string& path, const ReadOptions& options,
                           ThreadPool& pool) {
  TextLines lines(text, path, options.max_line_bytes, pool);
  if (options.header) lines.take_first_line();
  if (options.rows >= 0 && lines.lines() != options.rows) {
    throw Error(ErrorKind::kIo, cat(path, ": file has ", lines.lines(), " rows, expected ", options.rows));
  }
  if (lines.lines() == 0) return NewMatrix::dense(0, std::max<int64_t>(options.columns, 0));

  const TextLines::Block& first = lines.blocks().front();
  std::string_view rest = first.text;
  const int64_t found = count_columns(take_line(rest), options.separator);
  if (options.columns >= 0 && found != options.columns) {
    fail_at_line(path, first.first_line, 0, cat("row has ", found, " fields, expected ", options.columns));
  }
  NewMatrix matrix = NewMatrix::dense(lines.lines(), found);
  const BlockParser parser(lines, options, found);
  lines.for_each_block(pool, [&](int64_t, const TextLines::Block& block) {
    parser.parse(block, matrix->row(block.first_line - first.first_line));
  });
  return matrix;
}

}  // namespace lineal
