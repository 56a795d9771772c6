// matrix(): fills, reshapes and parses.
#include "runtime/ops/shape/reorganise_construct.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/shape/reorganise_parts.h"

namespace lineal {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool parse_number(std::string_view token, double& number) {
  std::string_view digits = token;
  double sign = 1;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    if (digits[0] == '-') sign = -1;
    digits.remove_prefix(1);
  }
  if (digits.empty() || digits[0] == '-' || digits[0] == '+') return false;
  if (digits == "NaN") {
    number = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  if (digits == "Infinity" || digits == "Inf") {
    number = sign * std::numeric_limits<double>::infinity();
    return true;
  }
  if (digits[0] != '.' && (digits[0] < '0' || digits[0] > '9')) return false;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (end != digits.data() + digits.size()) return false;
  if (fault == std::errc::result_out_of_range) {
    // Which side it left is told by its magnitude; strtod rounds it to infinity or zero.
    number = std::strtod(std::string(digits).c_str(), nullptr);
  } else if (fault != std::errc()) {
    return false;
  }
  number *= sign;
  return true;
}

NewMatrix parse_matrix(std::string_view text, int64_t rows, int64_t columns) {
  // Memory is taken for the numbers that are there, not for those that are promised.
  std::vector<double> cells;
  const int64_t expected = checked_cells(rows, columns);
  size_t i = 0;
  while (true) {
    while (i < text.size() && is_blank(text[i]))
      ++i;
    if (i == text.size()) break;
    const size_t begin = i;
    while (i < text.size() && !is_blank(text[i]))
      ++i;
    double number = 0;
    if (!parse_number(text.substr(begin, i - begin), number)) {
      throw Error(ErrorKind::kRuntime,
                  cat("matrix: not a number: \"", text.substr(begin, std::min<size_t>(i - begin, 60)), "\" (cell ",
                      cells.size() + 1, ")"));
    }
    cells.push_back(number);
  }
  if (static_cast<int64_t>(cells.size()) != expected) {
    throw Error(ErrorKind::kRuntime,
                cat("matrix: the text does not fill the matrix: ", cells.size(), " numbers for ", rows, "x", columns));
  }
  NewMatrix result = NewMatrix::dense(rows, columns);
  std::copy(cells.begin(), cells.end(), result->data());
  return result;
}

int64_t dimension(const KernelCall& call, size_t i, std::string_view name) {
  const double value = call.number(i);
  if (!(value >= 0) || value >= 0x1p63) {
    throw Error(ErrorKind::kRuntime, cat("matrix: ", name, " must be a number of at least 0: ", value));
  }
  return call.integer(i);
}

void construct(KernelCall& call) {
  const Value& data = call.in[0];
  const int64_t rows = dimension(call, 1, "rows");
  const int64_t columns = dimension(call, 2, "cols");
  if (data.is_number()) {
    const double value = data.number();
    const bool all_zero = value == 0 && !std::signbit(value);
    call.out[0] = Value::matrix(all_zero ? NewMatrix::zero(rows, columns) : NewMatrix::filled(rows, columns, value));
    return;
  }
  if (data.is_string()) {
    call.out[0] = Value::matrix(parse_matrix(data.text(), rows, columns));
    return;
  }
  const MatrixBlock& matrix = call.matrix(0);
  if (checked_cells(rows, columns) != matrix.cells()) {
    throw Error(ErrorKind::kRuntime, cat("matrix: reshape needs the same number of cells: ", matrix.rows(), "x",
                                         matrix.columns(), " to ", rows, "x", columns));
  }
  if (rows == matrix.rows() && columns == matrix.columns()) {
    call.out[0] = data;
    return;
  }
  call.out[0] = Value::matrix(reshape(matrix, rows, columns, call.flag(3)));
}

void infer_construct(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  const bool is_zero = in[0].is_number() && in[0].number && *in[0].number == 0;
  out[0] = ValueInfo::matrix(infer::dimension(in[1]), infer::dimension(in[2]),
                             is_zero             ? 0
                             : in[0].is_matrix() ? in[0].nonzeros
                                                 : -1);
}

}  // namespace

void register_matrix(OpRegistry& registry) {
  registry.add(
      {.name = "matrix",
       .call = "matrix",
       .params = {{"data", kNumber | kText | kMatrix}, {"rows", kNumber}, {"cols", kNumber}, {"byrow", kNumber, true}},
       .style = CallStyle::kNamed,
       .infer = infer_construct,
       .kernels = {any_form(construct)},
       .law_cases = {"7x5, 5, 7, TRUE", "300x200, 200, 300, FALSE", "2.5, 3, 4, _", "'1 2 3 4', 2, 2, _"},
       .help = "Matrix filled with a number, parsed from text, or reshaped from a matrix."});
}

}  // namespace lineal
