// Compares values of dictionaries once, cells of other columns one by one.
#include "runtime/ops/frames/frame_compare.h"

#include <string>
#include <vector>

#include "runtime/ops/frames/frame_cells.h"

namespace lineal {
namespace {

template <class T>
bool holds(Relation relation, const T& a, const T& b) {
  switch (relation) {
    case Relation::kEqual:
      return a == b;
    case Relation::kDiffer:
      return a != b;
    case Relation::kLess:
      return a < b;
    case Relation::kLessEqual:
      return a <= b;
    case Relation::kGreater:
      return a > b;
    case Relation::kGreaterEqual:
      return a >= b;
  }
  return false;
}

bool is_text(ColumnType type) {
  return type == ColumnType::kString || type == ColumnType::kCharacter;
}

/// The answers for all cells, of which `answer(x, y)` gives that for places x and y.
template <class Answer>
std::vector<uint8_t> answers_for(Relation relation, const ColumnCells& left, const ColumnCells& right,
                                 const Answer& answer) {
  std::vector<uint8_t> answers(static_cast<size_t>(left.size()));
  const bool any_missing = left.any_missing() || right.any_missing();
  for (int64_t r = 0; r < left.size(); ++r) {
    uint8_t& result = answers[static_cast<size_t>(r)];
    if (any_missing && (left.is_missing(r) || right.is_missing(r))) {
      const bool both = left.is_missing(r) && right.is_missing(r);
      result = relation == Relation::kDiffer ? !both : both && relation == Relation::kEqual;
    } else {
      result = answer(left.place(r), right.place(r));
    }
  }
  return answers;
}

/// Asks for each pair of values of two small dictionaries once.
template <class Answer>
std::vector<uint8_t> answers_of(Relation relation, const ColumnCells& left, const ColumnCells& right,
                                const Answer& answer) {
  const int64_t rows = left.distinct().size();
  const int64_t columns = right.distinct().size();
  if (left.coded() == nullptr || right.coded() == nullptr || columns == 0 || rows > left.size() / columns) {
    return answers_for(relation, left, right, answer);
  }
  std::vector<uint8_t> table;
  table.reserve(static_cast<size_t>(rows * columns));
  for (int64_t x = 0; x < rows; ++x) {
    for (int64_t y = 0; y < columns; ++y)
      table.push_back(answer(x, y));
  }
  return answers_for(relation, left, right,
                     [&](int64_t x, int64_t y) { return table[static_cast<size_t>(x * columns + y)]; });
}

}  // namespace

Ref<const ColumnCells> compare_columns(Relation relation, const Frame::Column& left, const Frame::Column& right) {
  const ColumnCells& a = left.cells->distinct();
  const ColumnCells& b = right.cells->distinct();
  if (is_text(left.type) || is_text(right.type)) {
    std::string scratch[2];
    return boolean_cells(answers_of(relation, *left.cells, *right.cells, [&](int64_t x, int64_t y) {
      return holds(relation, a.text(x, scratch[0]), b.text(y, scratch[1]));
    }));
  }
  const CellNumbers x_numbers(*left.cells);
  const CellNumbers y_numbers(*right.cells);
  return boolean_cells(answers_of(relation, *left.cells, *right.cells, [&](int64_t x, int64_t y) {
    return holds(relation, x_numbers[x].value_or(0), y_numbers[y].value_or(0));
  }));
}

}  // namespace lineal
