// Random DML programs that run without errors: loops, branches, functions, parfor, shared subexpressions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lineal {

/// Generates one program from a seed; the same seed gives the same text on every machine. Shapes are tracked while
/// generating, so every operator fits. The program prints every variable that it made, with all digits.
class ProgramGenerator {
 public:
  explicit ProgramGenerator(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x632BE59BD9B4E019ull) {}
  std::string program();
  /// The matrices and scalars that the program leaves.
  std::vector<std::string> variables() const;

 private:
  struct Matrix {
    std::string name;
    int64_t rows = 0;
    int64_t columns = 0;
  };

  uint64_t next();
  int64_t below(int64_t bound) { return static_cast<int64_t>(next() % static_cast<uint64_t>(bound)); }
  bool chance(int64_t percent) { return below(100) < percent; }

  void statement(int depth);
  void assign_matrix();
  void assign_scalar();
  void for_loop(int depth);
  void branch(int depth);
  void parfor_loop();
  void left_index();
  void function_call();
  void line(const std::string& text);
  std::string matrix_expression(int64_t rows, int64_t columns, int depth);
  std::string scalar_expression(int depth);
  std::string leaf(int64_t rows, int64_t columns);
  std::string fresh(const char* prefix);

  uint64_t state_;
  int counter_ = 0;
  int indent_ = 0;
  std::string text_;
  std::vector<Matrix> matrices_;
  std::vector<std::string> scalars_;
};

}  // namespace lineal
