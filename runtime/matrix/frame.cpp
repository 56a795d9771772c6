// What frames weigh.
#include "runtime/matrix/frame.h"

#include <algorithm>
#include <unordered_set>

#include "runtime/core/error.h"

namespace lineal {

Frame::Frame(int64_t rows, std::vector<Column> columns) : rows_(rows), columns_(std::move(columns)) {
  LINEAL_CHECK(std::all_of(columns_.begin(), columns_.end(),
                           [&](const Column& column) { return column.cells && column.cells->size() == rows; }),
               "a frame with columns of several lengths");
}

std::vector<Frame::Part> Frame::parts() const {
  auto own = static_cast<int64_t>(sizeof(Frame) + columns_.capacity() * sizeof(Column));
  std::vector<Part> parts = {{this, 0}};
  std::unordered_set<const Object*> seen;
  const auto add = [&](const ColumnCells& cells) {
    if (seen.insert(&cells).second) parts.push_back({&cells, cells.own_bytes()});
  };
  for (const Column& column : columns_) {
    // A name of up to 15 bytes lives inside itself.
    if (column.name.capacity() > 15) own += static_cast<int64_t>(column.name.capacity());
    add(*column.cells);
    if (const ColumnCells::Coded* coded = column.cells->coded()) add(*coded->dictionary);
  }
  parts.front().bytes = own;
  return parts;
}

int64_t Frame::bytes() const {
  int64_t bytes = 0;
  for (const Part& part : parts())
    bytes += part.bytes;
  return bytes;
}

}  // namespace lineal
