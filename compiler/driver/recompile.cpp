#include "compiler/driver/recompile.h"

namespace lineal {
namespace {

// A block over fewer cells than this runs in less time than it takes to compile.
constexpr int64_t kWorthwhileCells = 20000;
// Code for sizes that change all the time is dropped again. What has been dropped is compiled anew, so that the form
// that runs depends on the sizes alone (contract C4).
constexpr size_t kMostVariants = 64;

}  // namespace

BlockRecompiler::BlockRecompiler(HopProgram& hops, const Program& program, const PassOptions& options,
                                 Counters& counters, const SourceMap& sources)
    : options_(options), counters_(counters), sources_(sources) {
  // Statements have moved and gone already where that was possible; variables must stay what they are.
  options_.disabled.insert(options_.disabled.end(), {"hoist", "dead"});
  options_.on_time = nullptr;
  for (const std::string& name : options_.explain)
    explain_ |= name == "recompile" || name == "all";
  options_.explain.clear();
  for (size_t i = 0; i < hops.functions.size(); ++i) {
    callees_.emplace(hops.functions[i].get(), program.functions[i].get());
    index_blocks(*hops.functions[i], hops.functions[i]->body);
  }
  index_blocks(*hops.main, hops.main->body);
}

void BlockRecompiler::index_blocks(HopFunction& function, std::vector<std::unique_ptr<HopBlock>>& blocks) {
  for (const auto& block : blocks) {
    if (block->kind == HopBlockKind::kBasic) homes_.emplace(block.get(), Home{&function, block.get()});
    index_blocks(function, block->body);
    index_blocks(function, block->otherwise);
  }
}

std::shared_ptr<const Code> BlockRecompiler::recompile(const Block& block, const Activation& activation) {
  Signature sizes;
  double cells = 0;
  for (const Slot slot : block.size_inputs) {
    const ValueInfo info = info_of(activation.values[slot.at()]);
    sizes.insert(sizes.end(), {static_cast<int64_t>(info.kind), info.rows, info.columns});
    if (info.is_matrix()) cells += static_cast<double>(info.rows) * static_cast<double>(info.columns);
  }
  if (cells < static_cast<double>(kWorthwhileCells)) return nullptr;
  const MutexLock lock(mutex_);
  Variants& known = variants_[&block];
  if (const auto found = known.find(sizes); found != known.end()) return found->second;
  const auto home = homes_.find(block.source);
  if (home == homes_.end()) return nullptr;
  if (known.size() >= kMostVariants) known.clear();
  std::shared_ptr<const Code> code = compile(block, *home->second.block, *home->second.function, activation);
  known.emplace(std::move(sizes), code);
  ++counters_.recompiled;
  return code;
}

// The block becomes a program of its own whose variables have known sizes. It starts from what values are known as,
// which no exact rewrite has touched. Passes build new nodes and new roots; the old roots are put back afterwards, so
// that the next sizes start from the same DAG.
std::shared_ptr<const Code> BlockRecompiler::compile(const Block& block, HopBlock& hops, HopFunction& function,
                                                     const Activation& activation) {
  HopProgram alone;
  alone.main = std::make_unique<HopFunction>();
  alone.main->name = function.name;
  alone.main->variables = function.variables;
  alone.main->entry.resize(function.variables.size());
  for (const Slot slot : block.size_inputs) {
    ValueInfo info = info_of(activation.values[slot.at()]);
    info.number.reset();  // code is made for sizes, not for values
    info.nonzeros = -1;
    alone.main->entry[slot.at()] = info;
  }
  HopBlock& copy = *alone.main->body.emplace_back(std::make_unique<HopBlock>());
  const std::vector<Root> roots = hops.dag.roots;
  copy.dag = std::move(hops.dag);
  for (Root& root : copy.dag.roots) {
    if (root.identity) root.value = root.identity;
  }
  optimise(alone, options_);
  if (explain_ && options_.print) options_.print("after recompile\n" + print(*alone.main));
  const LowerScope scope{function.variables.size(), &callees_, &sources_};
  auto code = std::make_shared<const Code>(lower_dag(copy.dag, hops.live_out, scope, RootValues::kDropped).code);
  hops.dag = std::move(copy.dag);
  hops.dag.roots = roots;
  return code;
}

}  // namespace lineal
