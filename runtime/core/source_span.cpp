#include "runtime/core/source_span.h"

namespace lineal {

uint32_t SourceMap::add(std::string name, std::string text) {
  sources_.push_back({std::move(name), std::move(text)});
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

}  // namespace lineal
