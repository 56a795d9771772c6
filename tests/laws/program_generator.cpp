#include "tests/laws/program_generator.h"

#include "runtime/core/cat.h"

namespace lineal {

uint64_t ProgramGenerator::next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

std::string ProgramGenerator::fresh(const char* prefix) {
  return cat(prefix, ++counter_);
}

void ProgramGenerator::line(const std::string& text) {
  text_ += cat(std::string(2 * indent_, ' '), text, "\n");
}

std::string ProgramGenerator::leaf(int64_t rows, int64_t columns) {
  std::vector<const Matrix*> fitting;
  for (const Matrix& each : matrices_) {
    if (each.rows == rows && each.columns == columns) fitting.push_back(&each);
  }
  if (!fitting.empty() && chance(75))
    return fitting[static_cast<size_t>(below(static_cast<int64_t>(fitting.size())))]->name;
  switch (below(3)) {
    case 0:
      return cat("matrix(", below(7) - 3, ", rows=", rows, ", cols=", columns, ")");
    case 1:
      return cat("rand(rows=", rows, ", cols=", columns, ", min=-2, max=2, seed=", below(6), ")");
    default:
      return cat("rand(rows=", rows, ", cols=", columns, ", sparsity=0.3, seed=", below(6), ")");
  }
}

std::string ProgramGenerator::matrix_expression(int64_t rows, int64_t columns, int depth) {
  if (depth <= 0 || chance(15)) return leaf(rows, columns);
  const auto sub = [this, depth](int64_t r, int64_t c) { return matrix_expression(r, c, depth - 1); };
  static constexpr const char* kBinary[] = {" + ", " - ", " * ", " >= ", " != "};
  static constexpr const char* kUnary[] = {"abs", "round", "sign", "exp", "floor"};
  switch (below(11)) {
    case 0:
    case 1:
      return cat("(", sub(rows, columns), kBinary[below(5)], sub(rows, columns), ")");
    case 2:
      return cat("(", sub(rows, columns), kBinary[below(4)], scalar_expression(depth - 1), ")");
    case 3: {
      const int64_t inner = 1 + below(5);
      return cat("(", sub(rows, inner), " %*% ", sub(inner, columns), ")");
    }
    case 4:
      return cat("t(", sub(columns, rows), ")");
    case 5:
      return cat(kUnary[below(3)], "(", sub(rows, columns), ")");
    case 6:
      if (columns > 1) return cat("cbind(", sub(rows, columns - 1), ", ", sub(rows, 1), ")");
      return cat("rowSums(", sub(rows, 1 + below(5)), ")");
    case 7:
      if (rows > 1) return cat("rbind(", sub(rows - 1, columns), ", ", sub(1, columns), ")");
      return cat("colSums(", sub(1 + below(5), columns), ")");
    case 8:
      return cat("(", sub(rows, columns), " + ", sub(rows, 1), ")");
    case 9: {
      const int64_t inner = 1 + below(5);
      if (rows != columns) return cat("rev(", sub(rows, columns), ")");
      const std::string x = leaf(inner, rows);
      return x.find('(') == std::string::npos ? cat("(t(", x, ") %*% ", x, ")") : cat("rev(", sub(rows, columns), ")");
    }
    default:
      return cat("ifelse(", sub(rows, columns), " > 0, ", sub(rows, columns), ", ", scalar_expression(0), ")");
  }
}

std::string ProgramGenerator::scalar_expression(int depth) {
  if (depth > 0 && chance(40)) {
    const int64_t rows = 1 + below(5), columns = 1 + below(5);
    static constexpr const char* kFull[] = {"sum", "min", "max", "mean"};
    return cat(kFull[below(4)], "(", matrix_expression(rows, columns, depth - 1), ")");
  }
  if (!scalars_.empty() && chance(50))
    return scalars_[static_cast<size_t>(below(static_cast<int64_t>(scalars_.size())))];
  return chance(50) ? cat(below(9)) : cat(below(9), ".", 25 * (1 + below(3)));
}

void ProgramGenerator::assign_matrix() {
  const int64_t rows = 1 + below(5), columns = 1 + below(5);
  const std::string value = matrix_expression(rows, columns, 3);
  const std::string name = fresh("M");
  line(cat(name, " = ", value));
  matrices_.push_back({name, rows, columns});
}

void ProgramGenerator::assign_scalar() {
  const std::string value = scalar_expression(3);
  const std::string name = fresh("s");
  line(cat(name, " = ", value, " + 0.5"));
  scalars_.push_back(name);
}

void ProgramGenerator::left_index() {
  if (matrices_.empty()) return assign_matrix();
  const Matrix target = matrices_[static_cast<size_t>(below(static_cast<int64_t>(matrices_.size())))];
  const int64_t row = 1 + below(target.rows);
  line(cat(target.name, "[", row, ",] = ", matrix_expression(1, target.columns, 2)));
}

void ProgramGenerator::for_loop(int depth) {
  const std::string variable = fresh("i");
  line(cat("for (", variable, " in 1:", 1 + below(4), ") {"));
  ++indent_;
  const auto matrices = matrices_;
  const auto scalars = scalars_;
  scalars_.push_back(variable);
  for (int64_t i = 0; i <= below(3); ++i)
    statement(depth - 1);
  if (!matrices.empty()) {
    const Matrix& x = matrices[static_cast<size_t>(below(static_cast<int64_t>(matrices.size())))];
    line(cat(x.name, " = ", matrix_expression(x.rows, x.columns, 2)));
  }
  matrices_ = matrices;
  scalars_ = scalars;
  --indent_;
  line("}");
}

void ProgramGenerator::branch(int depth) {
  line(cat("if (", scalar_expression(2), " > ", below(4), ") {"));
  ++indent_;
  const auto matrices = matrices_;
  const auto scalars = scalars_;
  statement(depth - 1);
  if (!matrices.empty()) {
    const Matrix& x = matrices[static_cast<size_t>(below(static_cast<int64_t>(matrices.size())))];
    line(cat(x.name, " = ", matrix_expression(x.rows, x.columns, 2)));
  }
  matrices_ = matrices;
  scalars_ = scalars;
  --indent_;
  line("}");
}

void ProgramGenerator::parfor_loop() {
  const int64_t rows = 2 + below(4), columns = 1 + below(4);
  const std::string result = fresh("R");
  const std::string total = fresh("s");
  const std::string variable = fresh("i");
  line(cat(result, " = matrix(0, rows=", rows, ", cols=", columns, ")"));
  line(cat(total, " = 0.5"));
  line(cat("parfor (", variable, " in 1:", rows, ") {"));
  ++indent_;
  scalars_.push_back(variable);
  const std::string local = fresh("M");
  line(cat(local, " = ", matrix_expression(1, columns, 3)));
  line(cat(result, "[", variable, ",] = ", local, " + ", variable));
  line(cat(total, " += sum(", local, ")"));
  scalars_.pop_back();
  --indent_;
  line("}");
  matrices_.push_back({result, rows, columns});
  scalars_.push_back(total);
}

void ProgramGenerator::function_call() {
  const int64_t rows = 1 + below(4), columns = 1 + below(4);
  const std::string name = fresh("M");
  const std::string scalar = scalar_expression(1);
  line(cat("[", name, ", unused] = gram(", matrix_expression(rows, columns, 2), ", shift=", scalar, ")"));
  matrices_.push_back({name, columns, columns});
}

void ProgramGenerator::statement(int depth) {
  const int64_t choice = below(depth > 0 ? 12 : 8);
  if (choice < 4) return assign_matrix();
  if (choice < 6) return assign_scalar();
  if (choice < 7) return left_index();
  if (choice < 8) return function_call();
  if (choice < 10) return for_loop(depth);
  if (choice < 11) return branch(depth);
  if (indent_ == 0) return parfor_loop();
  assign_matrix();
}

std::vector<std::string> ProgramGenerator::variables() const {
  std::vector<std::string> names = scalars_;
  for (const Matrix& each : matrices_)
    names.push_back(each.name);
  return names;
}

std::string ProgramGenerator::program() {
  line("gram = function(matrix[double] X, double shift = 1) return (matrix[double] G, double s) {");
  line("  G = t(X) %*% X + shift");
  line("  s = sum(G)");
  line("}");
  line("unused = 0.0");
  for (int i = 0; i < 2; ++i)
    assign_matrix();
  const int64_t statements = 4 + below(8);
  for (int64_t i = 0; i < statements; ++i)
    statement(2);
  for (const Matrix& each : matrices_)
    line(cat("print(toString(", each.name, ", decimal=12))"));
  for (const std::string& each : scalars_)
    line(cat("print(", each, ")"));
  return text_;
}

}  // namespace lineal
