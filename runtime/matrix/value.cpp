// What values say about themselves.
#include "runtime/matrix/value.h"

#include <cmath>
#include <unordered_set>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/number_format.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/list.h"

namespace lineal {

std::string_view kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNone:
      return "nothing";
    case ValueKind::kInt:
      return "int";
    case ValueKind::kDouble:
      return "double";
    case ValueKind::kBoolean:
      return "boolean";
    case ValueKind::kString:
      return "string";
    case ValueKind::kMatrix:
      return "matrix";
    case ValueKind::kFrame:
      return "frame";
    case ValueKind::kList:
      return "list";
  }
  return "nothing";
}

Value Value::string(std::string text) {
  return Value(ValueKind::kString, static_cast<const Object*>(new StringObject(std::move(text))));
}

Value Value::matrix(MatrixRef matrix) {
  LINEAL_CHECK(matrix, "a matrix value without a matrix");
  return adopt(ValueKind::kMatrix, matrix.detach());
}

Value Value::frame(Ref<const Frame> frame) {
  LINEAL_CHECK(frame, "a frame value without a frame");
  return adopt(ValueKind::kFrame, frame.detach());
}

Value Value::list(Ref<const List> list) {
  LINEAL_CHECK(list, "a list value without a list");
  return adopt(ValueKind::kList, list.detach());
}

const Frame& Value::as_frame() const {
  return *static_cast<const Frame*>(object());
}
const List& Value::as_list() const {
  return *static_cast<const List*>(object());
}

int64_t value_bytes(const Value& value) {
  int64_t bytes = 0;
  std::vector<const Value*> pending = {&value};
  std::unordered_set<const Object*> lists;
  while (!pending.empty()) {
    const Value& next = *pending.back();
    pending.pop_back();
    switch (next.kind()) {
      case ValueKind::kString:
        bytes += static_cast<int64_t>(sizeof(StringObject) + next.text().capacity());
        break;
      case ValueKind::kMatrix:
        bytes += next.as_matrix().bytes();
        break;
      case ValueKind::kFrame:
        bytes += next.as_frame().bytes();
        break;
      case ValueKind::kList: {
        // A list that holds one list twice, and so on thirty times, would otherwise be walked 2^30 times.
        if (!lists.insert(next.object()).second) break;
        const List& list = next.as_list();
        bytes += static_cast<int64_t>(sizeof(List) + list.elements.capacity() * sizeof(List::Element));
        for (const std::string& name : list.names)
          bytes += static_cast<int64_t>(sizeof name + name.capacity());
        for (const List::Element& element : list.elements)
          pending.push_back(&element.value);
        break;
      }
      default:
        break;
    }
  }
  return bytes;
}

std::string scalar_text(const Value& scalar) {
  switch (scalar.kind()) {
    case ValueKind::kInt:
      return cat(scalar.as_int());
    case ValueKind::kDouble:
      return format_double(scalar.as_double());
    case ValueKind::kBoolean:
      return scalar.as_boolean() ? "TRUE" : "FALSE";
    case ValueKind::kString:
      return scalar.text();
    default:
      throw Error(ErrorKind::kRuntime, cat("print: a scalar was expected: ", describe(scalar)));
  }
}

int64_t double_to_int(double value) {
  if (std::isnan(value)) return 0;
  const double magnitude = std::floor(std::fabs(value) + 0x1p-53);
  if (magnitude >= 0x1p63) return value < 0 ? INT64_MIN : INT64_MAX;
  const auto integer = static_cast<int64_t>(magnitude);
  return value < 0 ? -integer : integer;
}

std::string describe(const Value& value) {
  constexpr size_t kLongest = 40;
  switch (value.kind()) {
    case ValueKind::kNone:
      return "nothing";
    case ValueKind::kString: {
      std::string shown = value.text().substr(0, kLongest);
      for (char& c : shown) {
        if (static_cast<unsigned char>(c) < ' ') c = ' ';  // messages have no line breaks
      }
      return cat("string \"", shown, value.text().size() > kLongest ? "...\"" : "\"");
    }
    case ValueKind::kMatrix:
      return cat(value.as_matrix().rows(), "x", value.as_matrix().columns(), " matrix");
    case ValueKind::kFrame:
      return cat(value.as_frame().rows(), "x", value.as_frame().columns(), " frame");
    case ValueKind::kList:
      return cat("list of ", value.as_list().size());
    default:
      return cat(kind_name(value.kind()), " ", scalar_text(value));
  }
}

}  // namespace lineal
