// Runs one operator: scalars on a fast path, everything else through lineage, the cache and a kernel.
#include <chrono>
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/check.h"
#include "runtime/exec/deferred_copy.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/parfor_record.h"
#include "runtime/exec/run_kernel.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/indexing/spell_subscripts.h"

namespace lineal {
namespace {

constexpr size_t kInline = 8;
// An operator that is estimated to take less is not looked up: a probe would cost as much.
constexpr double kProbeNanoseconds = 1000;

int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double estimate_nanoseconds(const OpDef& op, std::span<const Value> in) {
  double cells = 0;
  for (const Value& value : in) {
    if (value.is_matrix()) {
      const Matrix& matrix = value.as_matrix();
      cells += static_cast<double>(matrix.stored() + (matrix.is_sparse() ? 16 : 0));
    } else if (value.is_list() || value.is_frame()) {
      cells += 1000;
    }
  }
  if (op.params.empty() || cells == 0) {
    // Sources such as rand: their size is what the numbers say.
    for (const Value& value : in) {
      if (value.is_number()) cells = std::max(cells, std::fabs(value.number()));
    }
  }
  double estimate = cells;
  if (op.cost) {
    ValueInfo known[kInline];
    std::vector<ValueInfo> more;
    std::span<ValueInfo> infos;
    if (in.size() <= kInline) {
      infos = std::span(known, in.size());
    } else {
      more.resize(in.size());
      infos = more;
    }
    for (size_t i = 0; i < in.size(); ++i)
      infos[i] = info_of(in[i]);
    std::vector<ValueInfo> out(std::max<size_t>(op.outputs.size(), 1));
    if (op.infer) op.infer(op, infos, out);
    const Cost cost = op.cost(infos, out);
    estimate = std::max(estimate, std::max(cost.flops / 2, cost.bytes / 8));
  }
  return estimate;
}

// Elements of lists carry their history, which a hit could not bring up to date.
bool has_list(std::span<const Value> in) {
  return std::any_of(in.begin(), in.end(), [](const Value& value) { return value.is_list(); });
}

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

// The overload that takes values of these kinds; the compiler could not know them.
const OpDef& fitting(const OpDef& op, std::span<const Value> in) {
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

// A file whose content is not known yet has no key: it is read first.
Key operation_key(const OpDef& op, std::span<const LineageNode* const> nodes, std::string_view leaf) {
  return LineageNode::operation_key(op.symbol, leaf.empty() ? nodes : nodes.subspan(1), 0, leaf);
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

bool Interpreter::run_scalar(const Code& code, const Instruction& instruction, Activation& activation) {
  const Value* in[4];
  const size_t count = instruction.in.size();
  if (count > 4) return false;
  for (size_t i = 0; i < count; ++i)
    in[i] = &operand(code, instruction.in[i], activation);
  Value out;
  if (!instruction.op->scalar(in, out)) return false;
  if (!instruction.out[0].exists()) return true;
  if (record_) record_->replaced(instruction.out[0]);
  const size_t slot = instruction.out[0].at();
  if (lineage_on()) {
    LineageRef lineage;
    if (instruction.trace.empty()) {
      const LineageNode* nodes[4];
      for (size_t i = 0; i < count; ++i) {
        const Operand at = instruction.in[i];
        nodes[i] = at.is_place() ? activation.lineage[at.place().at()].get()
                                 : code.constant_lineage[at.constant_index()].get();
      }
      lineage = LineageNode::operation(instruction.op->symbol, std::span(nodes, count), 0, scalar_fact(out));
      ++nodes_;
    } else {
      lineage = trace(code, instruction, activation).node(out);
    }
    activation.lineage[slot] = std::move(lineage);
  }
  activation.values[slot] = std::move(out);
  return true;
}

void Interpreter::execute_kernel(const OpDef& op, KernelCall& call) {
  bool any_matrix = false;
  for (const Value& value : call.in)
    any_matrix |= value.is_matrix();
  const int64_t begin = any_matrix || call.in.empty() ? now() : 0;
  run_kernel(op, call);
  if (begin) context_.times.add(op.name, now() - begin);
}

void Interpreter::run_operator(const Code& code, const Instruction& instruction, Activation& activation) {
  context_.interrupt.check();
  const size_t count = instruction.in.size();
  Value inline_values[kInline];
  LineageRef inline_lineage[kInline];
  std::vector<Value> many_values;
  std::vector<LineageRef> many_lineage;
  std::span<Value> in(inline_values, std::min(count, kInline));
  std::span<LineageRef> in_lineage(inline_lineage, std::min(count, kInline));
  if (count > kInline) {
    many_values.resize(count);
    many_lineage.resize(count);
    in = many_values;
    in_lineage = many_lineage;
  }
  const bool tracing = lineage_on();
  for (size_t i = 0; i < count; ++i) {
    in[i] = operand(code, instruction.in[i], activation);
    if (tracing) in_lineage[i] = lineage_of(code, instruction.in[i], activation);
  }
  const OpDef& op = fitting(*instruction.op, in);
  const size_t outputs = std::max<size_t>(op.outputs.size(), instruction.out.size());
  Value inline_out[4];
  LineageRef inline_out_lineage[4];
  std::vector<Value> many_out(outputs > 4 ? outputs : 0);
  std::vector<LineageRef> many_out_lineage(many_out.size());
  const std::span<Value> out = outputs > 4 ? std::span(many_out) : std::span(inline_out, outputs);
  const std::span<LineageRef> out_lineage =
      outputs > 4 ? std::span(many_out_lineage) : std::span(inline_out_lineage, outputs);

  std::string leaf;
  KernelCall call{.op = op,
                  .in = in,
                  .out = out,
                  .context = kernel_,
                  .in_lineage = tracing ? std::span<const LineageRef>(in_lineage) : std::span<const LineageRef>(),
                  .out_lineage = tracing ? out_lineage : std::span<LineageRef>(),
                  .leaf = &leaf};
  if (op.prepare) {
    for (Value& value : in)
      force(value);
    const std::vector<Value> before(in.begin(), in.end());
    op.prepare(call);
    if (tracing) trace_replaced(before, in, in_lineage);
  }

  const LineageNode* inline_nodes[kInline];
  std::vector<const LineageNode*> many_nodes(count > kInline ? count : 0);
  std::span<const LineageNode*> nodes(inline_nodes, std::min(count, kInline));
  if (count > kInline) nodes = many_nodes;
  for (size_t i = 0; i < count && tracing; ++i)
    nodes[i] = in_lineage[i].get();
  LastStep last;
  if (tracing && !instruction.trace.empty()) last = trace(code, instruction, activation);
  const auto node_of = [&](size_t output) {
    ++nodes_;
    if (last.step && output == 0) return last.node(out[0]);
    const auto number = static_cast<uint8_t>(output);
    if (!leaf.empty() && !op.outputs.empty()) return LineageNode::leaf(op.symbol, leaf, nodes.subspan(1), number);
    const ScalarFact value = output < op.outputs.size() ? scalar_fact(out[output]) : ScalarFact();
    return LineageNode::operation(op.symbol, nodes, number, value);
  };

  ReuseCache::Ticket ticket;
  const bool reusable = tracing && context_.cache && op.is(kDeterministic) && !op.is(kRecorded) &&
                        !op.outputs.empty() && op.is(kReusable) && op.is_pure() && !has_list(in);
  bool known = false;
  Key operation;
  if (reusable) operation = last.step ? last.key() : operation_key(op, nodes, leaf);
  if (reusable && !operation.empty() && op.shape_of_copy != nullptr) {
    out[0] = defer_copy(op, call, operation);
    if (!out[0].empty()) {
      out_lineage[0] = node_of(0);
      ++context_.counters.deferred;
      known = true;
    }
  }
  if (!known && reusable && !operation.empty() && estimate_nanoseconds(op, in) >= kProbeNanoseconds) {
    ReuseCache::Probe probe = context_.cache->probe(operation, context_.interrupt);
    if (probe.hit) {
      // The values alone: their history is what this script says, which may be another than that of whoever was first.
      for (size_t i = 0; i < op.outputs.size(); ++i) {
        out[i] = probe.hit->values[i];
        out_lineage[i] = node_of(i);
      }
      known = true;
    }
    ticket = std::move(probe.ticket);
  }
  if (!known) {
    for (size_t i = 0; i < count; ++i) {
      if (op.is(kSizeOnly) || !is_deferred(in[i])) continue;
      force(in[i]);
      if (instruction.in[i].is_place()) activation.values[instruction.in[i].place().at()] = in[i];
    }
    // Values that die here are handed over, so that the kernel may write into them; put back if it fails.
    for (size_t i = 0; i < count; ++i) {
      if (i < instruction.last.size() && instruction.last[i] && in[i].is_object()) {
        activation.values[instruction.in[i].place().at()] = Value();
      }
    }
    const int64_t begin = ticket ? now() : 0;
    try {
      execute_kernel(op, call);
    } catch (...) {
      for (size_t i = 0; i < count; ++i) {
        if (i < instruction.last.size() && instruction.last[i] && instruction.in[i].is_place()) {
          activation.values[instruction.in[i].place().at()] = in[i];
        }
      }
      throw;
    }
    const int64_t cost = ticket ? now() - begin : 0;
    if (tracing) {
      for (size_t i = 0; i < op.outputs.size(); ++i) {
        if (out_lineage[i]) continue;
        out_lineage[i] = op.is(kRecorded)
                             ? LineageNode::leaf(op.symbol, scalar_text(out[i]), {}, static_cast<uint8_t>(i))
                             : node_of(i);
      }
    }
    if (ticket) {
      auto kept = std::make_shared<CachedResult>();
      kept->values.assign(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(op.outputs.size()));
      ticket.put(std::move(kept), cost);
    }
    if (op.outputs.empty() && !leaf.empty() && context_.on_write) {
      context_.on_write(in[1].text(), leaf, tracing ? node_of(0) : LineageRef{});
    }
  }
  if (record_ && op.written_part != nullptr) record_->wrote(op, instruction, call, tracing);
  for (size_t i = 0; i < instruction.out.size(); ++i) {
    if (!instruction.out[i].exists()) continue;
    if (record_ && op.written_part == nullptr) record_->replaced(instruction.out[i]);
    const size_t slot = instruction.out[i].at();
    activation.values[slot] = std::move(out[i]);
    activation.lineage[slot] = std::move(out_lineage[i]);
  }
}

}  // namespace lineal
