// Random DML programs that run without errors: loops, branches, functions, namespaces, eval, parfor, files, draws.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/laws/random_choices.h"

namespace lineal {

struct OpDef;

/// What programs may hold beside assignments, loops, branches, parfor and calls of functions.
struct GeneratorOptions {
  bool rounding = true;  // what rewrites may round differently: chains of products, gradient descent, sums of products
  bool draws = true;     // seeds that are computed, negative, or left out: the session needs a fixed seed
  bool files = true;     // writes and reads in the session's folder
  bool overwrites = true;  // writes what is read to the same file again; with `files`
  bool evals = true;
  bool namespaces = true;
};

/// A statement at top level, or a definition.
struct ProgramPiece {
  std::string text;
  bool redefines = false;  // a function that an earlier piece defines: for the prompt only
};

struct GeneratedProgram {
  std::map<std::string, std::string> files;  // to be sourced: name → text
  std::vector<ProgramPiece> pieces;
  std::vector<std::string> variables;  // matrices and scalars that the program leaves
  /// All as one script, without what redefines.
  std::string text() const;
};

/// Generates one program from a seed; the same seed gives the same text. Shapes are tracked while generating, so every
/// operator fits. The program prints every variable that it made, with all digits.
class ProgramGenerator {
 public:
  explicit ProgramGenerator(uint64_t seed, GeneratorOptions options = {}) : random_(seed), options_(options) {}
  GeneratedProgram program();

 private:
  struct Matrix {
    std::string name;
    int64_t rows = 0;
    int64_t columns = 0;
  };
  struct Scope {
    std::vector<Matrix> matrices;
    std::vector<std::string> scalars;
  };

  int64_t below(int64_t bound) { return random_.below(bound); }
  bool chance(int64_t percent) { return random_.chance(percent); }
  const OpDef& any_of(const std::vector<const OpDef*>& operators) {
    return *operators[static_cast<size_t>(below(static_cast<int64_t>(operators.size())))];
  }
  template <class... Options>
  const char* choose(Options... options) {
    const char* const all[] = {options...};
    return all[below(sizeof...(Options))];
  }

  // Statements.
  void statement(int depth);
  void assign_matrix();
  void assign_scalar();
  void left_index();
  void for_loop(int depth);
  void while_loop(int depth);
  void loop_body(int depth);
  void branch(int depth);
  void parfor_loop();
  void gradient_descent();
  void function_call();
  void reread();
  const Matrix& any_matrix();
  void line(const std::string& text);
  void end_piece(bool redefines = false);

  // Expressions.
  std::string matrix_expression(int64_t rows, int64_t columns, int depth);
  std::string rounding_expression(int64_t rows, int64_t columns, int depth);
  std::string scalar_expression(int depth);
  std::string full_aggregate(int depth);
  std::string leaf(int64_t rows, int64_t columns);
  std::string drawn(const std::string& rows, const std::string& columns);
  std::string fresh(const char* prefix);

  // Functions. All have the signature (X, a, b) → (Y, s), and Y has the shape of X.
  void define_functions();
  void define(int number, bool redefines);
  std::string definition(int number);
  std::string function_statement(int callable, int depth);
  std::string cells(int depth);
  std::string number();
  std::string arguments(const std::string& x, const std::string& a, const std::string& b);
  std::string function_name(int callable, bool namespaces);

  RandomChoices random_;
  GeneratorOptions options_;
  int counter_ = 0;
  int indent_ = 0;
  int functions_ = 0;
  std::string text_;
  Scope scope_;
  std::vector<Matrix> written_;  // files and what is in them
  GeneratedProgram program_;
};

}  // namespace lineal
