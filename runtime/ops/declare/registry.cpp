// The tables behind OpRegistry.
#include "runtime/ops/declare/registry.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {

struct OpRegistry::Tables {
  std::deque<OpDef> storage;  // addresses stay valid as it grows
  std::vector<const OpDef*> order;
  std::unordered_map<std::string_view, OpDef*> by_name;
  std::unordered_map<std::string_view, std::vector<const OpDef*>> by_call;
  std::unordered_map<std::string_view, std::string_view> aliases;
};

OpRegistry::OpRegistry() : tables_(std::make_unique<Tables>()) {}
OpRegistry::~OpRegistry() = default;

void OpRegistry::add(OpDef op) {
  LINEAL_CHECK(!op.name.empty(), "an operator without a name");
  LINEAL_CHECK(op.dense != nullptr, cat("operator ", op.name, " has no dense kernel"));
  LINEAL_CHECK(find(op.name) == nullptr, cat("operator ", op.name, " is declared twice"));
  LINEAL_CHECK(op.style == CallStyle::kInternal || !op.call.empty(), cat("operator ", op.name, " cannot be called"));
  op.symbol = OpSymbol::of(op.name);
  OpDef& stored = tables_->storage.emplace_back(std::move(op));
  tables_->order.push_back(&stored);
  tables_->by_name.emplace(stored.name, &stored);
  if (stored.call.empty()) return;
  // Where kinds are not known the first is taken, so those for matrices go first.
  const auto for_matrices = [](const OpDef* each) {
    return !each->params.empty() && each->params[0].accepts & kMatrix;
  };
  auto& overloads = tables_->by_call[stored.call];
  overloads.push_back(&stored);
  std::stable_partition(overloads.begin(), overloads.end(), for_matrices);
}

void OpRegistry::add_alias(std::string_view alias, std::string_view call) {
  const auto [entry, added] = tables_->aliases.emplace(alias, call);
  LINEAL_CHECK(added || entry->second == call, cat("alias ", alias, " is declared twice"));
}

void OpRegistry::attach_gpu(std::string_view name, Kernel kernel) {
  const auto found = tables_->by_name.find(name);
  LINEAL_CHECK(found != tables_->by_name.end(), cat("a GPU kernel for an unknown operator ", name));
  found->second->gpu = kernel;
}

const OpDef* OpRegistry::find(std::string_view name) const {
  const auto found = tables_->by_name.find(name);
  return found == tables_->by_name.end() ? nullptr : found->second;
}

std::span<const OpDef* const> OpRegistry::overloads(std::string_view call) const {
  if (const auto found = tables_->by_call.find(call); found != tables_->by_call.end()) return found->second;
  const auto alias = tables_->aliases.find(call);
  if (alias == tables_->aliases.end()) return {};
  const auto found = tables_->by_call.find(alias->second);
  if (found == tables_->by_call.end()) return {};
  return found->second;
}

const std::vector<const OpDef*>& OpRegistry::all() const {
  return tables_->order;
}

std::vector<std::string_view> OpRegistry::calls() const {
  std::vector<std::string_view> names;
  for (const auto& [call, overloads] : tables_->by_call)
    names.push_back(call);
  for (const auto& [alias, call] : tables_->aliases) {
    if (!tables_->by_call.contains(alias) && tables_->by_call.contains(call)) names.push_back(alias);
  }
  std::sort(names.begin(), names.end());
  return names;
}

const OpRegistry& operators() {
  static const OpRegistry* const registry = [] {
    auto* filled = new OpRegistry;  // lives as long as the process
    register_operators(*filled);
    return filled;
  }();
  return *registry;
}

}  // namespace lineal
