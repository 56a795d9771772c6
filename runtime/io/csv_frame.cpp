// Frames in CSV files: runs of lines are parsed at the same time, then their columns are joined.
#include <algorithm>
#include <optional>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/csv_records.h"
#include "runtime/io/frame_columns.h"
#include "runtime/io/frame_text.h"
#include "runtime/io/text_lines.h"

namespace lineal {
namespace {

/// Lines that are parsed by one thread.
struct Run {
  std::string_view text;
  int64_t first_line = 1;
  int64_t lines = 0;
};

/// Builders take some hundred bytes a column, which must not be much beside the cells.
constexpr int64_t kFewestLines = 1024;

/// Cuts the end of a text, from line `first_line`, at borders of blocks. A block may end within quotes, so a text with
/// quotes is one run.
std::vector<Run> cut_runs(std::string_view rest, int64_t first_line, const TextLines& lines) {
  std::vector<Run> runs;
  if (rest.empty()) return runs;
  if (rest.find('"') != std::string_view::npos) return {{rest, first_line, lines.lines()}};
  const char* const end = rest.data() + rest.size();
  const char* begin = rest.data();
  int64_t line = first_line;
  for (const TextLines::Block& block : lines.blocks()) {
    const char* const block_end = block.text.data() + block.text.size();
    const int64_t next_line = block.first_line + block.lines;
    if (block_end <= begin || (next_line - line < kFewestLines && block_end != end)) continue;
    runs.push_back({{begin, static_cast<size_t>(block_end - begin)}, line, next_line - line});
    begin = block_end;
    line = next_line;
  }
  return runs;
}

using Columns = std::vector<Ref<const ColumnCells>>;

class CsvFrameReader {
 public:
  CsvFrameReader(const std::string& path, const ReadOptions& options, const std::vector<Frame::Column>& columns)
      : path_(path), options_(options), columns_(columns) {}

  Columns parse(const Run& run) const {
    std::vector<CellsBuilder> builders;
    for (const Frame::Column& column : columns_)
      builders.emplace_back(column.type).reserve(run.lines);
    CsvRecords records(run.text, run.first_line, path_, options_.separator);
    std::vector<std::string_view> fields;
    while (!records.done()) {
      records.next(fields);
      if (fields.size() != columns_.size()) {
        fail_at_line(path_, records.line(), 0,
                     cat("row has ", static_cast<int64_t>(fields.size()), " fields, expected ",
                         static_cast<int64_t>(columns_.size())));
      }
      for (size_t c = 0; c < fields.size(); ++c) {
        if (is_missing(fields[c])) {
          builders[c].append_missing();
        } else {
          append_checked(builders[c], fields[c], columns_[c], path_, records.line());
        }
      }
    }
    Columns cells;
    for (CellsBuilder& builder : builders)
      cells.push_back(builder.finish());
    return cells;
  }

 private:
  bool is_missing(std::string_view cell) const {
    const std::vector<std::string>& words = options_.na_strings;
    return cell.empty() || (!words.empty() && std::find(words.begin(), words.end(), cell) != words.end());
  }

  const std::string& path_;
  const ReadOptions& options_;
  const std::vector<Frame::Column>& columns_;
};

/// Parses all runs. Of several errors that of the first run is thrown, whatever the threads.
std::vector<Columns> parse_runs(const CsvFrameReader& reader, const std::vector<Run>& runs, ThreadPool& pool) {
  std::vector<Columns> parts(runs.size());
  std::vector<std::optional<Error>> errors(runs.size());
  pool.for_each(static_cast<int64_t>(runs.size()), [&](int64_t index) {
    const auto i = static_cast<size_t>(index);
    try {
      parts[i] = reader.parse(runs[i]);
    } catch (const Error& error) {
      errors[i] = error;
    }
  });
  for (const std::optional<Error>& error : errors) {
    if (error) throw *error;
  }
  return parts;
}

/// Puts the parts of each column one below the other, and lets go of them on the way.
void join_parts(std::vector<Columns>& parts, int64_t rows, std::vector<Frame::Column>& columns, ThreadPool& pool) {
  pool.for_each(static_cast<int64_t>(columns.size()), [&](int64_t index) {
    const auto c = static_cast<size_t>(index);
    if (parts.size() == 1) {  // nothing to join
      columns[c].cells = std::move(parts[0][c]);
      return;
    }
    CellsBuilder builder(columns[c].type);
    builder.reserve(rows);
    for (Columns& part : parts) {
      builder.append(*part[c]);
      part[c] = nullptr;
    }
    columns[c].cells = builder.finish();
  });
}

void take_names(const std::vector<std::string_view>& fields, std::vector<Frame::Column>& columns) {
  for (size_t c = 0; c < columns.size(); ++c) {
    std::string_view name = fields[c];
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    if (!name.empty()) columns[c].name = name;
  }
}

}  // namespace

Ref<const Frame> parse_csv_frame(std::string_view text, const std::string& path, const ReadOptions& options,
                                 ThreadPool& pool) {
  const TextLines lines(text, path, options.max_line_bytes, pool);  // checks, and where the text begins and ends
  std::string_view content;
  if (!lines.blocks().empty()) {
    const char* const begin = lines.blocks().front().text.data();
    const std::string_view last = lines.blocks().back().text;
    content = {begin, static_cast<size_t>(last.data() + last.size() - begin)};
  }
  std::vector<std::string_view> fields;
  CsvRecords records(content, 1, path, options.separator);
  if (!content.empty()) {
    records.next(fields);
    if (options.columns >= 0 && static_cast<int64_t>(fields.size()) != options.columns) {
      fail_at_line(path, records.line(), 0,
                   cat("row has ", static_cast<int64_t>(fields.size()), " fields, expected ", options.columns));
    }
  }
  const int64_t count = content.empty() ? std::max<int64_t>(options.columns, 0) : static_cast<int64_t>(fields.size());
  if (content.empty() && options.rows > 0) {
    throw Error(ErrorKind::kIo, cat(path, ": file has 0 rows, expected ", options.rows));
  }
  std::vector<Frame::Column> columns = make_columns(count, path, options);
  if (options.header && !content.empty()) take_names(fields, columns);

  const std::vector<Run> runs =
      options.header ? cut_runs(records.rest(), records.next_line(), lines) : cut_runs(content, 1, lines);
  std::vector<Columns> parts = parse_runs(CsvFrameReader(path, options, columns), runs, pool);
  int64_t rows = 0;
  for (const Columns& part : parts)
    rows += part.front()->size();
  if (options.rows >= 0 && rows != options.rows) {
    throw Error(ErrorKind::kIo, cat(path, ": file has ", rows, " rows, expected ", options.rows));
  }
  join_parts(parts, rows, columns, pool);
  return make_ref<Frame>(rows, std::move(columns));
}

}  // namespace lineal
