// Subscripts as DML spells them.
#pragma once

#include <string>

#include "runtime/ops/declare/spelling.h"

namespace lineal::spelled {

/// X[...] of a call whose first argument is X and whose others are bounds.
std::string subscript(SpelledCall& call);

/// [...] of a call whose arguments after the second are bounds: what OpDef::spelling of a written part is.
std::string written_subscripts(SpelledCall& call);

}  // namespace lineal::spelled
