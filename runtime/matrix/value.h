// A DML value: a scalar held in place, or a handle to a string, matrix, frame or list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/matrix/matrix.h"
#include "runtime/matrix/object.h"

namespace lineal {

class Frame;
class List;

enum class ValueKind : uint8_t { kNone, kInt, kDouble, kBoolean, kString, kMatrix, kFrame, kList };

/// Returns "int", "double", "boolean", "string", "matrix", "frame", "list" or "nothing".
std::string_view kind_name(ValueKind kind);

class StringObject final : public Object {
 public:
  explicit StringObject(std::string content) : text(std::move(content)) {}
  const std::string text;
};

/// A value of 16 bytes. Copying a scalar copies the bits; copying anything else shares the object.
class Value {
 public:
  Value() = default;
  static Value integer(int64_t v) { return Value(ValueKind::kInt, static_cast<uint64_t>(v)); }
  static Value real(double v) { return Value(ValueKind::kDouble, __builtin_bit_cast(uint64_t, v)); }
  static Value boolean(bool v) { return Value(ValueKind::kBoolean, v ? 1 : 0); }
  static Value string(std::string text);
  static Value matrix(MatrixRef matrix);
  static Value frame(Ref<const Frame> frame);
  static Value list(Ref<const List> list);

  Value(const Value& other) : bits_(other.bits_), kind_(other.kind_) {
    if (is_object()) object()->retain();
  }
  Value(Value&& other) noexcept : bits_(other.bits_), kind_(other.kind_) { other.kind_ = ValueKind::kNone; }
  Value& operator=(const Value& other) {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (is_object()) object()->release();
  }
  void swap(Value& other) noexcept {
    std::swap(bits_, other.bits_);
    std::swap(kind_, other.kind_);
  }

  ValueKind kind() const { return kind_; }
  bool empty() const { return kind_ == ValueKind::kNone; }
  bool is_int() const { return kind_ == ValueKind::kInt; }
  bool is_double() const { return kind_ == ValueKind::kDouble; }
  bool is_boolean() const { return kind_ == ValueKind::kBoolean; }
  bool is_string() const { return kind_ == ValueKind::kString; }
  bool is_matrix() const { return kind_ == ValueKind::kMatrix; }
  bool is_frame() const { return kind_ == ValueKind::kFrame; }
  bool is_list() const { return kind_ == ValueKind::kList; }
  /// int, double or boolean
  bool is_number() const { return kind_ >= ValueKind::kInt && kind_ <= ValueKind::kBoolean; }
  /// a number or a string
  bool is_scalar() const { return kind_ >= ValueKind::kInt && kind_ <= ValueKind::kString; }
  bool is_object() const { return kind_ >= ValueKind::kString; }

  /// The raw payload: the integer, the bits of the double, 0 or 1. Only for numbers.
  uint64_t bits() const { return bits_; }
  int64_t as_int() const { return static_cast<int64_t>(bits_); }          // only for kInt
  double as_double() const { return __builtin_bit_cast(double, bits_); }  // only for kDouble
  bool as_boolean() const { return bits_ != 0; }                          // only for kBoolean
  /// Any number as a double; booleans are 0 and 1.
  double number() const {
    return kind_ == ValueKind::kDouble ? as_double() : static_cast<double>(static_cast<int64_t>(bits_));
  }
  const std::string& text() const { return static_cast<const StringObject*>(object())->text; }  // only for kString
  const Matrix& as_matrix() const { return *static_cast<const Matrix*>(object()); }             // only for kMatrix
  MatrixRef matrix_ref() const { return MatrixRef(static_cast<const Matrix*>(object())); }
  const Frame& as_frame() const;                                                   // only for kFrame
  const List& as_list() const;                                                     // only for kList
  const Object* object() const { return reinterpret_cast<const Object*>(bits_); }  // only if is_object()

  /// True when this is the only handle to its object, so that the interpreter may update it in place.
  bool unique_object() const { return is_object() && object()->unique(); }

 private:
  /// A value out of a handle that is given up to it.
  static Value adopt(ValueKind kind, const Object* object) { return Value(kind, reinterpret_cast<uint64_t>(object)); }
  Value(ValueKind kind, uint64_t bits) : bits_(bits), kind_(kind) {}
  Value(ValueKind kind, const Object* object) : bits_(reinterpret_cast<uint64_t>(object)), kind_(kind) {
    object->retain();
  }

  uint64_t bits_ = 0;
  ValueKind kind_ = ValueKind::kNone;
};

/// Bytes held by a value for the cache's budget: its object's bytes; a matrix that occurs twice counts twice, a nested
/// list once.
int64_t value_bytes(const Value& value);

/// The print form of a scalar (spec of DML: integers plain, doubles as Double.toString, TRUE/FALSE, strings verbatim).
std::string scalar_text(const Value& scalar);

/// Truncates towards zero after adding 2^-53 to the magnitude, as DML converts doubles to int64. Values outside int64
/// saturate; NaN is 0.
int64_t double_to_int(double value);

/// A short description for error messages: "100x10 matrix", "string \"abc\"", "int 3", "list of 2".
std::string describe(const Value& value);

}  // namespace lineal
