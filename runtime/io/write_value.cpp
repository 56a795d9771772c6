// Writing values: data as a stream of hashed bytes, then the .mtd file.
#include "runtime/io/write_value.h"

#include <cstdlib>
#include <ctime>

#include <pwd.h>
#include <unistd.h>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/core/sha256.h"
#include "runtime/io/binary_matrix.h"
#include "runtime/io/csv_frame_rows.h"
#include "runtime/io/metadata.h"

namespace lineal {
namespace {

/// Collects text, hands it on in large pieces and hashes it.
class HashedWriter {
 public:
  explicit HashedWriter(OutputFile& file) : file_(file) {}

  std::string& text() { return text_; }
  void expect(double bytes) { file_.expect(bytes); }
  /// To be called between cells: passes the text on when there is enough.
  void flush_if_full() {
    if (text_.size() >= kPiece) flush();
  }
  void write(std::string_view bytes) {
    flush();
    pass_on(bytes);
  }
  WriteResult finish(DataFormat format) {
    flush();
    return {.sha256 = hash_.finish(), .bytes = bytes_, .format = std::string(format_name(format))};
  }

 private:
  static constexpr size_t kPiece = size_t{1} << 20;

  void flush() {
    pass_on(text_);
    text_.clear();
  }
  void pass_on(std::string_view bytes) {
    if (bytes.empty()) return;
    file_.write(bytes);
    hash_.update(bytes);
    bytes_ += static_cast<int64_t>(bytes.size());
  }

  OutputFile& file_;
  Sha256 hash_;
  std::string text_;
  int64_t bytes_ = 0;
};

/// Calls `visit(row, column, value)` for every non-zero cell, row by row. NaN is not zero.
template <class Visit>
void for_each_nonzero(const MatrixBlock& matrix, const Visit& visit) {
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    if (matrix.is_sparse()) {
      const std::span<const int64_t> columns = matrix.row_columns(r);
      const std::span<const double> values = matrix.row_values(r);
      for (size_t i = 0; i < values.size(); ++i) {
        if (values[i] != 0) visit(r, columns[i], values[i]);
      }
    } else {
      const double* row = matrix.row(r);
      for (int64_t c = 0; c < matrix.columns(); ++c) {
        if (row[c] != 0) visit(r, c, row[c]);
      }
    }
  }
}

void append_triplet(std::string& text, int64_t r, int64_t c) {
  append_part(text, r + 1);
  text += ' ';
  append_part(text, c + 1);
  text += ' ';
}

void write_triplets(const MatrixBlock& matrix, HashedWriter& out) {
  for_each_nonzero(matrix, [&](int64_t r, int64_t c, double value) {
    append_triplet(out.text(), r, c);
    append_double(out.text(), value);
    out.text() += '\n';
    out.flush_if_full();
  });
}

void write_default_header(int64_t columns, const WriteOptions& options, HashedWriter& out) {
  for (int64_t c = 0; c < columns; ++c)
    out.text() += cat(c == 0 ? "" : options.separator, "C", c + 1);
  out.text() += '\n';
}

void append_csv_cell(std::string& text, double value, const WriteOptions& options) {
  if (value != 0) {
    append_double(text, value);
  } else if (!options.sparse) {
    text += '0';
  }
}

void write_csv_matrix(const MatrixBlock& matrix, const WriteOptions& options, HashedWriter& out) {
  const double separators = std::max<double>(0, static_cast<double>(matrix.columns()) - 1);
  const double least = separators * static_cast<double>(options.separator.size()) +
                       (options.sparse ? 0 : static_cast<double>(matrix.columns())) + 1;
  out.expect(static_cast<double>(matrix.rows()) * least);
  if (options.header) write_default_header(matrix.columns(), options, out);
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    size_t next = 0;  // entry of the sparse row
    const std::span<const int64_t> columns = matrix.is_sparse() ? matrix.row_columns(r) : std::span<const int64_t>{};
    for (int64_t c = 0; c < matrix.columns(); ++c) {
      if (c > 0) out.text() += options.separator;
      double value = 0;
      if (!matrix.is_sparse()) {
        value = matrix.row(r)[c];
      } else if (next < columns.size() && columns[next] == c) {
        value = matrix.row_values(r)[next++];
      }
      append_csv_cell(out.text(), value, options);
      out.flush_if_full();
    }
    out.text() += '\n';
  }
}

void write_libsvm(const MatrixBlock& matrix, const WriteOptions& options, HashedWriter& out) {
  if (matrix.columns() == 0) throw Error(ErrorKind::kRuntime, "write: libsvm needs a column of labels: 0 columns");
  const int64_t label = matrix.columns() - 1;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    append_double(out.text(), matrix.at(r, label));
    for (int64_t c = 0; c < label; ++c) {
      const double value = matrix.at(r, c);
      if (value == 0) continue;
      out.text() += cat(options.separator, c + 1, ":");
      append_double(out.text(), value);
      out.flush_if_full();
    }
    out.text() += '\n';
  }
}

void write_matrix(const MatrixBlock& matrix, const WriteOptions& options, HashedWriter& out) {
  switch (options.format) {
    case DataFormat::kCsv:
      return write_csv_matrix(matrix, options, out);
    case DataFormat::kLibsvm:
      return write_libsvm(matrix, options, out);
    case DataFormat::kBinary:
      return write_binary_matrix(matrix, [&](std::string_view bytes) { out.write(bytes); });
    case DataFormat::kMatrixMarket:
      out.text() += cat("%%MatrixMarket matrix coordinate real general\n", matrix.rows(), " ", matrix.columns(), " ",
                        matrix.count_nonzeros(), "\n");
      return write_triplets(matrix, out);
    case DataFormat::kText:
      if (matrix.count_nonzeros() == 0) out.text() += "0 0 0\n";
      return write_triplets(matrix, out);
  }
}

void write_frame(const Frame& frame, const WriteOptions& options, HashedWriter& out) {
  if (options.format == DataFormat::kText) {
    std::string scratch;
    for (int64_t r = 0; r < frame.rows(); ++r) {
      for (int64_t c = 0; c < frame.columns(); ++c) {
        const ColumnCells& cells = *frame.column(c).cells;
        if (cells.is_missing(r)) continue;
        const std::string_view cell = cells.text(r, scratch);
        if (cell.find('\n') != std::string_view::npos) {
          throw Error(ErrorKind::kRuntime,
                      cat("write: a cell with a line end cannot be written as text: row ", r + 1, ", column ", c + 1));
        }
        append_triplet(out.text(), r, c);
        out.text().append(cell).append(1, '\n');
        out.flush_if_full();
      }
    }
    return;
  }
  if (options.format != DataFormat::kCsv) {
    throw Error(ErrorKind::kRuntime, cat("write: frames cannot be written in format ", format_name(options.format)));
  }
  CsvFrameRows rows(frame, options.separator);
  if (options.header) rows.append_header(out.text());
  for (int64_t r = 0; r < frame.rows(); ++r) {
    rows.append(out.text(), r);
    out.flush_if_full();
  }
}

std::string user_name() {
  struct passwd entry {};
  struct passwd* found = nullptr;
  char buffer[4096];
  if (::getpwuid_r(::getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found != nullptr) return entry.pw_name;
  return "unknown";
}

std::string current_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[40];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return {text, length};
}

Metadata describe_value(const Value& value, const WriteOptions& options) {
  Metadata metadata;
  metadata.format = std::string(format_name(options.format));
  metadata.description = options.description;
  metadata.author = user_name();
  metadata.created = current_time();
  if (value.is_matrix()) {
    const MatrixBlock& matrix = value.as_matrix();
    metadata.data_type = "matrix";
    metadata.value_type = "double";
    metadata.rows = matrix.rows();
    // A libsvm file announces its features; the label is one column more.
    metadata.columns = matrix.columns() - (options.format == DataFormat::kLibsvm ? 1 : 0);
    metadata.nonzeros = matrix.count_nonzeros();
  } else if (value.is_frame()) {
    const Frame& frame = value.as_frame();
    metadata.data_type = "frame";
    metadata.schema = "";
    for (int64_t c = 0; c < frame.columns(); ++c) {
      metadata.schema->append(column_type_name(frame.column(c).type)).append(1, ',');
    }
    metadata.rows = frame.rows();
    metadata.columns = frame.columns();
  } else {
    metadata.data_type = "scalar";
    metadata.value_type = kind_name(value.kind());
  }
  if (!value.is_scalar() && options.format == DataFormat::kCsv) {
    metadata.header = options.header;
    metadata.separator = options.separator;
  }
  if (options.format == DataFormat::kLibsvm) {
    metadata.separator = options.separator;
    metadata.index_separator = std::string(":");
  }
  return metadata;
}

/// Booleans in lower case, everything else as print shows it.
std::string scalar_file_text(const Value& value) {
  if (value.is_boolean()) return value.as_boolean() ? "true" : "false";
  return scalar_text(value);
}

}  // namespace

DataFormat parse_format(std::string_view word) {
  const std::string name = normal_format(word, "write");
  for (const DataFormat format :
       {DataFormat::kText, DataFormat::kCsv, DataFormat::kMatrixMarket, DataFormat::kLibsvm}) {
    if (format_name(format) == name) return format;
  }
  return DataFormat::kBinary;
}

WriteResult write_value(FileSystem& files, const std::string& path, const Value& value, const WriteOptions& options) {
  if (!value.is_matrix() && !value.is_frame() && !value.is_scalar()) {
    throw Error(ErrorKind::kRuntime, cat("write: not a matrix, frame or scalar: ", describe(value)));
  }
  const std::unique_ptr<OutputFile> data = files.create(path);
  HashedWriter out(*data);
  if (value.is_matrix()) {
    write_matrix(value.as_matrix(), options, out);
  } else if (value.is_frame()) {
    write_frame(value.as_frame(), options, out);
  } else {
    out.text() += scalar_file_text(value);
  }
  WriteResult result = out.finish(options.format);
  if (!options.metadata || files.is_device(path)) {
    data->commit();
    return result;
  }
  const std::unique_ptr<OutputFile> metadata = files.create(path + ".mtd");
  metadata->write(format_metadata(describe_value(value, options)));
  data->commit();
  metadata->commit();
  return result;
}

}  // namespace lineal
