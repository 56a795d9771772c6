// Columns of frames from lists of texts, and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/matrix/columns/cells_builder.h"
#include "runtime/matrix/frame.h"

namespace lineal {

/// Cells as they are compared in tests: nullopt is missing.
using TextCells = std::vector<std::optional<std::string>>;

inline Ref<const ColumnCells> cells_from(const TextCells& texts, ColumnType type = ColumnType::kString) {
  CellsBuilder builder(type);
  for (const std::optional<std::string>& text : texts) {
    if (text) {
      builder.append_text(*text);
    } else {
      builder.append_missing();
    }
  }
  return builder.finish();
}

inline TextCells texts_in(const ColumnCells& cells) {
  TextCells texts;
  std::string scratch;
  for (int64_t r = 0; r < cells.size(); ++r) {
    texts.emplace_back();
    if (!cells.is_missing(r)) texts.back() = std::string(cells.text(r, scratch));
  }
  return texts;
}

inline TextCells texts_in(const Frame::Column& column) {
  return texts_in(*column.cells);
}

inline Frame::Column sample_column(std::string name, ColumnType type, const TextCells& texts) {
  return {.name = std::move(name), .type = type, .cells = cells_from(texts, type)};
}

}  // namespace lineal
