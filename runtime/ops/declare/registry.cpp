// The tables behind OpRegistry.
#include "runtime/ops/declare/registry.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <unordered_map>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {

namespace {

// The number of an output is a byte in lineage.
constexpr size_t kMostOutputs = 255;

}  // namespace

// Pointers to operators of the parent stand beside those to its own.
struct OpRegistry::Tables {
  std::deque<OpDef> storage;  // addresses stay valid as it grows
  std::vector<const OpDef*> order;
  std::unordered_map<std::string_view, const OpDef*> by_name;
  std::unordered_map<std::string_view, std::vector<const OpDef*>> by_call;
  std::unordered_map<std::string_view, std::string_view> aliases;

  bool owns(const OpDef* op) const {
    return std::any_of(storage.begin(), storage.end(), [op](const OpDef& each) { return &each == op; });
  }

  void replace(const OpDef* old, const OpDef* op) {
    std::replace(order.begin(), order.end(), old, op);
    by_name[op->name] = op;
    if (const auto overloads = by_call.find(op->call); overloads != by_call.end()) {
      std::replace(overloads->second.begin(), overloads->second.end(), old, op);
    }
  }
};

OpRegistry::OpRegistry() : tables_(std::make_unique<Tables>()) {}

OpRegistry::OpRegistry(const OpRegistry& parent) : OpRegistry() {
  const Tables& from = *parent.tables_;
  tables_->order = from.order;
  tables_->by_name = from.by_name;
  tables_->by_call = from.by_call;
  tables_->aliases = from.aliases;
}

OpRegistry::~OpRegistry() = default;

void OpRegistry::add(OpDef op) {
  LINEAL_CHECK(!op.name.empty(), "an operator without a name");
  const Kernel* kernel = pick_kernel(op, Forms::kDense);
  LINEAL_CHECK(kernel != nullptr && kernel->run != nullptr, cat("operator ", op.name, " has no kernel"));
  LINEAL_CHECK(op.outputs.size() <= kMostOutputs, cat("operator ", op.name, " has too many outputs"));
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

void OpRegistry::attach(std::string_view name, Kernel kernel) {
  const OpDef* op = find(name);
  LINEAL_CHECK(op != nullptr, cat("a kernel for an unknown operator ", name));
  OpDef changed = *op;
  changed.kernels.push_back(kernel);
  if (tables_->owns(op)) {
    const_cast<OpDef&>(*op) = std::move(changed);  // an element of storage
  } else {
    tables_->replace(op, &tables_->storage.emplace_back(std::move(changed)));
  }
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

namespace {

std::vector<void (*)(OpRegistry&)>& extensions() {
  static std::vector<void (*)(OpRegistry&)> all;
  return all;
}

std::atomic<bool> is_filled = false;

}  // namespace

const OpRegistry& operators() {
  static const OpRegistry* const registry = [] {
    auto* filled = new OpRegistry;  // lives as long as the process
    register_operators(*filled);
    for (const auto extend : extensions())
      extend(*filled);
    is_filled = true;
    return filled;
  }();
  return *registry;
}

void extend_operators(void (*extend)(OpRegistry& registry)) {
  LINEAL_CHECK(!is_filled, "operators are extended before they are used");
  extensions().push_back(extend);
}

}  // namespace lineal
