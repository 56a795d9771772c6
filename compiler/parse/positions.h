// Byte offsets of a text to lines and columns.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/core/source_span.h"

namespace lineal {

/// Where lines start, so that a span is found in logarithmic time.
class Positions {
 public:
  Positions(std::string_view text, uint32_t file);

  /// The span of the bytes [begin, end).
  SourceSpan span(size_t begin, size_t end) const;

 private:
  std::vector<size_t> starts_;
  uint32_t file_;
};

}  // namespace lineal
