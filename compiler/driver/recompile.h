// Compiles blocks again once the sizes of their inputs are known.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/lower/lower.h"
#include "compiler/rewrite/pipeline.h"
#include "runtime/core/counters.h"
#include "runtime/core/mutex.h"
#include "runtime/exec/recompiler.h"

namespace lineal {

/// Keeps code per block and sizes. Thread-safe. What it returns depends on the sizes alone, so results do not depend on
/// who asked first.
class BlockRecompiler final : public Recompiler {
 public:
  /// All arguments outlive this object; `program` is what `hops` was lowered to.
  BlockRecompiler(HopProgram& hops, const Program& program, const PassOptions& options, Counters& counters,
                  const SourceMap& sources);

  std::shared_ptr<const Code> recompile(const Block& block, const Activation& activation) override;

 private:
  /// Kind, rows and columns of each of the block's size inputs.
  using Signature = std::vector<int64_t>;

  using Variants = std::map<Signature, std::shared_ptr<const Code>>;

  void index_blocks(HopFunction& function, std::vector<std::unique_ptr<HopBlock>>& blocks);
  std::shared_ptr<const Code> compile(const Block& block, HopBlock& hops, HopFunction& function,
                                      const Activation& activation) LINEAL_REQUIRES(mutex_);

  PassOptions options_;
  bool explain_ = false;
  Counters& counters_;
  const SourceMap& sources_;
  CalleeMap callees_;
  struct Home {
    HopFunction* function = nullptr;
    HopBlock* block = nullptr;
  };
  std::unordered_map<const void*, Home> homes_;

  Mutex mutex_;  // guards the DAGs of `hops` too, which compile() takes apart and puts back
  std::unordered_map<const Block*, Variants> variants_ LINEAL_GUARDED_BY(mutex_);
};

}  // namespace lineal
