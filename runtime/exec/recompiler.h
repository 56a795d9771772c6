// How the interpreter asks for code that fits sizes known only now.
#pragma once

#include <memory>

#include "runtime/exec/activation.h"
#include "runtime/program/program.h"

namespace lineal {

/// Compiles a block again with the sizes that its inputs have. Implemented by the compiler, passed in by the session.
struct Recompiler {
  virtual ~Recompiler() = default;
  /// Code for `block` under the sizes in `activation`. Null: keep the block's own code.
  virtual std::shared_ptr<const Code> recompile(const Block& block, const Activation& activation) = 0;
};

}  // namespace lineal
