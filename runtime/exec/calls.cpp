// Function calls: binding, conversion, reuse of whole results, eval.
#include <charconv>
#include <chrono>

#include "runtime/core/cat.h"
#include "runtime/exec/deferred_copy.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/matrix/value_lineage.h"

namespace lineal {
namespace {

// A copy into new memory takes 2 to 4 ns a cell: beside a call that took this much a cell it costs little.
constexpr double kNanosecondsPerCopiedCell = 16;

// A scalar that was converted to another type has a history of its own: the literal that it now is.
void bind_value(const Binding& binding, const Value& value, LineageRef lineage, std::string_view what, bool trace,
                Value& out, LineageRef& out_lineage) {
  out = convert_to(binding, value, what);
  const bool converted = out.kind() != value.kind();
  out_lineage = trace && converted ? literal_lineage(out) : std::move(lineage);
}

}  // namespace

Value convert_to(const Binding& binding, const Value& value, std::string_view what) {
  const auto refuse = [&](std::string_view wanted) {
    throw Error(ErrorKind::kRuntime, cat(what, " must be a ", wanted, ": ", describe(value)));
  };
  switch (binding.type) {
    case BindingType::kMatrix:
      if (!value.is_matrix()) refuse(kind_name(ValueKind::kMatrix));
      return value;
    case BindingType::kFrame:
      if (!value.is_frame()) refuse(kind_name(ValueKind::kFrame));
      return value;
    case BindingType::kList:
      if (!value.is_list()) refuse(kind_name(ValueKind::kList));
      return value;
    case BindingType::kScalar:
      break;
  }
  if (!value.is_scalar()) refuse("scalar");
  if (binding.scalar == ValueKind::kNone || binding.scalar == value.kind()) return value;
  if (binding.scalar == ValueKind::kString) return Value::string(scalar_text(value));
  double number = 0;
  if (value.is_string()) {
    const std::string& text = value.text();
    if (text == "TRUE" || text == "true") {
      number = 1;
    } else if (text != "FALSE" && text != "false") {
      const char* begin = text.data();
      const auto [end, failed] = std::from_chars(begin, begin + text.size(), number);
      if (failed != std::errc() || end != begin + text.size()) refuse("number");
    }
  } else {
    if (binding.scalar == ValueKind::kInt && value.is_boolean()) return Value::integer(value.as_boolean() ? 1 : 0);
    number = value.number();
  }
  if (binding.scalar == ValueKind::kInt) return Value::integer(double_to_int(number));
  if (binding.scalar == ValueKind::kBoolean) return Value::boolean(number != 0);
  return Value::real(number);
}

void Interpreter::call_function(const Code& code, const Instruction& instruction, Activation& activation) {
  Arguments arguments;
  for (const Operand at : instruction.in) {
    arguments.values.push_back(at.exists() ? operand(code, at, activation) : Value());
    arguments.lineage.push_back(at.exists() ? lineage_of(code, at, activation) : LineageRef());
  }
  CachedResult result = invoke_reusing(*instruction.callee, std::move(arguments), instruction.where);
  for (size_t i = 0; i < instruction.out.size(); ++i) {
    if (!instruction.out[i].exists()) continue;
    if (record_) record_->replaced(instruction.out[i]);
    const size_t slot = instruction.out[i].at();
    activation.values[slot] = std::move(result.values[i]);
    activation.lineage[slot] = std::move(result.lineage[i]);
  }
}

CachedResult Interpreter::invoke_reusing(const FunctionCode& callee, Arguments arguments, SourceSpan where) {
  bool worth = callee.reusable && context_.cache && lineage_on();
  if (worth) {
    worth = false;
    for (const Value& value : arguments.values)
      worth |= value.is_matrix() || value.is_list() || value.is_frame();
  }
  if (!worth) return invoke(callee, std::move(arguments), where);
  // Results bring their history, so arguments are the same only with theirs: the very nodes, which the entry keeps.
  Key identity = callee.hash;
  for (const LineageRef& lineage : arguments.lineage)
    identity = combine(identity, Key{reinterpret_cast<uint64_t>(lineage.get()), 1});
  const std::vector<LineageRef> nodes = arguments.lineage;
  ReuseCache::Probe probe = context_.cache->probe(identity, context_.interrupt);
  if (probe.hit) {
    ++context_.counters.function_hits;
    return *probe.hit;
  }
  const auto begin = std::chrono::steady_clock::now();
  CachedResult result = invoke(callee, std::move(arguments), where);
  if (!probe.ticket) return result;
  const int64_t cost = std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count();
  // A copy that was put off would keep alive what the cache does not know of. It is made now if that takes little of
  // the time that the whole call took.
  double cells = 0;
  for (const Value& value : result.values) {
    if (is_deferred(value)) cells += static_cast<double>(value.as_matrix().cells());
  }
  if (cells * kNanosecondsPerCopiedCell > static_cast<double>(cost)) return result;
  for (Value& value : result.values)
    force(value);
  auto kept = std::make_shared<CachedResult>(result);
  kept->arguments = nodes;
  probe.ticket.put(std::move(kept), cost);
  return result;
}

CachedResult Interpreter::invoke(const FunctionCode& callee, Arguments arguments, SourceSpan where) {
  ++context_.counters.function_calls;
  if (depth_ >= kMaxCallDepth) {
    throw Error(ErrorKind::kResource,
                cat("function ", callee.name, ": recursion deeper than ", kMaxCallDepth, " calls"), where);
  }
  Activation activation;
  activation.resize(static_cast<size_t>(callee.slots));
  const FunctionCode* const outer = function_;
  ParForRecord* const outer_record = record_;
  CachedResult result;
  ++depth_;
  try {
    function_ = &callee;
    record_ = nullptr;
    for (size_t i = 0; i < callee.parameters.size(); ++i) {
      const Binding& parameter = callee.parameters[i];
      const size_t slot = parameter.slot.at();
      if (arguments.values[i].empty()) continue;
      try {
        bind_value(parameter, arguments.values[i], std::move(arguments.lineage[i]),
                   cat("function ", callee.name, ": argument ", parameter.name), lineage_on(), activation.values[slot],
                   activation.lineage[slot]);
      } catch (Error& error) {
        throw error.at(where);
      }
    }
    for (size_t i = 0; i < callee.parameters.size(); ++i) {
      const Binding& parameter = callee.parameters[i];
      if (!arguments.values[i].empty()) continue;
      if (!parameter.has_default) {
        throw Error(ErrorKind::kRuntime, cat("function ", callee.name, ": argument missing: ", parameter.name), where);
      }
      run_code(callee.defaults[i], activation);
      const size_t slot = parameter.slot.at();
      const size_t from = parameter.fallback_slot.at();
      Value value = activation.values[from];
      LineageRef lineage = activation.lineage[from];
      bind_value(parameter, value, std::move(lineage), cat("function ", callee.name, ": default of ", parameter.name),
                 lineage_on(), activation.values[slot], activation.lineage[slot]);
    }
    arguments = {};
    run_blocks(callee.body, activation);
    for (const Binding& output : callee.results) {
      const size_t slot = output.slot.at();
      if (activation.values[slot].empty()) {
        throw Error(ErrorKind::kRuntime, cat("function ", callee.name, ": result ", output.name, " was never assigned"),
                    callee.where);
      }
      Value& value = result.values.emplace_back();
      LineageRef& lineage = result.lineage.emplace_back();
      bind_value(output, activation.values[slot], activation.lineage[slot],
                 cat("function ", callee.name, ": result ", output.name), lineage_on(), value, lineage);
    }
  } catch (Error& error) {
    --depth_;
    function_ = outer;
    record_ = outer_record;
    throw error.note(cat("in function ", callee.name), where);
  }
  --depth_;
  function_ = outer;
  record_ = outer_record;
  return result;
}

}  // namespace lineal
