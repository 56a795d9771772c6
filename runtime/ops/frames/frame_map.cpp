// map(): evaluates the parsed function for every cell.
#include "runtime/ops/frames/frame_map.h"

#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/ops/frames/frame_cells.h"
#include "runtime/ops/frames/frame_map_expression.h"
#include "runtime/ops/frames/transform_cells.h"

namespace lineal {
namespace {

using Form = JavaExpression::Form;

[[noreturn]] void fail(const JavaExpression& at, std::string_view what) {
  throw Error(ErrorKind::kRuntime, cat("map: ", what, " (position ", at.position + 1, " of the function)"));
}

bool is_text(const JavaValue& value) {
  return std::holds_alternative<std::string>(value);
}
bool is_real(const JavaValue& value) {
  return std::holds_alternative<double>(value);
}

/// An int or char as an int.
int64_t whole(const JavaExpression& at, const JavaValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  if (const auto* letter = std::get_if<JavaChar>(&value)) return letter->code;
  fail(at, "operand is not a number");
}

double real(const JavaExpression& at, const JavaValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return static_cast<double>(whole(at, value));
}

bool truth(const JavaExpression& at, const JavaValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  fail(at, "condition is not a boolean");
}

template <class T>
JavaValue arithmetic(const JavaExpression& at, T a, T b) {
  switch (at.name[0]) {
    case '+':
      if constexpr (std::is_same_v<T, double>) return a + b;
      break;
    case '-':
      if constexpr (std::is_same_v<T, double>) return a - b;
      break;
    case '*':
      if constexpr (std::is_same_v<T, double>) return a * b;
      break;
    default:
      if constexpr (std::is_same_v<T, double>) {
        return at.name == "/" ? a / b : std::fmod(a, b);
      } else {
        if (b == 0) fail(at, "division by zero");
        if (b == -1) return at.name == "/" ? static_cast<T>(uint64_t{0} - static_cast<uint64_t>(a)) : T{0};
        return at.name == "/" ? a / b : a % b;
      }
  }
  // Whole numbers wrap around, as Java's do.
  const auto x = static_cast<uint64_t>(a);
  const auto y = static_cast<uint64_t>(b);
  return static_cast<int64_t>(at.name == "+" ? x + y : at.name == "-" ? x - y : x * y);
}

template <class T>
bool compare(const std::string& name, const T& a, const T& b) {
  if (name == "<") return a < b;
  if (name == "<=") return a <= b;
  if (name == ">") return a > b;
  if (name == ">=") return a >= b;
  return name == "==" ? a == b : a != b;
}

JavaValue evaluate_binary(const JavaExpression& at, const std::string& argument) {
  const JavaValue a = evaluate_java(*at.parts[0], argument);
  if (at.name == "&&" && !truth(at, a)) return false;
  if (at.name == "||" && truth(at, a)) return true;
  const JavaValue b = evaluate_java(*at.parts[1], argument);
  if (at.name == "&&" || at.name == "||") return truth(at, b);
  if (at.name == "+" && (is_text(a) || is_text(b))) return java_text(a) + java_text(b);
  const bool relation = at.name.find_first_of("<>=!") != std::string::npos;
  if (relation && a.index() == b.index() && (is_text(a) || std::holds_alternative<bool>(a))) {
    // Java compares references of strings here; what is meant is the content.
    if (at.name != "==" && at.name != "!=") fail(at, cat("strings and booleans have no order: ", at.name));
    return (a == b) == (at.name == "==");
  }
  if (is_real(a) || is_real(b)) {
    const double x = real(at, a);
    const double y = real(at, b);
    if (relation) return compare(at.name, x, y);
    return arithmetic(at, x, y);
  }
  const int64_t x = whole(at, a);
  const int64_t y = whole(at, b);
  if (relation) return compare(at.name, x, y);
  return arithmetic(at, x, y);
}

JavaValue evaluate_index(const JavaExpression& at, const std::string& argument) {
  const JavaValue array = evaluate_java(*at.parts[0], argument);
  const auto* texts = std::get_if<std::vector<std::string>>(&array);
  if (texts == nullptr) fail(at, "only arrays can be indexed");
  const int64_t index = whole(at, evaluate_java(*at.parts[1], argument));
  if (index < 0 || index >= static_cast<int64_t>(texts->size())) {
    fail(at, cat("index ", index, " is outside of an array of ", static_cast<int64_t>(texts->size())));
  }
  return (*texts)[static_cast<size_t>(index)];
}

}  // namespace

std::string java_text(const JavaValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int64_t>(&value)) return cat(*number);
  if (const auto* real_number = std::get_if<double>(&value)) return format_double(*real_number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* letter = std::get_if<JavaChar>(&value)) return std::string(1, static_cast<char>(letter->code));
  throw Error(ErrorKind::kRuntime, "map: an array is no text: take one element");
}

JavaValue evaluate_java(const JavaExpression& expression, const std::string& argument) {
  switch (expression.form) {
    case Form::kLiteral:
      return expression.literal;
    case Form::kParameter:
      return argument;
    case Form::kUnary: {
      const JavaValue value = evaluate_java(*expression.parts[0], argument);
      if (expression.name == "!") return !truth(expression, value);
      if (is_real(value)) return -real(expression, value);
      return static_cast<int64_t>(uint64_t{0} - static_cast<uint64_t>(whole(expression, value)));
    }
    case Form::kBinary:
      return evaluate_binary(expression, argument);
    case Form::kConditional:
      return evaluate_java(*expression.parts[truth(expression, evaluate_java(*expression.parts[0], argument)) ? 1 : 2],
                           argument);
    case Form::kIndex:
      return evaluate_index(expression, argument);
    case Form::kMethod:
      break;
  }
  std::vector<JavaValue> values;
  for (const auto& part : expression.parts)
    values.push_back(evaluate_java(*part, argument));
  return call_java_method(expression.name, values);
}

Value map_frame(const Frame& frame, std::string_view function, int64_t margin) {
  if (margin != 0) throw Error(ErrorKind::kRuntime, cat("map: only margin=0 is supported, got ", margin));
  const std::unique_ptr<JavaExpression> expression = parse_java_function(function);
  std::vector<Frame::Column> columns(static_cast<size_t>(frame.columns()));
  for (int64_t c = 0; c < frame.columns(); ++c) {
    Frame::Column& column = columns[static_cast<size_t>(c)];
    column.name = default_column_name(c);
    column.cells =
        transform_cells(*frame.column(c).cells, column.type, [&](std::string_view text, CellsBuilder& result) {
          result.append_text(java_text(evaluate_java(*expression, std::string(text))));
        });
  }
  return Value::frame(make_ref<Frame>(frame.rows(), std::move(columns)));
}

}  // namespace lineal
