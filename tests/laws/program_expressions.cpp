// Expressions of random programs.
#include "runtime/core/cat.h"
#include "tests/laws/drawn_operators.h"
#include "tests/laws/program_generator.h"

namespace lineal {

std::string ProgramGenerator::fresh(const char* prefix) {
  return cat(prefix, ++counter_);
}

std::string ProgramGenerator::drawn(const std::string& rows, const std::string& columns) {
  const std::string shape = cat("rand(rows=", rows, ", cols=", columns, ", min=-2, max=2");
  if (!options_.draws || chance(60)) return cat(shape, chance(30) ? ", sparsity=0.3" : "", ", seed=", below(6), ")");
  const std::string number = scope_.scalars.empty() ? "3" : scope_.scalars.back();
  switch (below(4)) {
    case 0:
      return cat(shape, ", seed=round(abs(", number, ")) * 7 + 1)");
    case 1:
      return cat(shape, ", seed=0 - 1)");
    case 2:
      return cat(shape, ", seed=2 - round(abs(", number, ")))");
    default:
      return cat(shape, ")");
  }
}

std::string ProgramGenerator::leaf(int64_t rows, int64_t columns) {
  std::vector<const Matrix*> fitting;
  for (const Matrix& each : scope_.matrices) {
    if (each.rows == rows && each.columns == columns) fitting.push_back(&each);
  }
  if (!fitting.empty() && chance(75))
    return fitting[static_cast<size_t>(below(static_cast<int64_t>(fitting.size())))]->name;
  if (chance(30)) return cat("matrix(", below(7) - 3, ", rows=", rows, ", cols=", columns, ")");
  return drawn(cat(rows), cat(columns));
}

std::string ProgramGenerator::matrix_expression(int64_t rows, int64_t columns, int depth) {
  if (depth <= 0 || chance(15)) return leaf(rows, columns);
  const auto sub = [this, depth](int64_t r, int64_t c) { return matrix_expression(r, c, depth - 1); };
  switch (below(12)) {
    case 0:
    case 1:
      return written_call(any_of(drawn_operators().binary), {sub(rows, columns), sub(rows, columns)});
    case 2:
      return written_call(any_of(drawn_operators().binary), {sub(rows, columns), scalar_expression(depth - 1)});
    case 3: {
      const int64_t inner = 1 + below(5);
      return cat("(", sub(rows, inner), " %*% ", sub(inner, columns), ")");
    }
    case 4:
      return cat("t(", sub(columns, rows), ")");
    case 5:
      return written_call(any_of(drawn_operators().unary), {sub(rows, columns)});
    case 6:
      if (columns > 1) return cat("cbind(", sub(rows, columns - 1), ", ", sub(rows, 1), ")");
      return written_call(any_of(drawn_operators().of_rows), {sub(rows, 1 + below(5))});
    case 7:
      if (rows > 1) return cat("rbind(", sub(rows - 1, columns), ", ", sub(1, columns), ")");
      return written_call(any_of(drawn_operators().of_columns), {sub(1 + below(5), columns)});
    case 8:
      return cat("(", sub(rows, columns), " + ", sub(rows, 1), ")");
    case 9: {
      const int64_t inner = 1 + below(5);
      const std::string x = leaf(inner, rows);
      if (rows == columns && x.find('(') == std::string::npos) return cat("(t(", x, ") %*% ", x, ")");
      return written_call(any_of(drawn_operators().same_shape), {sub(rows, columns)});
    }
    case 10:
      if (options_.rounding) return rounding_expression(rows, columns, depth - 1);
      [[fallthrough]];
    default:
      return cat("ifelse(", sub(rows, columns), " > 0, ", sub(rows, columns), ", ", scalar_expression(0), ")");
  }
}

/// Forms that have a rewrite which may change the last bits.
std::string ProgramGenerator::rounding_expression(int64_t rows, int64_t columns, int depth) {
  const auto sub = [this, depth](int64_t r, int64_t c) { return matrix_expression(r, c, depth - 1); };
  const int64_t inner = 1 + below(5), outer = 1 + below(5);
  switch (below(7)) {
    case 0:
      return cat("(", leaf(rows, inner), " %*% ", leaf(inner, outer), " %*% ", leaf(outer, columns), ")");
    case 1: {
      const std::string x = leaf(inner, rows);
      return cat("(t(", x, ") %*% (", x, " %*% ", leaf(rows, columns), "))");
    }
    case 2:
      return cat("(", sub(rows, columns), " * ", choose("0.01", "0.3", "3"), " * ", choose("0.5", "0.7", "2"), ")");
    case 3: {
      const std::string x = sub(rows, columns);
      return cat("(", x, choose(" + ", " * ", " - 0.1 * "), x, ")");
    }
    case 4:
      return cat("(t(", leaf(inner, rows), ") %*% t(", leaf(columns, inner), "))");
    case 5: {
      const std::string x = leaf(rows, inner);
      return cat("(", x, " %*% ", leaf(inner, columns), " + ", x, " %*% ", leaf(inner, columns), ")");
    }
    default:
      return cat("(", sub(rows, columns), " / ", choose("3", "0.7", "7"), " - (", sub(rows, columns), " - 1) / 3)");
  }
}

std::string ProgramGenerator::full_aggregate(int depth) {
  const int64_t rows = 1 + below(5), columns = 1 + below(5);
  const std::string x = matrix_expression(rows, columns, depth);
  if (!options_.rounding || chance(40)) return written_call(any_of(drawn_operators().of_all), {x});
  switch (below(7)) {
    case 0:
      return cat("sum(", x, " * ", leaf(rows, columns), ")");
    case 1:
      return cat("sum(t(", x, "))");
    case 2:
      return cat("sum(", x, " %*% ", leaf(columns, rows), ")");
    case 3:
      return cat("trace(", x, " %*% ", leaf(columns, rows), ")");
    case 4:
      return cat("sum(", x, " + ", leaf(rows, columns), ")");
    case 5:
      return cat("sum(", x, " ^ 2)");
    default:
      return cat("sum(", choose("rowSums", "colSums", "-"), "(", x, "))");
  }
}

std::string ProgramGenerator::scalar_expression(int depth) {
  if (depth > 0 && chance(40)) return full_aggregate(depth - 1);
  if (!scope_.scalars.empty() && chance(50))
    return scope_.scalars[static_cast<size_t>(below(static_cast<int64_t>(scope_.scalars.size())))];
  return chance(50) ? cat(below(9)) : cat(below(9), ".", 25 * (1 + below(3)));
}

}  // namespace lineal
