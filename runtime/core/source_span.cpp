#include "runtime/core/source_span.h"

#include <algorithm>

namespace lineal {

uint32_t SourceMap::add(std::string name, std::string text) {
  Source source;
  source.name = std::move(name);
  source.text = std::move(text);
  sources_.push_back(std::move(source));
  return static_cast<uint32_t>(sources_.size() - 1);
}

std::string_view SourceMap::name(uint32_t file) const {
  return file < sources_.size() ? std::string_view(sources_[file].name) : std::string_view("?");
}

std::string_view SourceMap::text(uint32_t file) const {
  return file < sources_.size() ? std::string_view(sources_[file].text) : std::string_view();
}

std::string_view SourceMap::line(uint32_t file, uint32_t line) const {
  std::string_view rest = text(file);
  for (uint32_t at = 1; at < line; ++at) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  std::string_view found = rest.substr(0, rest.find('\n'));
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

void SourceMap::starts_at(uint32_t file, uint32_t first_line) {
  sources_[file].first_line = first_line;
}

void SourceMap::hide(uint32_t file, size_t offset, uint32_t length) {
  Source& source = sources_[file];
  const std::string_view before = std::string_view(source.text).substr(0, offset);
  source.hidden_line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const size_t line_end = before.rfind('\n');
  const size_t line_begin = line_end == std::string_view::npos ? 0 : line_end + 1;
  source.hidden_column = static_cast<uint32_t>(offset - line_begin) + 1;
  source.hidden_length = length;
}

SourceSpan SourceMap::shown(SourceSpan where) const {
  if (!where.known() || where.file >= sources_.size()) return where;
  const Source& source = sources_[where.file];
  if (where.line == source.hidden_line && where.column >= source.hidden_column) {
    const uint32_t behind = where.column - source.hidden_column;
    where.length -= std::min(where.length, source.hidden_length - std::min(behind, source.hidden_length));
    where.column -= std::min(behind, source.hidden_length);
  }
  where.line += source.first_line - 1;
  return where;
}

std::string SourceMap::shown_line(SourceSpan where) const {
  std::string found(line(where.file, where.line));
  if (where.file < sources_.size()) {
    const Source& source = sources_[where.file];
    if (where.line == source.hidden_line && source.hidden_length > 0)
      found.erase(source.hidden_column - 1, source.hidden_length);
  }
  return found;
}

}  // namespace lineal
