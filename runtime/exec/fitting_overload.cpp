#include "runtime/exec/fitting_overload.h"

#include <algorithm>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/spell_subscripts.h"

namespace lineal {
namespace {

std::string accepted_kinds(KindMask mask) {
  std::string out;
  for (int kind = static_cast<int>(ValueKind::kInt); kind <= static_cast<int>(ValueKind::kList); ++kind) {
    if (!(mask & (1u << kind))) continue;
    out += cat(out.empty() ? "" : ", ", kind_name(static_cast<ValueKind>(kind)));
  }
  return out;
}

bool is_one_cell(const Value& value) {
  return value.is_matrix() && value.as_matrix().cells() == 1;
}

bool accepts(const OpDef& op, std::span<const Value> in, size_t& wrong) {
  for (size_t i = 0; i < in.size(); ++i) {
    if (op.params.empty()) continue;
    const Param& param = op.params[std::min(i, op.params.size() - 1)];
    if (!(param.accepts & mask_of(in[i].kind()))) {
      wrong = i;
      return false;
    }
  }
  return true;
}

/// Why an operator does not take in[wrong], in the words of the script.
std::string kind_fault(const OpDef& op, std::span<const Value> in, size_t wrong) {
  const bool indexes = op.spelling == spelled::subscript || op.written_part != nullptr;
  if (indexes && wrong == 0) return cat("indexing: only matrices, frames and lists have parts: ", describe(in[0]));
  if (indexes && in[wrong].is_matrix()) {
    return cat("indexing: a subscript is a number or a range: ", describe(in[wrong]),
               is_one_cell(in[wrong]) ? "; as.scalar() makes a number of it"
                                      : "; ifelse() chooses cells by a condition, removeEmpty() rows and columns");
  }
  const auto text = std::find_if(in.begin(), in.end(), [](const Value& value) { return value.is_string(); });
  const auto object = std::find_if(in.begin(), in.end(), [](const Value& value) { return !value.is_scalar(); });
  if (op.call == kPlus && text != in.end() && object != in.end()) {
    return cat("+: text joins with scalars only: ", describe(*text), " and ", describe(*object),
               "; toString() makes text of it", is_one_cell(*object) ? ", as.scalar() a number" : "");
  }
  const Param& param = op.params[std::min(wrong, op.params.size() - 1)];
  const bool one_cell = std::any_of(in.begin(), in.end(), is_one_cell);
  return cat(op.call.empty() ? op.name : op.call, ": argument ", wrong + 1, " (", param.name, ") must be one of ",
             accepted_kinds(param.accepts), ": ", describe(in[wrong]),
             one_cell ? "; as.scalar() makes a number of it" : "");
}

}  // namespace

const OpDef& fitting_overload(const OpDef& op, std::span<const Value> in) {
  size_t wrong = 0;
  if (accepts(op, in, wrong)) return op;
  size_t ignored = 0;
  if (!op.call.empty()) {
    for (const OpDef* other : operators().overloads(op.call)) {
      const bool fits =
          other->is_variadic() ? in.size() + 1 >= other->params.size() : in.size() == other->params.size();
      if (other != &op && fits && other->outputs.size() == op.outputs.size() && accepts(*other, in, ignored)) {
        return *other;
      }
    }
  }
  throw Error(ErrorKind::kRuntime, kind_fault(op, in, wrong));
}

}  // namespace lineal
