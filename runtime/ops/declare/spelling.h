// How a node of a lineage log becomes DML again: what OpDef::spelling may be.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// A call of an operator that is being written as DML.
class SpelledCall {
 public:
  explicit SpelledCall(std::span<const LineageNode* const> inputs) : inputs_(inputs) {}
  virtual ~SpelledCall() = default;

  /// What the arguments are.
  std::span<const LineageNode* const> inputs() const { return inputs_; }
  /// Argument `i` as it is written: a literal, or the variable that holds it.
  virtual std::string argument(size_t i) = 0;
  virtual std::string literal(const Value& value) = 0;

 private:
  const std::span<const LineageNode* const> inputs_;
};

/// Writes an expression that computes what the call does, with the same bits. Of an operator that writes a part of its
/// first argument (OpDef::written_part): the subscripts of that part, brackets included.
using Spelling = std::string (*)(SpelledCall& call);

namespace spelled {

/// A text as a template argument.
template <size_t N>
struct Text {
  char characters[N] = {};
  constexpr Text(const char (&text)[N]) { std::copy_n(text, N, characters); }  // NOLINT: converts on purpose
  constexpr std::string_view view() const { return {characters, N - 1}; }
};

/// The text with arguments in the places of %1 to %9.
std::string fill_in(std::string_view text, SpelledCall& call);

/// An expression for operators that scripts cannot name: pattern<"t(%1) %*% %2">.
template <Text text>
std::string pattern(SpelledCall& call) {
  return fill_in(text.view(), call);
}

}  // namespace spelled
}  // namespace lineal
