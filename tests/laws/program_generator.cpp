#include "tests/laws/program_generator.h"

#include "runtime/core/cat.h"

namespace lineal {

std::string GeneratedProgram::text() const {
  std::string out;
  for (const ProgramPiece& piece : pieces) {
    if (!piece.redefines) out += piece.text;
  }
  return out;
}

void ProgramGenerator::line(const std::string& text) {
  text_ += cat(std::string(2 * static_cast<size_t>(indent_), ' '), text, "\n");
}

void ProgramGenerator::end_piece(bool redefines) {
  if (!text_.empty()) program_.pieces.push_back({std::move(text_), redefines});
  text_.clear();
}

const ProgramGenerator::Matrix& ProgramGenerator::any_matrix() {
  return scope_.matrices[static_cast<size_t>(below(static_cast<int64_t>(scope_.matrices.size())))];
}

void ProgramGenerator::assign_matrix() {
  const int64_t rows = 1 + below(5), columns = 1 + below(5);
  const std::string value = matrix_expression(rows, columns, 3);
  const std::string name = fresh("M");
  line(cat(name, " = ", value));
  scope_.matrices.push_back({name, rows, columns});
}

void ProgramGenerator::assign_scalar() {
  const std::string value = scalar_expression(3);
  const std::string name = fresh("s");
  line(cat(name, " = ", value, " + 0.5"));
  scope_.scalars.push_back(name);
}

void ProgramGenerator::left_index() {
  if (scope_.matrices.empty()) return assign_matrix();
  const Matrix target = any_matrix();
  const int64_t row = 1 + below(target.rows);
  line(cat(target.name, "[", row, ",] = ", matrix_expression(1, target.columns, 2)));
}

/// What the body makes is forgotten behind it, since it may never have run. It changes one variable from before.
void ProgramGenerator::loop_body(int depth) {
  const Scope before = scope_;
  const int64_t statements = 1 + below(3);
  for (int64_t i = 0; i < statements; ++i)
    statement(depth - 1);
  scope_.matrices = before.matrices;
  if (!scope_.matrices.empty()) {
    const Matrix x = any_matrix();
    line(cat(x.name, " = ", matrix_expression(x.rows, x.columns, 2)));
  }
  scope_ = before;
  --indent_;
  line("}");
}

void ProgramGenerator::for_loop(int depth) {
  const Scope before = scope_;
  const std::string variable = fresh("i");
  line(cat("for (", variable, " in ", choose("1:", "0:", "2:"), 1 + below(4), ") {"));
  ++indent_;
  scope_.scalars.push_back(variable);
  loop_body(depth);
  scope_ = before;
}

void ProgramGenerator::while_loop(int depth) {
  const Scope before = scope_;
  const std::string variable = fresh("n");
  line(cat(variable, " = 0"));
  line(cat("while (", variable, " < ", 1 + below(3), ") {"));
  ++indent_;
  line(cat(variable, " = ", variable, " + 1"));
  loop_body(depth);
  scope_ = before;
}

void ProgramGenerator::branch(int depth) {
  line(cat("if (", scalar_expression(2), " > ", below(4), ") {"));
  ++indent_;
  loop_body(depth);
}

/// Iterations write a row of a result and add up; everything else in the body is their own.
void ProgramGenerator::parfor_loop() {
  const int64_t rows = 2 + below(4), columns = 1 + below(4);
  const std::string result = fresh("R"), total = fresh("s"), variable = fresh("i"), local = fresh("M");
  line(cat(result, " = matrix(0, rows=", rows, ", cols=", columns, ")"));
  line(cat(total, " = 0.5"));
  line(cat("parfor (", variable, " in 1:", rows, ") {"));
  ++indent_;
  const Scope before = scope_;
  scope_.scalars.push_back(variable);
  line(cat(local, " = ", matrix_expression(1, columns, 3)));
  if (chance(40)) line(cat("if (", variable, " > 2) { ", local, " = ", matrix_expression(1, columns, 2), " }"));
  scope_.matrices.push_back({local, 1, columns});
  if (chance(40)) {
    const std::string inner = fresh("i");
    scope_.scalars.push_back(inner);
    line(cat("for (", inner, " in 1:2) { ", local, " = ", local, " * 0.5 + ", matrix_expression(1, columns, 2), " }"));
    scope_.scalars.pop_back();
  }
  if (chance(40)) {
    const std::string call =
        cat(function_name(functions_, options_.namespaces), arguments(local, variable, scalar_expression(0)));
    line(cat(local, " = ", call));
  }
  line(cat(result, "[", variable, ",] = ", local, " + ", variable));
  line(cat(total, " += sum(", local, ")"));
  scope_ = before;
  --indent_;
  line("}");
  scope_.matrices.push_back({result, rows, columns});
  scope_.scalars.push_back(total);
}

void ProgramGenerator::gradient_descent() {
  const int64_t rows = 2 + below(4), columns = 1 + below(4);
  const std::string x = matrix_expression(rows, columns, 1), y = matrix_expression(rows, 1, 1);
  const std::string data = fresh("M"), target = fresh("M"), weights = fresh("M"), gradient = fresh("M"),
                    variable = fresh("i");
  line(cat(data, " = ", x));
  line(cat(target, " = ", y));
  line(cat(weights, " = matrix(0.1, rows=", columns, ", cols=1)"));
  line(cat("for (", variable, " in 1:", 1 + below(4), ") {"));
  ++indent_;
  line(cat(gradient, " = t(", data, ") %*% (", data, " %*% ", weights, " - ", target, ")"));
  line(cat(weights, " = ", weights, " - ", gradient, " * 0.01 * ", choose("0.5", "0.3", variable.c_str())));
  --indent_;
  line("}");
  scope_.matrices.push_back({data, rows, columns});
  scope_.matrices.push_back({weights, columns, 1});
}

void ProgramGenerator::function_call() {
  const int64_t rows = 1 + below(4), columns = 1 + below(4);
  const std::string x = matrix_expression(rows, columns, 2), a = scalar_expression(1), b = scalar_expression(1);
  const std::string name = function_name(functions_, options_.namespaces);
  const std::string matrix = fresh("M");
  if (options_.evals && chance(30)) {
    if (chance(70)) {
      line(cat(matrix, " = eval(\"", name, "\", ", x, ", ", a, ")"));
    } else {
      const std::string list = fresh("L");
      line(cat(list, " = evalList(\"", name, "\", list(b=", b, ", X=", x, "))"));
      line(cat(matrix, " = as.matrix(", list, "[\"Y\"])"));
    }
  } else if (chance(50)) {
    line(cat(matrix, " = ", name, arguments(x, a, b)));
  } else {
    const std::string scalar = fresh("s");
    line(cat("[", matrix, ", ", scalar, "] = ", name, arguments(x, a, b)));
    scope_.scalars.push_back(scalar);
  }
  scope_.matrices.push_back({matrix, rows, columns});
}

void ProgramGenerator::reread() {
  const Matrix file = written_[static_cast<size_t>(below(static_cast<int64_t>(written_.size())))];
  const std::string name = fresh("M");
  if (options_.overwrites && chance(60)) {
    line(cat("write(", matrix_expression(file.rows, file.columns, 2), ", \"", file.name, "\", format=\"",
             choose("binary", "csv", "text"), "\")"));
  }
  line(cat(name, " = read(\"", file.name, "\")"));
  scope_.matrices.push_back({name, file.rows, file.columns});
}

void ProgramGenerator::statement(int depth) {
  const int64_t choice = below(depth > 0 ? 17 : 11);
  if (choice < 4) return assign_matrix();
  if (choice < 6) return assign_scalar();
  if (choice < 7) return left_index();
  if (choice < 10) return function_call();
  if (choice < 11) return options_.files ? reread() : assign_matrix();
  if (choice < 13) return for_loop(depth);
  if (choice < 14) return while_loop(depth);
  if (choice < 15) return branch(depth);
  if (choice < 16) return options_.rounding ? gradient_descent() : assign_scalar();
  parfor_loop();
}

GeneratedProgram ProgramGenerator::program() {
  for (const char* name : {"data1", "data2"}) {
    if (!options_.files) break;
    const int64_t rows = 1 + below(4), columns = 1 + below(4);
    written_.push_back({name, rows, columns});
    line(cat("write(rand(rows=", rows, ", cols=", columns, ", seed=", below(9), "), \"", name, "\", format=\"csv\")"));
    end_piece();
  }
  define_functions();
  for (int i = 0; i < 2; ++i) {
    assign_matrix();
    end_piece();
  }
  const int64_t statements = 5 + below(8);
  for (int64_t i = 0; i < statements; ++i) {
    statement(2);
    end_piece();
    if (chance(15)) define(1 + static_cast<int>(below(functions_)), true);
  }
  for (const Matrix& each : scope_.matrices) {
    line(cat("print(toString(", each.name, ", decimal=17))"));
    end_piece();
    program_.variables.push_back(each.name);
  }
  for (const std::string& each : scope_.scalars) {
    line(cat("print(", each, ")"));
    end_piece();
    program_.variables.push_back(each);
  }
  return std::move(program_);
}

}  // namespace lineal
