#include "compiler/hop/builder.h"

#include <map>

#include "compiler/hop/function_builder.h"
#include "runtime/core/cat.h"
#include "runtime/program/program.h"

namespace lineal {
namespace {

HopParameter parameter_of(const ast::Parameter& parameter, HopFunction& function) {
  HopParameter out;
  out.name = parameter.name;
  out.slot = function.slot_of(parameter.name);
  out.scalar = parameter.scalar;
  out.has_default = parameter.fallback != nullptr;
  out.where = parameter.where;
  switch (parameter.type) {
    case ast::TypeKind::kScalar:
      out.type = static_cast<uint8_t>(Binding::Type::kScalar);
      break;
    case ast::TypeKind::kMatrix:
      out.type = static_cast<uint8_t>(Binding::Type::kMatrix);
      break;
    case ast::TypeKind::kFrame:
      out.type = static_cast<uint8_t>(Binding::Type::kFrame);
      break;
    case ast::TypeKind::kList:
      out.type = static_cast<uint8_t>(Binding::Type::kList);
      break;
  }
  return out;
}

void define(const ModuleSet& program, const Module& module, const FunctionMap& functions, const ast::Function& source) {
  HopFunction& function = *functions.at(&source);
  function.definition = ast::print_definition(source, [&](const ast::Expression& call) -> std::string {
    const ModuleSet::Found callee = called_function(program, module, call);
    if (!callee) return call.name;
    function.callees.push_back(functions.at(callee.function));
    return "@";  // which is no part of any name
  });
}

void build_function(const ModuleSet& program, const Module& module, const FunctionMap& functions,
                    const ast::Function& source, std::vector<Error>& errors) {
  HopFunction& function = *functions.at(&source);
  define(program, module, functions, source);
  function.where = source.where;
  FunctionBuilder builder(program, module, functions, function, errors);
  for (const ast::Parameter& parameter : source.parameters) {
    function.parameters.push_back(parameter_of(parameter, function));
  }
  for (size_t i = 0; i < source.parameters.size(); ++i) {
    const ast::Parameter& parameter = source.parameters[i];
    if (parameter.fallback) builder.single(*parameter.fallback, function.parameters[i].fallback);
  }
  builder.body(source.body);
  for (const ast::Parameter& result : source.results) {
    function.results.push_back(parameter_of(result, function));
  }
}

/// Names of two files may be equal; what messages and --explain show must not be.
void name_functions(const ModuleSet& program, const FunctionMap& functions) {
  std::map<std::string_view, int> uses;
  for (const auto& module : program.modules) {
    for (const auto& function : module->script.functions)
      ++uses[function->name];
  }
  for (const auto& module : program.modules) {
    for (const auto& function : module->script.functions) {
      const bool unique = module->path.empty() || uses[function->name] == 1;
      functions.at(function.get())->name = unique ? function->name : cat(function->name, " of ", module->path);
    }
  }
}

}  // namespace

BuildResult build_hops(const ModuleSet& program, const std::vector<std::string>& prompt_variables) {
  BuildResult result;
  result.program = std::make_unique<HopProgram>();
  FunctionMap& functions = result.functions;
  for (const auto& module : program.modules) {
    for (const auto& function : module->script.functions) {
      result.program->functions.push_back(std::make_unique<HopFunction>());
      functions[function.get()] = result.program->functions.back().get();
    }
  }
  name_functions(program, functions);
  for (const auto& module : program.modules) {
    for (const auto& function : module->script.functions) {
      build_function(program, *module, functions, *function, result.errors);
    }
  }
  result.program->main = std::make_unique<HopFunction>();
  HopFunction& main = *result.program->main;
  main.name = "main";
  for (const std::string& name : prompt_variables)
    main.slot_of(name);
  FunctionBuilder(program, program.main(), functions, main, result.errors).body(program.main().script.body);
  return result;
}

}  // namespace lineal
