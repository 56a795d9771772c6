// Second-order calls: the function is named by a string at run time.
#include "runtime/core/cat.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/matrix/list.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/lists/lists.h"
#include "runtime/ops/shape/casts.h"

namespace lineal {
namespace {

struct Given {
  std::string name;
  Value value;
  LineageRef lineage;
};

// A single list stands for the arguments, unless the function itself takes one list.
std::vector<Given> unroll(std::vector<Given> given, const FunctionCode& callee) {
  if (given.size() != 1 || !given[0].value.is_list()) return given;
  if (callee.parameters.size() == 1 && callee.parameters[0].type == BindingType::kList) return given;
  const List& list = given[0].value.as_list();
  std::vector<Given> out;
  for (size_t i = 0; i < list.elements.size(); ++i) {
    out.push_back({list.named() ? list.names[i] : "", list.elements[i].value, list.elements[i].lineage});
  }
  return out;
}

}  // namespace

void Interpreter::call_eval(const Code& code, const Instruction& instruction, Activation& activation) {
  const Value& name = operand(code, instruction.in[0], activation);
  if (!name.is_string()) throw Error(ErrorKind::kRuntime, cat("eval: not a function name: ", describe(name)));
  std::vector<Given> given;
  for (size_t i = 1; i < instruction.in.size(); ++i) {
    given.push_back({i < instruction.names.size() ? instruction.names[i] : "",
                     operand(code, instruction.in[i], activation), lineage_of(code, instruction.in[i], activation)});
  }
  const FunctionCode* callee = context_.find_function ? context_.find_function(*function_, name.text()) : nullptr;
  if (!callee) throw Error(ErrorKind::kRuntime, cat("eval: no such function: ", name.text()));
  given = unroll(std::move(given), *callee);

  Arguments arguments;
  arguments.values.resize(callee->parameters.size());
  arguments.lineage.resize(callee->parameters.size());
  size_t position = 0;
  for (Given& each : given) {
    size_t at = position;
    if (each.name.empty()) {
      ++position;
    } else {
      at = 0;
      while (at < callee->parameters.size() && callee->parameters[at].name != each.name)
        ++at;
    }
    if (at >= callee->parameters.size()) {
      throw Error(ErrorKind::kRuntime, each.name.empty()
                                           ? cat("eval: too many arguments for ", name.text(), ": ", given.size())
                                           : cat("eval: function ", name.text(), " has no parameter ", each.name));
    }
    arguments.values[at] = std::move(each.value);
    arguments.lineage[at] = std::move(each.lineage);
  }
  CachedResult result = invoke_reusing(*callee, std::move(arguments), instruction.where);
  if (!instruction.out[0].exists()) return;
  if (record_) record_->replaced(instruction.out[0]);
  const size_t slot = instruction.out[0].at();
  if (instruction.kind == InstructionKind::kEvalList) {
    std::vector<List::Element> elements;
    std::vector<std::string> names;
    std::vector<LineageRef> held;
    std::vector<const LineageNode*> nodes;
    for (size_t i = 0; i < result.values.size(); ++i) {
      names.push_back(callee->results[i].name);
      if (lineage_on()) {
        held.push_back(LineageNode::string(names.back()));
        nodes.push_back(held.back().get());
        nodes.push_back(result.lineage[i].get());
      }
      elements.push_back({std::move(result.values[i]), result.lineage[i]});
    }
    if (lineage_on()) activation.lineage[slot] = LineageNode::operation(OpSymbol::of(kMakeNamedList), nodes);
    activation.values[slot] = Value::list(make_ref<const List>(std::move(elements), std::move(names)));
    return;
  }
  if (result.values.empty()) throw Error(ErrorKind::kRuntime, cat("eval: function ", name.text(), " has no result"));
  Value value = std::move(result.values[0]);
  LineageRef lineage = std::move(result.lineage[0]);
  if (value.is_scalar() || value.is_frame()) {
    const OpDef& cast = *operators().find(kAsMatrix);
    Value in[1] = {value};
    Value out[1];
    KernelCall call{.op = cast, .in = in, .out = out, .context = kernel_};
    pick_kernel(cast, Forms::kAny)->run(call);
    if (lineage_on()) {
      const LineageNode* node = lineage.get();
      lineage = LineageNode::operation(cast.symbol, std::span(&node, 1));
    }
    value = std::move(out[0]);
  }
  activation.values[slot] = std::move(value);
  activation.lineage[slot] = std::move(lineage);
}

}  // namespace lineal
