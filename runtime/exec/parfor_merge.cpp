#include "runtime/exec/parfor_merge.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/matrix/list.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

std::string name_of(Slot slot, const std::vector<std::string>& names) {
  const size_t at = slot.at();
  return at < names.size() ? names[at] : "?";
}

MatrixShape shape_of(const Value& value) {
  if (value.is_matrix()) return {value.as_matrix().rows(), value.as_matrix().columns()};
  if (value.is_frame()) return {value.as_frame().rows(), value.as_frame().columns()};
  return {1, value.is_list() ? value.as_list().size() : 1};
}

const OpDef& operator_named(std::string_view name) {
  return *operators().find(name);
}

bool same_shape(const Value& a, const Value& b) {
  return a.is_matrix() && b.is_matrix() && a.as_matrix().rows() == b.as_matrix().rows() &&
         a.as_matrix().columns() == b.as_matrix().columns();
}

}  // namespace

ParForMerge::ParForMerge(const Block& loop, const Activation& initial, KernelContext& kernel, Execute execute,
                         bool trace)
    : loop_(loop), initial_(initial), kernel_(kernel), execute_(std::move(execute)), trace_(trace) {
  for (const std::vector<Slot>* slots : {&loop.results, &loop.accumulators}) {
    for (const Slot slot : *slots) {
      const size_t at = slot.at();
      if (at >= initial.values.size() || initial.values[at].empty()) continue;
      Merged& merged = merged_[slot];
      merged.value = initial.values[at];
      merged.lineage = initial.lineage[at];
    }
  }
}

void ParForMerge::apply(const ParForRecord& record, int64_t iteration, const std::vector<std::string>& names) {
  if (loop_.options.check) check_overlap(record, iteration, names);
  for (const ParForRecord::Write& write : record.writes)
    repeat(write);
  for (const ParForRecord::Whole& whole : record.wholes)
    assign(whole);
  for (const ParForRecord::Accumulation& each : record.accumulations)
    add(each, names);
}

void ParForMerge::check_overlap(const ParForRecord& record, int64_t iteration, const std::vector<std::string>& names) {
  std::vector<std::pair<WrittenCells*, Rectangle>> parts;
  for (const ParForRecord::Write& write : record.writes) {
    const auto found = merged_.find(write.slot);
    if (found == merged_.end()) continue;
    Merged& merged = found->second;
    std::vector<Value> in{merged.value};
    in.insert(in.end(), write.arguments.begin(), write.arguments.end());
    const KernelCall call{.op = *write.op, .in = in, .out = {}, .context = kernel_};
    const Rectangle part = write.op->written_part(call);
    const MatrixShape shape = shape_of(merged.value);
    if (!merged.written) merged.written = std::make_unique<WrittenCells>(shape.rows, shape.columns);
    if (const auto taken = merged.written->first_taken(part)) {
      const std::string place = merged.value.is_list() ? cat("[", taken->column + 1, "]")
                                                       : cat("[", taken->row + 1, ", ", taken->column + 1, "]");
      throw Error(ErrorKind::kRuntime,
                  cat("parfor: iterations depend on each other: ", name_of(write.slot, names), place,
                      " is written by iteration ", iteration, " and by an earlier one (check=0 lets the last one win)"),
                  write.where);
    }
    parts.emplace_back(merged.written.get(), part);
  }
  for (const auto& [cells, part] : parts)
    cells->take(part);
}

void ParForMerge::compute(const OpDef& op, Merged& into, std::vector<Value> in,
                          std::span<const LineageNode* const> nodes) {
  into.value = execute_(op, in);
  if (trace_) into.lineage = LineageNode::operation(op.symbol, nodes, 0, scalar_fact(into.value));
  into.changed = true;
}

void ParForMerge::repeat(const ParForRecord::Write& write) {
  const auto found = merged_.find(write.slot);
  if (found == merged_.end()) return;
  Merged& merged = found->second;
  std::vector<Value> in;
  in.reserve(write.arguments.size() + 1);
  in.push_back(std::move(merged.value));  // so that the kernel may write in place
  in.insert(in.end(), write.arguments.begin(), write.arguments.end());
  const LineageRef before = merged.lineage;
  std::vector<const LineageNode*> nodes{before.get()};
  for (const LineageRef& each : write.lineage)
    nodes.push_back(each.get());
  compute(*write.op, merged, std::move(in), nodes);
}

// Cells that the iteration changed are taken, as SystemDS merges results; a value of another kind or shape is taken
// whole.
void ParForMerge::assign(const ParForRecord::Whole& whole) {
  const auto found = merged_.find(whole.slot);
  if (found == merged_.end()) return;
  Merged& merged = found->second;
  const size_t at = whole.slot.at();
  const Value& initial = initial_.values[at];
  if (!merged.changed || !same_shape(whole.value, initial) || !same_shape(merged.value, initial)) {
    merged.value = whole.value;
    merged.lineage = whole.lineage;
    merged.changed = true;
    return;
  }
  const LineageRef before = merged.lineage;
  const LineageNode* compared[] = {whole.lineage.get(), initial_.lineage[at].get()};
  Merged differs, was_nan, is_nan, both_nan;
  compute(operator_named(kNotEqual), differs, {whole.value, initial}, compared);
  // NaN differs from NaN, but a cell that stayed NaN was not written.
  compute(operator_named(kIsNan), is_nan, {whole.value}, std::span(compared).first(1));
  compute(operator_named(kIsNan), was_nan, {initial}, std::span(compared).subspan(1));
  const LineageNode* nans[] = {is_nan.lineage.get(), was_nan.lineage.get()};
  compute(operator_named(kTimes), both_nan, {std::move(is_nan.value), std::move(was_nan.value)}, nans);
  const LineageRef unequal = differs.lineage;
  const LineageNode* without[] = {unequal.get(), both_nan.lineage.get()};
  compute(operator_named(kMinus), differs, {std::move(differs.value), std::move(both_nan.value)}, without);
  const LineageNode* chosen[] = {differs.lineage.get(), whole.lineage.get(), before.get()};
  compute(operator_named(kIfElse), merged, {std::move(differs.value), whole.value, std::move(merged.value)}, chosen);
}

void ParForMerge::add(const ParForRecord::Accumulation& each, const std::vector<std::string>& names) {
  const auto found = merged_.find(each.slot);
  if (found == merged_.end()) {
    throw Error(ErrorKind::kRuntime, cat("variable '", name_of(each.slot, names), "' has no value to add to"),
                loop_.where);
  }
  Merged& merged = found->second;
  const LineageRef before = merged.lineage;
  const LineageNode* nodes[] = {before.get(), each.lineage.get()};
  try {
    compute(operator_named(kPlus), merged, {std::move(merged.value), each.value}, nodes);
  } catch (Error& error) {
    throw error.at(each.where);
  }
}

}  // namespace lineal
