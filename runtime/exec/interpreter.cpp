#include "runtime/exec/interpreter.h"

#include "cache/pool/memory_pool.h"
#include "runtime/core/cat.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/program/known_scalar.h"

namespace lineal {

Interpreter::Interpreter(ExecutionContext& context, Output& output, SeedSource& seeds)
    : context_(context), kernel_{context.config, context.pool,       context.counters, context.interrupt,
                                 context.files,  context.identities, output,           seeds} {}

Interpreter::~Interpreter() {
  context_.counters.instructions += instructions_;
  context_.counters.nodes += nodes_;
}

void Interpreter::run(const FunctionCode& function, Activation& activation) {
  const FunctionCode* outer = function_;
  function_ = &function;
  activation.resize(static_cast<size_t>(function.slots));
  run_blocks(function.body, activation);
  function_ = outer;
}

void Interpreter::run_blocks(const std::vector<std::unique_ptr<Block>>& blocks, Activation& activation) {
  for (const auto& block : blocks)
    run_block(*block, activation);
}

void Interpreter::run_block(const Block& block, Activation& activation) {
  switch (block.kind) {
    case BlockKind::kBasic: {
      std::shared_ptr<const Code> better;
      if (block.recompile && context_.recompiler) better = context_.recompiler->recompile(block, activation);
      run_code(better ? *better : block.code, activation);
      return;
    }
    case BlockKind::kIf:
      run_code(block.code, activation);
      run_blocks(predicate(block, activation) ? block.body : block.otherwise, activation);
      return;
    case BlockKind::kWhile:
      for (;;) {
        context_.interrupt.check();
        run_code(block.code, activation);
        if (!predicate(block, activation)) return;
        run_blocks(block.body, activation);
      }
    case BlockKind::kFor:
      run_for(block, activation);
      return;
    case BlockKind::kParFor:
      run_parfor(block, activation);
      return;
  }
}

bool Interpreter::predicate(const Block& block, const Activation& activation) const {
  const Value& value = operand(block.code, block.predicate, activation);
  if (value.is_number()) return value.number() != 0;
  if (value.is_string() && (value.text() == "TRUE" || value.text() == "true")) return true;
  if (value.is_string()) return false;
  if (value.is_matrix() && value.as_matrix().rows() == 1 && value.as_matrix().columns() == 1) {
    return cell_at(value.as_matrix(), 0, 0) != 0;
  }
  throw Error(ErrorKind::kRuntime, cat("condition: not a scalar truth value: ", describe(value)), block.where);
}

void Interpreter::run_for(const Block& block, Activation& activation) {
  run_code(block.code, activation);
  LoopRange range;
  try {
    const bool has_increment = block.increment.exists();
    range = loop_range(operand(block.code, block.from, activation), operand(block.code, block.to, activation),
                       has_increment ? &operand(block.code, block.increment, activation) : nullptr);
  } catch (Error& error) {
    throw error.at(block.where);
  }
  const size_t slot = block.variable.at();
  if (record_) record_->replaced(block.variable);
  for (int64_t i = 0; i < range.count; ++i) {
    context_.interrupt.check();
    const int64_t value = range.at(i);
    activation.values[slot] = Value::integer(value);
    if (lineage_on()) {
      activation.lineage[slot] = LineageNode::integer(value);
      ++nodes_;
    }
    run_blocks(block.body, activation);
  }
}

void Interpreter::run_code(const Code& code, Activation& activation) {
  activation.resize(static_cast<size_t>(code.slots));
  instructions_ += static_cast<int64_t>(code.instructions.size());
  const Instruction* at = code.instructions.data();
  const Instruction* const end = at + code.instructions.size();
  try {
    for (; at != end; ++at)
      run_instruction(code, *at, activation);
  } catch (Error& error) {
    throw error.at(at->where);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::kResource, cat("out of memory; ", why_no_memory()), at->where);
  }
}

void Interpreter::run_instruction(const Code& code, const Instruction& instruction, Activation& activation) {
  switch (instruction.kind) {
    case InstructionKind::kCompute:
      if (!instruction.op->scalar || !run_scalar(code, instruction, activation)) {
        run_operator(code, instruction, activation);
      }
      break;
    case InstructionKind::kCopy:
      copy(code, instruction, activation);
      break;
    case InstructionKind::kCall:
      call_function(code, instruction, activation);
      break;
    case InstructionKind::kEval:
    case InstructionKind::kEvalList:
      call_eval(code, instruction, activation);
      break;
    case InstructionKind::kExists: {
      if (!instruction.out[0].exists()) break;
      const size_t slot = instruction.out[0].at();
      const bool there = !activation.values[instruction.in[0].place().at()].empty();
      if (record_) record_->replaced(instruction.out[0]);
      activation.values[slot] = Value::boolean(there);
      if (lineage_on()) activation.lineage[slot] = LineageNode::boolean(there);
      break;
    }
    case InstructionKind::kAccumulate:
      accumulate(code, instruction, activation);
      break;
    case InstructionKind::kRelease:
      break;
  }
  for (const Slot slot : instruction.release) {
    activation.values[slot.at()] = Value();
    activation.lineage[slot.at()] = LineageRef();
  }
}

const Value& Interpreter::operand(const Code& code, Operand at, const Activation& activation) const {
  if (!at.is_place()) return code.constants[at.constant_index()];
  const Value& value = activation.values[at.place().at()];
  if (value.empty()) [[unlikely]] {
    const size_t slot = at.place().at();
    const std::string name = function_ && slot < function_->slot_names.size() ? function_->slot_names[slot] : "?";
    throw Error(ErrorKind::kRuntime, cat("variable '", name, "' has no value"));
  }
  return value;
}

LineageRef Interpreter::lineage_of(const Code& code, Operand at, const Activation& activation) const {
  return at.is_place() ? activation.lineage[at.place().at()] : code.constant_lineage[at.constant_index()];
}

Interpreter::LastStep Interpreter::trace(const Code& code, const Instruction& instruction,
                                         const Activation& activation) {
  std::vector<LineageRef> steps;
  steps.reserve(instruction.trace.size());
  LastStep now;
  for (const TraceStep& step : instruction.trace) {
    now.step = &step;
    now.held.clear();
    now.inputs.clear();
    for (const TraceStep::Input& input : step.inputs) {
      now.held.push_back(input.step.exists() ? steps[input.step.at()] : lineage_of(code, input.operand, activation));
      now.inputs.push_back(now.held.back().get());
    }
    ++nodes_;
    if (&step == &instruction.trace.back()) break;
    steps.push_back(now.node(known_scalar(*step.op, now.inputs, step.value)));
  }
  return now;
}

Key Interpreter::LastStep::key() const {
  if (step->kind == TraceStep::Kind::kAlias) return {};
  return LineageNode::operation_key(step->op->symbol, inputs, step->output);
}

LineageRef Interpreter::LastStep::node(const Value& result) const {
  if (step->kind == TraceStep::Kind::kAlias) return held[0];
  return LineageNode::operation(step->op->symbol, inputs, step->output, scalar_fact(result), {step->rule, step->place});
}

void Interpreter::copy(const Code& code, const Instruction& instruction, Activation& activation) {
  const Value value = operand(code, instruction.in[0], activation);
  LineageRef lineage;
  if (lineage_on()) {
    lineage = instruction.trace.empty() ? lineage_of(code, instruction.in[0], activation)
                                        : trace(code, instruction, activation).node(value);
  }
  if (!instruction.out[0].exists()) return;
  if (record_) record_->copied(instruction.in[0], instruction.out[0]);
  const size_t slot = instruction.out[0].at();
  activation.values[slot] = value;
  activation.lineage[slot] = std::move(lineage);
}

void Interpreter::accumulate(const Code& code, const Instruction& instruction, Activation& activation) {
  const Value& value = operand(code, instruction.in[0], activation);
  LINEAL_CHECK(record_ != nullptr, "accumulation outside parfor");
  record_->accumulations.push_back(
      {instruction.out[0], value, lineage_of(code, instruction.in[0], activation), instruction.where});
}

}  // namespace lineal
