// Puts what the iterations of a parfor did together, in the order of iterations.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "runtime/exec/parfor_record.h"
#include "runtime/exec/written_cells.h"
#include "runtime/ops/declare/kernel_context.h"

namespace lineal {

/// The values that the result variables of one parfor have after the iterations applied so far.
class ParForMerge {
 public:
  struct Merged {
    Value value;
    LineageRef lineage;
    bool changed = false;
    std::unique_ptr<WrittenCells> written;
  };
  /// Runs an operator over scalars or matrices.
  using Execute = std::function<Value(const OpDef& op, std::span<Value> in)>;

  /// `initial` holds the values before the loop and outlives this object. Variables without one are local to the body.
  /// With `trace` lineage is kept; with `check` two iterations may not write one cell.
  ParForMerge(const Block& loop, const Activation& initial, KernelContext& kernel, Execute execute, bool trace);

  /// Applies the record of iteration number `iteration`. Throws Error for what iterations may not do together.
  void apply(const ParForRecord& record, int64_t iteration, const std::vector<std::string>& names);

  std::map<Slot, Merged>& results() { return merged_; }

 private:
  void repeat(const ParForRecord::Write& write);
  void check_overlap(const ParForRecord& record, int64_t iteration, const std::vector<std::string>& names);
  void assign(const ParForRecord::Whole& whole);
  void add(const ParForRecord::Accumulation& each, const std::vector<std::string>& names);
  void compute(const OpDef& op, Merged& into, std::vector<Value> in, std::span<const LineageNode* const> nodes);

  const Block& loop_;
  const Activation& initial_;
  KernelContext& kernel_;
  const Execute execute_;
  const bool trace_;
  std::map<Slot, Merged> merged_;
};

}  // namespace lineal
