#include "compiler/parse/positions.h"

#include <algorithm>

namespace lineal {

Positions::Positions(std::string_view text, uint32_t file) : starts_{0}, file_(file) {
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) {
    starts_.push_back(end + 1);
  }
}

SourceSpan Positions::span(size_t begin, size_t end) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), begin);
  return {.line = static_cast<uint32_t>(after - starts_.begin()),
          .column = static_cast<uint32_t>(begin - *(after - 1) + 1),
          .length = static_cast<uint32_t>(end > begin ? end - begin : 0),
          .file = file_};
}

}  // namespace lineal
