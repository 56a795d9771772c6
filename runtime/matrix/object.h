// Base of everything that lives on the heap behind a Value.
#pragma once

#include "runtime/core/key.h"
#include "runtime/core/ref.h"

namespace lineal {

/// A heap value: string, matrix, frame or list. Immutable once it is published in a Value (contract C1); the
/// interpreter alone may update one in place, and only while it holds the single handle.
class Object : public RefCounted<Object> {
 public:
  Object() = default;
  /// A copy is another object: what it will hold is not known yet.
  Object(const Object& other) : RefCounted<Object>(other) {}
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;
  static void destroy(const Object* object) { delete object; }

  /// Which computation the content came from, for the reuse cache; empty when nobody has said. Objects of equal
  /// identity have equal content.
  Key identity() const { return identity_; }
  /// Only for the single holder of the object. Whoever changes the content in place sets it back to an empty key.
  void set_identity(Key identity) const { identity_ = identity; }

 private:
  mutable Key identity_;
};

}  // namespace lineal
