// Rows of frames as lines of CSV.
#pragma once

#include <string>
#include <vector>

#include "runtime/matrix/frame.h"

namespace lineal {

/// Writes the rows of a frame, which it refers to. A cell that would break the file apart is put in quotes; for the
/// values of a dictionary this is found out once.
class CsvFrameRows {
 public:
  CsvFrameRows(const Frame& frame, const std::string& separator);

  /// The names of the columns as a line; nothing without columns.
  void append_header(std::string& out) const;
  /// Row `r` as a line.
  void append(std::string& out, int64_t r);

 private:
  struct Column {
    const ColumnCells* cells;
    std::vector<bool> safe;  // values of a dictionary that need no quotes
  };
  const Frame& frame_;
  const std::string& separator_;
  std::vector<Column> columns_;
  std::string scratch_;
};

}  // namespace lineal
