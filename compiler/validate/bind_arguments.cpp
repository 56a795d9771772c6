#include "compiler/validate/bind_arguments.h"

#include <algorithm>
#include <string_view>

#include "compiler/validate/validate.h"
#include "runtime/core/cat.h"

namespace lineal {

namespace {

BoundArguments failed(std::string problem, SourceSpan where = {}) {
  return {.values = {}, .problem = std::move(problem), .where = where};
}

std::string unknown_argument(const ast::Function& function, std::string_view name) {
  std::vector<std::string_view> known;
  for (const ast::Parameter& each : function.parameters)
    known.push_back(each.name);
  return cat("unknown argument: ", name, suggest(name, known));
}

}  // namespace

BoundArguments bind_arguments(const ast::Function& function, const std::vector<ast::Argument>& arguments) {
  const std::vector<ast::Parameter>& parameters = function.parameters;
  BoundArguments out;
  out.values.resize(parameters.size());
  bool names = false;
  size_t next = 0;
  for (const ast::Argument& each : arguments) {
    if (each.name.empty()) {
      if (names) return failed("an argument without name follows one with a name", each.where);
      if (next == parameters.size()) {
        return failed(cat("takes at most ", parameters.size(),
                          parameters.size() == 1 ? " argument: " : " arguments: ", arguments.size(), " given"),
                      each.where);
      }
      out.values[next++] = each.value.get();
      continue;
    }
    names = true;
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const ast::Parameter& parameter) { return parameter.name == each.name; });
    if (found == parameters.end()) return failed(unknown_argument(function, each.name), each.where);
    const ast::Expression*& slot = out.values[static_cast<size_t>(found - parameters.begin())];
    if (slot != nullptr) return failed(cat("argument given twice: ", each.name), each.where);
    slot = each.value.get();
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (out.values[i] == nullptr && parameters[i].fallback == nullptr) {
      return failed(cat("argument missing: ", parameters[i].name));
    }
  }
  return out;
}

}  // namespace lineal
