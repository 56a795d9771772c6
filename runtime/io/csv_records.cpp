// Splits lines at separators, and looks for quotes only where there are some.
#include "runtime/io/csv_records.h"

#include <algorithm>

#include "runtime/io/number_text.h"
#include "runtime/io/text_lines.h"

namespace lineal {
namespace {

/// Most fields have no blanks to lose.
std::string_view trimmed(std::string_view field) {
  if (field.empty() || (field.front() > ' ' && field.back() > ' ')) return field;
  return trim(field);
}

}  // namespace

CsvRecords::CsvRecords(std::string_view text, int64_t line, const std::string& path, const std::string& separator)
    : rest_(text),
      path_(path),
      separator_(separator),
      quotes_(text.find('"') != std::string_view::npos),
      line_(line),
      record_line_(line) {}

void CsvRecords::next(std::vector<std::string_view>& fields) {
  fields.clear();
  record_line_ = line_;
  const size_t end = std::min(rest_.find('\n'), rest_.size());
  const std::string_view line = rest_.substr(0, end);
  if (quotes_ && line.find('"') != std::string_view::npos) return next_quoted(fields);
  split(line, fields);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++line_;
}

void CsvRecords::split(std::string_view line, std::vector<std::string_view>& fields) const {
  for (;;) {
    const size_t end = separator_.size() == 1 ? line.find(separator_[0]) : line.find(separator_);
    fields.push_back(trimmed(line.substr(0, end)));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + separator_.size());
  }
}

void CsvRecords::next_quoted(std::vector<std::string_view>& fields) {
  for (;;) {
    const size_t end = field_end();
    fields.push_back(trim(rest_.substr(0, end)));
    const bool more = rest_.substr(end).starts_with(separator_);
    rest_.remove_prefix(more ? end + separator_.size() : std::min(end + 1, rest_.size()));
    if (!more) break;
  }
  ++line_;
}

size_t CsvRecords::field_end() {
  size_t at = rest_.find_first_not_of(" \t");
  if (at == std::string_view::npos || rest_[at] != '"') {
    at = 0;
  } else {
    at = closing_quote(at) + 1;
  }
  const size_t stop = std::min(rest_.find('\n', at), rest_.size());
  return std::min(rest_.substr(0, stop).find(separator_, at), stop);
}

size_t CsvRecords::closing_quote(size_t at) {
  const int64_t opened = line_;
  for (size_t i = at + 1; i < rest_.size(); ++i) {
    if (rest_[i] == '\n') ++line_;
    if (rest_[i] != '"') continue;
    if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
      ++i;
      continue;
    }
    return i;
  }
  fail_at_line(path_, opened, static_cast<int64_t>(at) + 1, "quote is not closed");
}

}  // namespace lineal
