// Readers of text, Matrix Market and libsvm files.
#include "runtime/io/triplets.h"

#include <algorithm>
#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"
#include "runtime/io/triplet_list.h"

namespace lineal {
namespace {

/// The next word of a line, empty at its end.
std::string_view take_word(std::string_view& rest) {
  const size_t begin = rest.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) {
    rest = {};
    return {};
  }
  const size_t end = std::min(rest.find_first_of(" \t\r", begin), rest.size());
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

/// Position of a part in its line, from 1.
int64_t column_of(std::string_view line, std::string_view part) {
  return part.data() - line.data() + 1;
}

/// Reads lines of one file; knows the path for messages.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : path_(path) {}

  int64_t whole(std::string_view line, int64_t number, std::string_view word, std::string_view what) const {
    int64_t value = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (word.empty()) fail_at_line(path_, number, 0, cat(what, " is missing"));
    if (failed != std::errc{} || end != word.data() + word.size()) {
      fail_at_line(path_, number, column_of(line, word), cat(what, " is not a whole number: ", quote_cell(word)));
    }
    return value;
  }

  double real(std::string_view line, int64_t number, std::string_view word) const {
    double value = 0;
    if (word.empty()) fail_at_line(path_, number, 0, "value is missing");
    if (!parse_number(word, value)) {
      fail_at_line(path_, number, column_of(line, word), cat("not a number: ", quote_cell(word)));
    }
    return value;
  }

  /// "row column value" or, for patterns, "row column".
  Triplet cell(std::string_view line, int64_t number, bool has_value) const {
    std::string_view rest = line;
    Triplet cell{.line = number};
    cell.row = whole(line, number, take_word(rest), "row") - 1;
    cell.column = whole(line, number, take_word(rest), "column") - 1;
    cell.value = has_value ? real(line, number, take_word(rest)) : 1;
    if (const std::string_view extra = take_word(rest); !extra.empty()) {
      fail_at_line(path_, number, column_of(line, extra), cat("unexpected text: ", quote_cell(extra)));
    }
    return cell;
  }

  void check_inside(const Triplet& cell, int64_t rows, int64_t columns) const {
    if (cell.row < 0 || cell.row >= rows || cell.column < 0 || cell.column >= columns) {
      fail_at_line(
          path_, cell.line, 0,
          cat("cell (", cell.row + 1, ", ", cell.column + 1, ") is outside of the matrix of ", rows, "x", columns));
    }
  }

 private:
  const std::string& path_;
};

/// Parses blocks on the pool and joins their cells in the order of the file.
template <class ParseLine>
std::vector<Triplet> collect(const TextLines& lines, ThreadPool& pool, const ParseLine& parse_line) {
  std::vector<std::vector<Triplet>> parts(lines.blocks().size());
  lines.for_each_block(pool, [&](int64_t index, const TextLines::Block& block) {
    std::string_view rest = block.text;
    for (int64_t number = block.first_line; !rest.empty(); ++number) {
      parse_line(take_line(rest), number, parts[static_cast<size_t>(index)]);
    }
  });
  std::vector<Triplet> all;
  for (const std::vector<Triplet>& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

struct MarketHeader {
  bool has_values = true;
  enum class Symmetry : uint8_t { kGeneral, kSymmetric, kSkew } symmetry = Symmetry::kGeneral;
};

MarketHeader parse_market_header(std::string_view line, const std::string& path) {
  std::string words[5];
  std::string_view rest = line;
  for (std::string& word : words) {
    word = take_word(rest);
    for (char& c : word) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
  }
  if (words[0] != "%%matrixmarket" || words[1] != "matrix") {
    fail_at_line(path, 1, 0, cat("not a Matrix Market header: ", quote_cell(line)));
  }
  if (words[2] != "coordinate")
    fail_at_line(path, 1, 0, cat("Matrix Market format is not supported: ", quote_cell(words[2])));
  if (words[3] != "real" && words[3] != "integer" && words[3] != "pattern") {
    fail_at_line(path, 1, 0, cat("Matrix Market field is not supported: ", quote_cell(words[3])));
  }
  MarketHeader header{.has_values = words[3] != "pattern"};
  if (words[4] == "symmetric") {
    header.symmetry = MarketHeader::Symmetry::kSymmetric;
  } else if (words[4] == "skew-symmetric") {
    header.symmetry = MarketHeader::Symmetry::kSkew;
  } else if (words[4] != "general") {
    fail_at_line(path, 1, 0, cat("Matrix Market symmetry is not supported: ", quote_cell(words[4])));
  }
  return header;
}

void check_announced(const std::string& path, std::string_view what, int64_t announced, int64_t found) {
  if (announced >= 0 && announced != found) {
    throw Error(ErrorKind::kIo, cat(path, ": file has ", found, " ", what, ", expected ", announced));
  }
}

}  // namespace

MatrixRef parse_text_matrix(std::string_view text, const std::string& path, const ReadOptions& options,
                            ThreadPool& pool) {
  const TextLines lines(text, path, options.max_line_bytes, pool);
  const LineReader reader(path);
  std::vector<Triplet> cells =
      collect(lines, pool, [&](std::string_view line, int64_t number, std::vector<Triplet>& out) {
        if (trim(line).empty()) return;
        const Triplet cell = reader.cell(line, number, true);
        if (cell.row == -1 && cell.column == -1 && cell.value == 0) return;
        reader.check_inside(cell, options.rows, options.columns);
        out.push_back(cell);
      });
  return build_matrix(options.rows, options.columns, std::move(cells), path);
}

MatrixRef parse_matrix_market(std::string_view text, const std::string& path, const ReadOptions& options,
                              ThreadPool& pool) {
  TextLines lines(text, path, options.max_line_bytes, pool);
  const MarketHeader header = parse_market_header(lines.take_first_line(), path);
  std::string_view line = "%";
  int64_t number = 1;
  while (lines.lines() > 0 && (line.starts_with('%') || trim(line).empty())) {
    line = lines.take_first_line();
    ++number;
  }
  if (line.starts_with('%')) fail_at_line(path, number, 0, "the line of dimensions is missing");
  const LineReader reader(path);
  std::string_view rest = line;
  const int64_t rows = reader.whole(line, number, take_word(rest), "number of rows");
  const int64_t columns = reader.whole(line, number, take_word(rest), "number of columns");
  const int64_t count = reader.whole(line, number, take_word(rest), "number of entries");
  if (rows < 0 || columns < 0 || count < 0)
    fail_at_line(path, number, 0, cat("negative dimensions: ", quote_cell(line)));
  check_announced(path, "rows", options.rows, rows);
  check_announced(path, "columns", options.columns, columns);
  const bool general = header.symmetry == MarketHeader::Symmetry::kGeneral;
  if (!general && rows != columns) fail_at_line(path, number, 0, cat("symmetric but not square: ", rows, "x", columns));

  std::vector<Triplet> cells = collect(lines, pool, [&](std::string_view entry, int64_t at, std::vector<Triplet>& out) {
    if (entry.starts_with('%') || trim(entry).empty()) return;
    const Triplet cell = reader.cell(entry, at, header.has_values);
    reader.check_inside(cell, rows, columns);
    out.push_back(cell);
  });
  if (static_cast<int64_t>(cells.size()) != count) {
    throw Error(ErrorKind::kIo,
                cat(path, ": file has ", static_cast<int64_t>(cells.size()), " entries, expected ", count));
  }
  if (!general) {
    const double sign = header.symmetry == MarketHeader::Symmetry::kSkew ? -1 : 1;
    const size_t listed = cells.size();
    for (size_t i = 0; i < listed; ++i) {
      const Triplet cell = cells[i];
      if (cell.row != cell.column) cells.push_back({cell.column, cell.row, sign * cell.value, cell.line});
    }
  }
  return build_matrix(rows, columns, std::move(cells), path);
}

MatrixRef parse_libsvm(std::string_view text, const std::string& path, const ReadOptions& options, ThreadPool& pool) {
  const TextLines lines(text, path, options.max_line_bytes, pool);
  check_announced(path, "rows", options.rows, lines.lines());
  const LineReader reader(path);
  const std::string& separator = options.separator;
  std::vector<Triplet> cells =
      collect(lines, pool, [&](std::string_view line, int64_t number, std::vector<Triplet>& out) {
        std::string_view rest = line;
        bool first = true;
        while (!rest.empty() || first) {
          const size_t end = std::min(rest.find(separator), rest.size());
          const std::string_view word = trim(rest.substr(0, end));
          rest.remove_prefix(std::min(end + separator.size(), rest.size()));
          Triplet cell{.row = number - 1, .column = options.columns, .line = number};
          if (first) {
            cell.value = reader.real(line, number, word);
          } else if (word.empty()) {
            continue;  // separators at the end or doubled
          } else {
            const size_t middle = word.find(options.index_separator);
            if (middle == std::string_view::npos) {
              fail_at_line(path, number, column_of(line, word), cat("not index:value: ", quote_cell(word)));
            }
            cell.column = reader.whole(line, number, word.substr(0, middle), "index") - 1;
            cell.value = reader.real(line, number, word.substr(middle + options.index_separator.size()));
            reader.check_inside(cell, lines.lines(), options.columns);
          }
          out.push_back(cell);
          first = false;
        }
      });
  return build_matrix(lines.lines(), options.columns + 1, std::move(cells), path);
}

}  // namespace lineal
