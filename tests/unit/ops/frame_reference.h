// Frames as lists of texts, and their operators as plainly as they can be written: what the law of frames compares
// with.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/number_format.h"
#include "runtime/io/number_text.h"
#include "runtime/ops/frames/frame_cells.h"
#include "tests/unit/matrix/frame_samples.h"

namespace lineal::reference {

struct Column {
  std::string name;
  ColumnType type = ColumnType::kString;
  TextCells cells;
};
using Table = std::vector<Column>;

inline Table table_of(const Value& value) {
  Table table;
  const Frame& frame = value.as_frame();
  for (int64_t c = 0; c < frame.columns(); ++c)
    table.push_back({frame.column(c).name, frame.column(c).type, texts_in(frame.column(c))});
  return table;
}

/// One text that shows everything, for comparing and for messages.
inline std::string show(const Table& table) {
  std::string out;
  for (const Column& column : table) {
    out += cat(column.name, ":", column_type_name(column.type));
    for (const std::optional<std::string>& cell : column.cells)
      out += cell ? cat("|", *cell) : "|<missing>";
    out += "\n";
  }
  return out;
}

/// Begins are counted from 0, ends exclusive.
inline Table slice(const Table& table, size_t r1, size_t r2, size_t c1, size_t c2) {
  Table result(table.begin() + static_cast<int64_t>(c1), table.begin() + static_cast<int64_t>(c2));
  for (Column& column : result)
    column.cells =
        TextCells(column.cells.begin() + static_cast<int64_t>(r1), column.cells.begin() + static_cast<int64_t>(r2));
  return result;
}

inline Table assign(Table table, const Table& source, size_t r1, size_t c1) {
  for (size_t c = 0; c < source.size(); ++c) {
    Column& column = table[c1 + c];
    for (size_t r = 0; r < source[c].cells.size(); ++r) {
      const std::optional<std::string>& cell = source[c].cells[r];
      column.cells[r1 + r] = !cell || source[c].type == column.type ? cell : typed_cell(*cell, column.type);
    }
  }
  return table;
}

inline Table bind_rows(Table above, const Table& below) {
  for (size_t c = 0; c < above.size(); ++c) {
    if (above[c].type != below[c].type) above[c].type = ColumnType::kString;
    above[c].cells.insert(above[c].cells.end(), below[c].cells.begin(), below[c].cells.end());
  }
  return above;
}

inline Table bind_columns(const Table& left, const Table& right) {
  Table result;
  for (const Table* part : {&left, &right}) {
    for (size_t c = 0; c < part->size(); ++c) {
      Column column = (*part)[c];
      const auto same = [&](const Column& other) { return other.name == column.name; };
      if (column.name == default_column_name(static_cast<int64_t>(c)) ||
          std::any_of(result.begin(), result.end(), same)) {
        column.name = default_column_name(static_cast<int64_t>(result.size()));
      }
      result.push_back(column);
    }
  }
  return result;
}

inline Table gather(Table table, const std::vector<double>& select) {
  for (Column& column : table) {
    TextCells kept;
    for (size_t r = 0; r < select.size(); ++r) {
      if (select[r] != 0) kept.push_back(column.cells[r]);
    }
    column.cells = kept;
  }
  return table;
}

/// Rows of which a cell is neither missing nor empty.
inline std::vector<double> filled_rows(const Table& table, size_t rows) {
  std::vector<double> filled(rows);
  for (const Column& column : table) {
    for (size_t r = 0; r < rows; ++r) {
      if (column.cells[r] && !column.cells[r]->empty()) filled[r] = 1;
    }
  }
  return filled;
}

template <class Function>
Table map(Table table, const Function& function) {
  for (size_t c = 0; c < table.size(); ++c) {
    table[c].name = default_column_name(static_cast<int64_t>(c));
    table[c].type = ColumnType::kString;
    for (std::optional<std::string>& cell : table[c].cells) {
      if (cell) cell = function(*cell);
    }
  }
  return table;
}

inline Table replace_text(Table table, const std::string& pattern, const std::string& replacement) {
  for (Column& column : table) {
    for (std::optional<std::string>& cell : column.cells) {
      if (cell == pattern) cell = replacement;
    }
  }
  return table;
}

inline Table replace_number(Table table, double pattern, const std::string& replacement) {
  for (Column& column : table) {
    if (column.type == ColumnType::kString || column.type == ColumnType::kCharacter) continue;
    for (std::optional<std::string>& cell : column.cells) {
      if (!cell) continue;
      double number = 0;
      const auto [end, fault] = std::from_chars(cell->data(), cell->data() + cell->size(), number);
      if (*cell == "NaN") number = std::nan("");
      if (*cell != "NaN" && (fault != std::errc() || end != cell->data() + cell->size())) continue;
      if (number == pattern || (number != number && pattern != pattern)) cell = replacement;
    }
  }
  return table;
}

template <class T>
bool holds(std::string_view relation, const T& a, const T& b) {
  if (relation == "==") return a == b;
  if (relation == "!=") return a != b;
  if (relation == "<") return a < b;
  if (relation == "<=") return a <= b;
  return relation == ">" ? a > b : a >= b;
}

inline Table compare(std::string_view relation, const Table& a, const Table& b) {
  Table result;
  const auto is_text = [](ColumnType type) { return type == ColumnType::kString || type == ColumnType::kCharacter; };
  for (size_t c = 0; c < a.size(); ++c) {
    Column column{default_column_name(static_cast<int64_t>(c)), ColumnType::kBoolean, {}};
    for (size_t r = 0; r < a[c].cells.size(); ++r) {
      const std::optional<std::string>& x = a[c].cells[r];
      const std::optional<std::string>& y = b[c].cells[r];
      bool answer = false;
      if (!x || !y) {
        answer = relation == "!=" ? x || y : !x && !y && relation == "==";
      } else if (is_text(a[c].type) || is_text(b[c].type)) {
        answer = holds(relation, *x, *y);
      } else {
        answer = holds(relation, cell_number(*x).value_or(0), cell_number(*y).value_or(0));
      }
      column.cells.emplace_back(answer ? "TRUE" : "FALSE");
    }
    result.push_back(column);
  }
  return result;
}

/// The cells of the matrix row by row, or the message.
inline std::string as_matrix(const Table& table, size_t rows) {
  std::vector<double> cells(rows * table.size());
  for (size_t c = 0; c < table.size(); ++c) {
    for (size_t r = 0; r < rows; ++r) {
      const std::optional<std::string>& cell = table[c].cells[r];
      double& target = cells[r * table.size() + c];
      target = std::numeric_limits<double>::quiet_NaN();
      if (!cell || cell->empty()) continue;
      const std::optional<double> number = cell_number(*cell);
      if (!number) {
        return cat("as.matrix: not a number in row ", r + 1, ", column ", c + 1, " (", table[c].name, "): \"", *cell,
                   "\"");
      }
      target = *number;
    }
  }
  std::string out;
  for (const double number : cells)
    out += format_double(number) + " ";
  return out;
}

inline std::string to_string(const Table& table, size_t rows) {
  std::string out = cat("# FRAME: nrow = ", rows, ", ncol = ", table.size(), "\n#");
  for (const Column& column : table)
    out += " " + column.name;
  out += "\n#";
  for (const Column& column : table)
    out += cat(" ", column_type_name(column.type));
  out += "\n";
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < table.size(); ++c) {
      if (c > 0) out += ' ';
      const std::optional<std::string>& cell = table[c].cells[r];
      double number = 0;
      if (!cell) {
        out += "null";
      } else if (table[c].type == ColumnType::kFp64 && parse_number(*cell, number)) {
        append_fixed(out, number, 3);
      } else if (table[c].type == ColumnType::kBoolean) {
        out += *cell == "1" || *cell == "true" || *cell == "True" || *cell == "TRUE" ? "TRUE" : "FALSE";
      } else {
        out += *cell;
      }
    }
    out += "\n";
  }
  return out;
}

/// The lines of a CSV without header.
inline std::string csv(const Table& table, size_t rows) {
  std::string out;
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < table.size(); ++c) {
      if (c > 0) out += ',';
      const std::string cell = table[c].cells[r].value_or("");
      const bool quoted = cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
      if (cell.find_first_of(",\r\n") == std::string::npos || quoted) {
        out += cell;
        continue;
      }
      out += '"';
      for (const char letter : cell)
        out += letter == '"' ? "\"\"" : std::string(1, letter);
      out += '"';
    }
    out += "\n";
  }
  return out;
}

}  // namespace lineal::reference
