#include "compiler/validate/call_checker.h"

#include <array>

#include "compiler/validate/bind_arguments.h"
#include "compiler/validate/foreign_names.h"
#include "compiler/validate/resolve_call.h"
#include "runtime/core/cat.h"
#include "runtime/ops/lists/lists.h"

namespace lineal {

namespace {

SourceSpan name_span(const ast::Expression& call) {
  SourceSpan where = call.where;
  where.length = static_cast<uint32_t>(call.name.size());
  return where;
}

}  // namespace

void CallChecker::fail(SourceSpan where, std::string message) {
  errors_.emplace_back(ErrorKind::kInvalid, std::move(message), where);
}

void CallChecker::check(const ast::Expression& call, Use use, size_t targets) {
  const ModuleSet::Found found = program_.find(from_, call.name);
  if (found && found.module == &from_) return check_function(call, found, use, targets);
  if (call.name.find("::") != std::string::npos) {
    return found ? check_function(call, found, use, targets) : unknown(call);
  }
  if (is_compiler_call(call.name)) return check_compiler_call(call, use, targets);
  if (!registry_.overloads(call.name).empty()) return check_native(call, use, targets);
  if (found) return check_builtin(call, found, use, targets);
  unknown(call);
}

void CallChecker::check_function(const ast::Expression& call, ModuleSet::Found found, Use use, size_t targets) {
  const BoundArguments bound = bind_arguments(*found.function, call.arguments);
  if (!bound) fail(bound.where.known() ? bound.where : call.where, cat(call.name, ": ", bound.problem));
  check_outputs(call, found.function->results.size(), use, targets);
}

/// Which entry of a builtin is meant depends on the kind of the first argument: one that fits is enough.
void CallChecker::check_builtin(const ast::Expression& call, ModuleSet::Found found, Use use, size_t targets) {
  if (bind_arguments(*found.function, call.arguments))
    return check_outputs(call, found.function->results.size(), use, targets);
  constexpr std::array<std::string_view, 3> kPrefixes = {"m_", "s_", "f_"};
  for (std::string_view prefix : kPrefixes) {
    const auto entry = found.module->functions.find(cat(prefix, call.name));
    if (entry == found.module->functions.end()) continue;
    if (bind_arguments(*entry->second, call.arguments)) return;
  }
  check_function(call, found, use, targets);
}

void CallChecker::check_native(const ast::Expression& call, Use use, size_t targets) {
  const CallResolution resolution = resolve_call(registry_, call.name, call.arguments);
  if (resolution) return check_outputs(call, resolution.call->op->outputs.size(), use, targets);
  fail(resolution.where.known() ? resolution.where : call.where, cat(call.name, ": ", resolution.problem));
}

void CallChecker::check_compiler_call(const ast::Expression& call, Use use, size_t targets) {
  const std::vector<ast::Argument>& arguments = call.arguments;
  if (call.name == "exists") {
    const bool fits = arguments.size() == 1 && (arguments[0].value->kind == ast::ExpressionKind::kVariable ||
                                                arguments[0].value->kind == ast::ExpressionKind::kLiteral);
    if (!fits) fail(call.where, "exists: takes one argument, a variable or its name");
  } else if (call.name != kMakeList && (arguments.empty() || !arguments[0].name.empty())) {
    fail(call.where, cat(call.name, ": the first argument must be the name of a function"));
  }
  check_outputs(call, 1, use, targets);
}

void CallChecker::check_outputs(const ast::Expression& call, size_t outputs, Use use, size_t targets) {
  if (use == Use::kValue && outputs == 0) fail(name_span(call), cat(call.name, ": gives no value"));
  if (use == Use::kTargets && targets > outputs) {
    fail(name_span(call), cat(call.name, ": more targets than results: ", targets, " for ", outputs));
  }
}

void CallChecker::unknown(const ast::Expression& call) {
  const std::string_view name = call.name;
  const size_t mark = name.rfind("::");
  if (mark != std::string_view::npos) {
    const std::string_view alias = name.substr(0, mark);
    const auto module = from_.aliases.find(alias);
    std::vector<std::string_view> known;
    if (module == from_.aliases.end()) {
      for (const auto& [each, target] : from_.aliases)
        known.push_back(each);
      return fail(name_span(call), cat(name, ": unknown namespace: ", alias, suggest(alias, known)));
    }
    for (const auto& [each, function] : module->second->functions)
      known.push_back(each);
    return fail(name_span(call), cat(name, ": unknown function", suggest(name.substr(mark + 2), known)));
  }
  if (const std::string advice = advice_on_function(name); !advice.empty())
    return fail(name_span(call), cat(name, ": unknown function", advice));
  std::vector<std::string_view> known = registry_.calls();
  for (std::string_view each :
       {std::string_view("eval"), std::string_view("evalList"), std::string_view("exists"), kMakeList})
    known.push_back(each);
  for (const auto& [each, function] : from_.functions)
    known.push_back(each);
  if (program_.builtins != nullptr) {
    for (const auto& [each, function] : program_.builtins->functions)
      known.push_back(each);
  }
  // Operators such as "%*%" are no names to suggest.
  std::erase_if(known, [](std::string_view each) { return !(each[0] >= 'A' && each[0] <= 'z'); });
  fail(name_span(call), cat(name, ": unknown function", suggest(name, known)));
}

}  // namespace lineal
