#include "compiler/validate/resolve_call.h"

#include <algorithm>
#include <array>

#include "compiler/validate/validate.h"
#include "runtime/core/cat.h"
#include "runtime/ops/lists/lists.h"

namespace lineal {

namespace {

/// The outcome of matching one overload, with what went wrong for the message.
struct Attempt {
  bool fits = true;
  bool wrong_count = false;
  std::vector<const ast::Expression*> arguments;
  std::string problem;
  SourceSpan where;

  Attempt& fail(std::string text, SourceSpan at = {}) {
    fits = false;
    problem = std::move(text);
    where = at;
    return *this;
  }
};

size_t required_count(const OpDef& op) {
  size_t count = 0;
  for (const Param& param : op.params)
    count += param.fallback.kind == ValueKind::kNone ? 1 : 0;
  return count;
}

std::string count_text(const OpDef& op) {
  const size_t least = required_count(op);
  const size_t most = op.params.size();
  if (op.is_variadic()) return cat("at least ", least);
  return least == most ? cat(least) : cat(least, " to ", most);
}

/// Complains about the first required parameter that has no argument.
void check_required(const OpDef& op, Attempt& out) {
  for (size_t i = 0; i < op.params.size(); ++i) {
    if (out.arguments[i] == nullptr && op.params[i].fallback.kind == ValueKind::kNone) {
      out.fail(cat("argument missing: ", op.params[i].name));
      out.wrong_count = op.style == CallStyle::kPositional;
      return;
    }
  }
}

Attempt match_positional(const OpDef& op, const std::vector<ast::Argument>& arguments) {
  Attempt out;
  if (arguments.size() > op.params.size() && !op.is_variadic()) {
    out.wrong_count = true;
    return out.fail("too many arguments", arguments[op.params.size()].where);
  }
  const bool all_named =
      !arguments.empty() &&
      std::all_of(arguments.begin(), arguments.end(), [](const ast::Argument& each) { return !each.name.empty(); });
  if (all_named) return out.fail("takes its arguments by position: the first must have no name", arguments[0].where);
  for (const ast::Argument& each : arguments)
    out.arguments.push_back(each.value.get());
  if (out.arguments.size() < op.params.size()) out.arguments.resize(op.params.size());
  check_required(op, out);
  return out;
}

std::string unknown_argument(const OpDef& op, std::string_view name) {
  std::vector<std::string_view> known;
  for (const Param& each : op.params)
    known.push_back(each.name);
  if (const std::string likely = suggest(name, known); !likely.empty()) return cat("unknown argument: ", name, likely);
  std::string all;
  for (const std::string_view each : known)
    all += cat(all.empty() ? "" : ", ", each);
  return cat("unknown argument: ", name, "; it takes ", all);
}

Attempt match_named(const OpDef& op, const std::vector<ast::Argument>& arguments) {
  Attempt out;
  out.arguments.resize(op.params.size());
  bool names = false;
  size_t next = 0;
  for (const ast::Argument& each : arguments) {
    if (each.name.empty()) {
      if (names) return out.fail("an argument without name follows one with a name", each.where);
      if (next < op.params.size()) {
        out.arguments[next++] = each.value.get();
      } else if (op.is_variadic()) {
        out.arguments.push_back(each.value.get());
      } else {
        out.wrong_count = true;
        return out.fail("too many arguments", each.where);
      }
      continue;
    }
    names = true;
    const auto param = std::find_if(op.params.begin(), op.params.end(),
                                    [&](const Param& candidate) { return candidate.name == each.name; });
    if (param == op.params.end()) return out.fail(unknown_argument(op, each.name), each.where);
    const ast::Expression*& slot = out.arguments[static_cast<size_t>(param - op.params.begin())];
    if (slot != nullptr) return out.fail(cat("argument given twice: ", each.name), each.where);
    slot = each.value.get();
  }
  check_required(op, out);
  return out;
}

/// "takes 2 or 3 arguments: 5 given", over all overloads.
std::string count_problem(std::span<const OpDef* const> overloads, size_t given) {
  std::string wanted;
  std::vector<std::string> seen;
  for (const OpDef* op : overloads) {
    std::string text = count_text(*op);
    if (std::find(seen.begin(), seen.end(), text) != seen.end()) continue;
    wanted += cat(wanted.empty() ? "" : " or ", text);
    seen.push_back(std::move(text));
  }
  return cat("takes ", wanted, wanted == "1" || wanted == "at least 1" ? " argument: " : " arguments: ", given,
             " given");
}

CallResolution resolve_among(std::span<const OpDef* const> overloads, const std::vector<ast::Argument>& arguments) {
  CallResolution out;
  bool only_counts = true;
  for (const OpDef* op : overloads) {
    Attempt attempt = op->style == CallStyle::kNamed ? match_named(*op, arguments) : match_positional(*op, arguments);
    if (attempt.fits) {
      out.call = ResolvedCall{op, std::move(attempt.arguments)};
      return out;
    }
    if (attempt.wrong_count || !only_counts) continue;
    only_counts = false;
    out.problem = std::move(attempt.problem);
    out.where = attempt.where;
  }
  if (only_counts) out.problem = count_problem(overloads, arguments.size());
  return out;
}

}  // namespace

CallResolution resolve_call(const OpRegistry& registry, std::string_view name,
                            const std::vector<ast::Argument>& arguments) {
  std::vector<const OpDef*> callable;
  for (const OpDef* op : registry.overloads(name)) {
    if (op->style != CallStyle::kInternal) callable.push_back(op);
  }
  if (callable.empty()) return {.call = {}, .problem = "unknown function", .where = {}};
  return resolve_among(callable, arguments);
}

CallResolution resolve_operator(const OpRegistry& registry, const ast::Expression& expression) {
  std::string_view name = expression.name;
  const size_t wanted = expression.operands.size();
  for (const OpDef* op : registry.overloads(name)) {
    if (op->params.size() != wanted) continue;
    CallResolution out{.call = ResolvedCall{op, {}}, .problem = {}, .where = {}};
    for (const ast::ExpressionPtr& operand : expression.operands)
      out.call->arguments.push_back(operand.get());
    return out;
  }
  return {.call = {},
          .problem = cat("no such operator with ", wanted, wanted == 1 ? " operand" : " operands"),
          .where = {}};
}

bool is_compiler_call(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"eval", "evalList", "exists", kMakeList};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace lineal
