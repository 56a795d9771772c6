// Places in scripts as users see them.
#include "runtime/core/source_span.h"

#include <catch2/catch.hpp>

namespace lineal {
namespace {

TEST_CASE("a text that is a piece of a longer one shows that one's lines") {
  SourceMap sources;
  const uint32_t file = sources.add("stdin", "a = 1\nb = 2\r\n");
  sources.starts_at(file, 10);
  const SourceSpan where{.line = 2, .column = 5, .length = 1, .file = file};
  CHECK(sources.shown(where).line == 11);
  CHECK(sources.shown(where).column == 5);
  CHECK(sources.shown_line(where) == "b = 2");
  CHECK(sources.shown_line({.line = 4, .column = 1, .length = 1, .file = file}).empty());
}

TEST_CASE("hidden bytes are in no line and no column") {
  SourceMap sources;
  const uint32_t file = sources.add("prompt", "x = 1\ny = 2; print(y + z\n)");
  sources.hide(file, 13, 6);
  const auto column = [&](uint32_t line, uint32_t at) {
    return sources.shown({.line = line, .column = at, .length = 1, .file = file}).column;
  };
  CHECK(sources.shown_line({.line = 2, .column = 1, .length = 0, .file = file}) == "y = 2; y + z");
  CHECK(column(1, 5) == 5);
  CHECK(column(2, 7) == 7);
  CHECK(column(2, 8) == 8);    // the first hidden byte
  CHECK(column(2, 14) == 8);   // the byte behind
  CHECK(column(2, 18) == 12);  // z
  // A span from a hidden byte on ends where it ended.
  CHECK(sources.shown({.line = 2, .column = 8, .length = 12, .file = file}).length == 6);
  CHECK(sources.shown({.line = 2, .column = 14, .length = 5, .file = file}).length == 5);
}

}  // namespace
}  // namespace lineal
