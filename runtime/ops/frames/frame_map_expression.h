// Expressions of the Java subset that map() understands.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lineal {

/// A value of the subset: int, double, boolean, char, String or String[].
struct JavaChar {
  uint32_t code = 0;
  friend bool operator==(JavaChar, JavaChar) = default;
};
using JavaValue = std::variant<int64_t, double, bool, JavaChar, std::string, std::vector<std::string>>;

/// One node of a parsed function. Nesting is limited by the parser, so walking it may recurse.
struct JavaExpression {
  enum class Form : uint8_t { kLiteral, kParameter, kUnary, kBinary, kConditional, kIndex, kMethod };
  Form form = Form::kLiteral;
  JavaValue literal;
  std::string name;                                    // operator or method
  size_t position = 0;                                 // in the text, for messages
  std::vector<std::unique_ptr<JavaExpression>> parts;  // operands; receiver and arguments of a method
};

/// Parses "x -> expression". Throws Error(kRuntime) with the position of what is not understood.
std::unique_ptr<JavaExpression> parse_java_function(std::string_view text);

/// The value of the expression for one argument. Throws Error(kRuntime).
JavaValue evaluate_java(const JavaExpression& expression, const std::string& argument);

/// Calls a method; `values` holds the receiver first. Throws Error(kRuntime).
JavaValue call_java_method(const std::string& name, const std::vector<JavaValue>& values);

/// The text that String.valueOf gives.
std::string java_text(const JavaValue& value);

}  // namespace lineal
