// Base of everything that lives on the heap behind a Value.
#pragma once

#include "runtime/core/ref.h"

namespace lineal {

/// A heap value: string, matrix, frame or list, or the cells of a frame's column. Immutable once it is published in a
/// Value (contract C1); the interpreter alone may update one in place, and only while it holds the single handle.
class Object : public RefCounted<Object> {
 public:
  Object() = default;
  Object(const Object& other) : RefCounted<Object>(other) {}
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;
  static void destroy(const Object* object) { delete object; }
};

}  // namespace lineal
