// Records of a CSV text, split into fields.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lineal {

/// Goes through the records of a text. Fields lose blanks at both ends and keep their quotes; a separator or a line end
/// within quotes belongs to the field.
class CsvRecords {
 public:
  /// `path`, `separator` and the text must outlive this; `line` is the number of the first line, for messages.
  CsvRecords(std::string_view text, int64_t line, const std::string& path, const std::string& separator);

  bool done() const { return rest_.empty(); }
  /// What is left, and the number of its first line.
  std::string_view rest() const { return rest_; }
  int64_t next_line() const { return line_; }
  /// The number of the first line of the record that was read last.
  int64_t line() const { return record_line_; }

  /// Splits the next record into `fields`. Throws Error(kIo) for a quote that is not closed.
  void next(std::vector<std::string_view>& fields);

 private:
  /// Splits a line in which nothing is quoted.
  void split(std::string_view line, std::vector<std::string_view>& fields) const;
  /// Splits a record whose fields may be quoted, one after the other.
  void next_quoted(std::vector<std::string_view>& fields);
  /// Where the field at the start of the rest ends: at a separator, a line end or the end of the text.
  size_t field_end();
  /// The quote that ends the field that opens at `at`: the first not doubled one before a separator or a line end. A
  /// quote in the middle of text ends nothing.
  size_t closing_quote(size_t at);

  std::string_view rest_;
  const std::string& path_;
  const std::string& separator_;
  bool quotes_;  // whether there are any in the text
  int64_t line_;
  int64_t record_line_;
};

}  // namespace lineal
