#include "tests/unit/validate/program.h"

#include <catch2/catch.hpp>

#include "runtime/core/cat.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal::test {

namespace {

void never(KernelCall& /*call*/) {}

Param required(std::string_view name) {
  Param out;
  out.name = name;
  return out;
}

Param optional(std::string_view name, DefaultLiteral fallback) {
  Param out;
  out.name = name;
  out.fallback = fallback;
  return out;
}

OpDef make(std::string_view name, std::string_view call, std::vector<Param> params, uint32_t traits = kDeterministic) {
  OpDef out;
  out.name = name;
  out.call = call;
  out.params = std::move(params);
  out.traits = traits;
  out.kernels = {any_form(never)};
  return out;
}

OpDef named(std::string_view name, std::string_view call, std::vector<Param> params) {
  OpDef out = make(name, call, std::move(params));
  out.style = CallStyle::kNamed;
  return out;
}

OpDef with_outputs(OpDef op, size_t outputs) {
  op.outputs.assign(outputs, kMatrix);
  return op;
}

void fill(OpRegistry& registry) {
  for (const char* infix : {"+", "-", "*", "/", "^", "%*%", "%%", "%/%", "<", ">", "==", "&", "|"}) {
    registry.add(make(infix, infix, {required("a"), required("b")}));
  }
  registry.add_alias("&&", "&");
  registry.add_alias("||", "|");
  registry.add(make("negate", "-", {required("a")}));
  registry.add(make("not", "!", {required("a")}));
  registry.add(make("sum", "sum", {required("X")}));
  registry.add(make("table2", "table", {required("A"), required("B")}));
  registry.add(make("table3", "table", {required("A"), required("B"), required("W")}));
  registry.add(make("table5", "table", {required("A"), required("B"), required("W"), required("d1"), required("d2")}));
  registry.add(make("cbind", "cbind", {required("A")}, kDeterministic | kVariadic));
  registry.add(make("time", "time", {}));
  registry.add(
      named("matrix", "matrix", {required("data"), required("rows"), required("cols"), optional("byrow", true)}));
  registry.add(named("order", "order", {required("target"), optional("by", 1), optional("decreasing", false)}));
  registry.add(with_outputs(make("eigen", "eigen", {required("X")}), 2));
  registry.add(with_outputs(make("print", "print", {required("x")}, kVariadic), 0));
  OpDef inner = make("inner", "inner", {required("x")});
  inner.style = CallStyle::kInternal;
  registry.add(inner);
}

}  // namespace

const OpRegistry& toy_operators() {
  static const OpRegistry* const registry = [] {
    auto* filled = new OpRegistry;
    fill(*filled);
    return filled;
  }();
  return *registry;
}

Program::Program(std::string main, std::string imported, std::string builtins) {
  Module* script = add(std::move(main));
  if (!imported.empty()) script->aliases.emplace("lib", add(std::move(imported)));
  if (!builtins.empty()) set_.builtins = add(std::move(builtins));
}

Module* Program::add(std::string text) {
  const uint32_t file = sources_.add("test.dml", std::move(text));
  ParseResult result = parse(sources_, file, {});
  for (const Error& each : result.errors)
    FAIL(each.message());
  auto module = std::make_unique<Module>();
  module->script = std::move(result.script);
  for (const auto& each : module->script.functions)
    module->functions.emplace(each->name, each.get());
  set_.modules.push_back(std::move(module));
  return set_.modules.back().get();
}

std::vector<std::string> Program::faults() const {
  std::vector<std::string> out;
  for (const Error& each : validate(set_, toy_operators())) {
    out.push_back(cat(each.where().line, ":", each.where().column, ": ", each.message()));
  }
  return out;
}

std::string fault(std::string main, std::string imported, std::string builtins) {
  std::string out;
  for (const std::string& each : Program(std::move(main), std::move(imported), std::move(builtins)).faults()) {
    out += cat(out.empty() ? "" : "\n", each);
  }
  return out;
}

}  // namespace lineal::test
