// Pairs of functions that differ in exactly one choice of their text.
#pragma once

#include <cstdint>
#include <string>

namespace lineal {

/// Two definitions of a function `name`. Both run without errors as f(X), f(X, a) and f(X, a, b) for a 4x4 matrix X,
/// and have two results, in a module where kFunctionNeighbours stand and where "one" and "two" name modules of
/// kNamespaceOne and kNamespaceTwo.
struct FunctionPair {
  std::string left, right;
};

extern const char* const kFunctionNeighbours;
extern const char* const kNamespaceOne;
extern const char* const kNamespaceTwo;

/// The same seed gives the same pair. One choice is made anew: bounds of a subscript, names and order of
/// arguments, nesting, the namespace of a call, defaults, types, literals, operators, order of parameters or results.
FunctionPair function_pair(uint64_t seed, const std::string& name);

}  // namespace lineal
