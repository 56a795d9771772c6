// The table of algebraic rules: what may stand for what, and when.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/ops/declare/value_info.h"

namespace lineal {

/// What is known about the letters of a pattern.
class Letters {
 public:
  virtual ~Letters() = default;
  virtual const ValueInfo& of(char letter) const = 0;
};

enum RuleFlag : uint32_t {
  kChangesRounding = 1u << 0,  // last bits or the sign of a zero may differ; left out by --exact
  kFailsAlike = 1u << 1,       // fails when and as the original does, also where sizes are unknown
  kUnshared = 1u << 2,         // only where nobody else needs the inner values, or work would be added
  kPhysical = 1u << 3,         // picks the form of a product: runs last
};

/// One rule. In patterns an upper-case letter is a matrix, a lower-case one a number, f(...) the operator of that
/// opcode, (a OP b) a binary one, `OP`(...) one that is not a name. A letter that occurs twice is the same node twice.
struct Rule {
  std::string_view name;
  std::string_view pattern;
  std::string_view replacement;
  uint32_t flags = 0;
  bool (*when)(const Letters& known) = nullptr;  // null: always

  bool is(uint32_t flag) const { return (flags & flag) == flag; }
};

std::span<const Rule> rules();

}  // namespace lineal
