#include "runtime/exec/operator_run.h"

#include <algorithm>
#include <chrono>

#include "runtime/exec/deferred_copy.h"
#include "runtime/exec/fitting_overload.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/exec/run_kernel.h"
#include "runtime/exec/work_estimate.h"
#include "runtime/matrix/value_lineage.h"

namespace lineal {
namespace {

// An operator that is estimated to take less is not looked up: a probe would cost as much.
constexpr double kProbeNanoseconds = 1000;

int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Elements of lists carry their history, which a hit could not bring up to date.
bool has_list(std::span<const Value> in) {
  return std::any_of(in.begin(), in.end(), [](const Value& value) { return value.is_list(); });
}

bool is_reusable(const OpDef& op) {
  return op.is(kDeterministic | kReusable) && !op.is(kRecorded) && !op.outputs.empty() && op.is_pure();
}

// What prepare put in the place of a scalar has no history but itself: a seed that was drawn, whatever stood for "draw
// one", and a flag in the type that the kernel takes.
void trace_replaced(std::span<const Value> before, std::span<const Value> in, std::span<LineageRef> lineage) {
  for (size_t i = 0; i < in.size(); ++i) {
    if (!in[i].is_scalar()) continue;
    const bool same = in[i].kind() == before[i].kind() &&
                      (in[i].is_string() ? in[i].text() == before[i].text() : in[i].bits() == before[i].bits());
    if (!same) lineage[i] = literal_lineage(in[i]);
  }
}

}  // namespace

OperatorRun::OperatorRun(Interpreter& interpreter, const Code& code, const Instruction& instruction,
                         Activation& activation)
    : interpreter_(interpreter),
      code_(code),
      instruction_(instruction),
      activation_(activation),
      tracing_(interpreter.lineage_on()),
      operands_(instruction.in.size()),
      operand_lineage_(tracing_ ? instruction.in.size() : 0),
      nodes_(tracing_ ? instruction.in.size() : 0),
      in_(operands_.all()),
      op_(fitting_overload(*instruction.op, take_operands())),
      results_(std::max(op_.outputs.size(), instruction.out.size())),
      result_lineage_(results_.all().size()),
      out_(results_.all()),
      out_lineage_(result_lineage_.all()),
      call_{.op = op_,
            .in = in_,
            .out = out_,
            .context = interpreter.kernel_,
            .in_lineage = operand_lineage_.all(),
            .out_lineage = tracing_ ? out_lineage_ : std::span<LineageRef>(),
            .leaf = &leaf_} {}

void OperatorRun::run() {
  prepare();
  trace();
  if (!defer() && !look_up()) compute();
  record();
  publish();
}

std::span<const Value> OperatorRun::take_operands() {
  const std::span<LineageRef> lineage = operand_lineage_.all();
  for (size_t i = 0; i < in_.size(); ++i) {
    in_[i] = interpreter_.operand(code_, instruction_.in[i], activation_);
    if (tracing_) lineage[i] = interpreter_.lineage_of(code_, instruction_.in[i], activation_);
  }
  return in_;
}

void OperatorRun::prepare() {
  if (!op_.prepare) return;
  for (Value& value : in_)
    interpreter_.force(value);
  const std::vector<Value> before(in_.begin(), in_.end());
  op_.prepare(call_);
  if (tracing_) trace_replaced(before, in_, operand_lineage_.all());
}

void OperatorRun::trace() {
  if (!tracing_) return;
  const std::span<const LineageNode*> nodes = nodes_.all();
  for (size_t i = 0; i < nodes.size(); ++i)
    nodes[i] = operand_lineage_.all()[i].get();
  if (!instruction_.trace.empty()) last_ = interpreter_.trace(code_, instruction_, activation_);
  if (!interpreter_.context_.cache || !is_reusable(op_) || has_list(in_)) return;
  // A file whose content is not known yet has no key: it is read first.
  key_ = last_.step ? last_.key()
                    : LineageNode::operation_key(op_.symbol, leaf_.empty() ? nodes : nodes.subspan(1), 0, leaf_);
}

bool OperatorRun::defer() {
  if (key_.empty() || op_.shape_of_copy == nullptr) return false;
  out_[0] = defer_copy(op_, call_, key_);
  if (out_[0].empty()) return false;
  out_lineage_[0] = node_of(0);
  ++interpreter_.context_.counters.deferred;
  return true;
}

bool OperatorRun::look_up() {
  if (key_.empty() || estimate_nanoseconds(op_, in_) < kProbeNanoseconds) return false;
  ReuseCache::Probe probe = interpreter_.context_.cache->probe(key_, interpreter_.context_.interrupt);
  ticket_ = std::move(probe.ticket);
  if (!probe.hit) return false;
  // The values alone: their history is what this script says, which may be another than that of whoever was first.
  for (size_t i = 0; i < op_.outputs.size(); ++i) {
    out_[i] = probe.hit->values[i];
    out_lineage_[i] = node_of(i);
  }
  return true;
}

void OperatorRun::compute() {
  force_operands();
  hand_over();
  const int64_t begin = ticket_ ? now() : 0;
  try {
    interpreter_.execute_kernel(op_, call_);
  } catch (...) {
    put_back();
    throw;
  }
  const int64_t nanoseconds = ticket_ ? now() - begin : 0;
  trace_results();
  if (ticket_) keep(nanoseconds);
  const auto& on_write = interpreter_.context_.on_write;
  if (op_.outputs.empty() && !leaf_.empty() && on_write) {
    on_write(in_[1].text(), leaf_, tracing_ ? node_of(0) : LineageRef{});
  }
}

void OperatorRun::force_operands() {
  if (op_.is(kSizeOnly)) return;
  for (size_t i = 0; i < in_.size(); ++i) {
    if (!is_deferred(in_[i])) continue;
    interpreter_.force(in_[i]);
    if (instruction_.in[i].is_place()) activation_.values[instruction_.in[i].place().at()] = in_[i];
  }
}

void OperatorRun::hand_over() {
  for (size_t i = 0; i < in_.size(); ++i) {
    if (dies_here(i) && in_[i].is_object()) activation_.values[instruction_.in[i].place().at()] = Value();
  }
}

void OperatorRun::put_back() {
  for (size_t i = 0; i < in_.size(); ++i) {
    if (dies_here(i) && instruction_.in[i].is_place()) activation_.values[instruction_.in[i].place().at()] = in_[i];
  }
}

void OperatorRun::trace_results() {
  if (!tracing_) return;
  for (size_t i = 0; i < op_.outputs.size(); ++i) {
    if (out_lineage_[i]) continue;
    out_lineage_[i] = op_.is(kRecorded)
                          ? LineageNode::leaf(op_.symbol, scalar_text(out_[i]), {}, static_cast<uint8_t>(i))
                          : node_of(i);
  }
}

void OperatorRun::keep(int64_t nanoseconds) {
  auto kept = std::make_shared<CachedResult>();
  kept->values.assign(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(op_.outputs.size()));
  ticket_.put(std::move(kept), nanoseconds);
}

void OperatorRun::record() {
  ParForRecord* record = interpreter_.record_;
  if (!record) return;
  if (op_.written_part != nullptr) return record->wrote(op_, instruction_, call_, tracing_);
  for (const Slot slot : instruction_.out) {
    if (slot.exists()) record->replaced(slot);
  }
}

void OperatorRun::publish() {
  for (size_t i = 0; i < instruction_.out.size(); ++i) {
    if (!instruction_.out[i].exists()) continue;
    const size_t slot = instruction_.out[i].at();
    activation_.values[slot] = std::move(out_[i]);
    activation_.lineage[slot] = std::move(out_lineage_[i]);
  }
}

LineageRef OperatorRun::node_of(size_t output) {
  ++interpreter_.nodes_;
  if (last_.step && output == 0) return last_.node(out_[0]);
  const std::span<const LineageNode*> nodes = nodes_.all();
  const auto number = static_cast<uint8_t>(output);
  if (!leaf_.empty() && !op_.outputs.empty()) {
    return LineageNode::leaf(op_.symbol, leaf_, nodes.subspan(1), number);
  }
  const ScalarFact value = output < op_.outputs.size() ? scalar_fact(out_[output]) : ScalarFact();
  return LineageNode::operation(op_.symbol, nodes, number, value);
}

void Interpreter::run_operator(const Code& code, const Instruction& instruction, Activation& activation) {
  context_.interrupt.check();
  OperatorRun(*this, code, instruction, activation).run();
}

void Interpreter::execute_kernel(const OpDef& op, KernelCall& call) {
  bool any_matrix = false;
  for (const Value& value : call.in)
    any_matrix |= value.is_matrix();
  const int64_t begin = any_matrix || call.in.empty() ? now() : 0;
  run_kernel(op, call);
  if (begin) context_.times.add(op.name, now() - begin);
}

}  // namespace lineal
