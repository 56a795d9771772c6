#include <algorithm>
#include <unordered_set>

#include <unistd.h>

#include "compiler/driver/audit/audit_log.h"
#include "compiler/driver/machine_facts.h"
#include "compiler/driver/session_state.h"
#include "lineage/log/lineage_log.h"
#include "lineage/log/node_order.h"
#include "runtime/core/cat.h"
#include "runtime/linalg/openblas.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

// OpenBLAS is named where the result depends on it, not where it happens to be loaded: logs of equal runs are equal.
std::string machine_of(const LineageNode* root) {
  if (linalg::openblas_in_use().empty()) return processor_facts();
  const NodeOrder order(root);
  const bool needed = std::any_of(order.nodes().begin(), order.nodes().end(), [](const LineageNode* node) {
    return node->kind() == NodeKind::kOperator && operator_of(*node).is(kLapack);
  });
  return needed ? Session::machine_facts() : processor_facts();
}

// Of the files that the session has read, those that the result depends on.
std::vector<LogHeader::Input> inputs_of(const LineageNode* root, const std::vector<FileIdentities::Input>& read) {
  if (read.empty()) return {};
  std::unordered_set<std::string> named;
  const NodeOrder order(root);
  for (const LineageNode* node : order.nodes()) {
    if (node->kind() == NodeKind::kLeaf) named.insert(fact_of(node->text(), "sha256"));
  }
  std::vector<LogHeader::Input> inputs;
  for (const FileIdentities::Input& input : read) {
    if (named.contains(input.sha256)) inputs.push_back({input.path, input.sha256, input.size});
  }
  return inputs;
}

}  // namespace

std::string profile_of(const Config& config) {
  return cat(Session::numeric_profile(), storage_mark(config.storage));
}

std::string_view storage_mark(StorageMode storage) {
  if (storage == StorageMode::kDense) return "; storage dense";
  return storage == StorageMode::kSparse ? "; storage sparse" : "";
}

StorageMode storage_of(std::string_view profile) {
  for (const StorageMode storage : {StorageMode::kDense, StorageMode::kSparse}) {
    if (profile.ends_with(storage_mark(storage))) return storage;
  }
  return StorageMode::kAuto;
}

std::string run_folder(const Config& config) {
  if (!config.folder.empty() && config.folder.front() == '/') return config.folder;
  std::string here(4096, '\0');
  if (getcwd(here.data(), here.size()) == nullptr) return config.folder;
  here.resize(here.find('\0'));
  return config.folder.empty() ? here : resolve_path(here, config.folder);
}

void Session::State::write_log_of(const std::string& path, const std::string& leaf, const LineageRef& write_node) {
  const std::string target = resolve_path(config.folder, path);
  if (real_file_system().is_device(target)) return;
  if (!write_node) {
    // The log of an earlier result does not tell how this one came to be.
    real_file_system().remove(target + ".lineage");
    return;
  }
  LogHeader header;
  header.profile = profile_of(config);
  header.machine = machine_of(write_node.get());
  header.folder = run_folder(config);
  header.program = "lineal 1";
  header.result_path = path;
  header.result_format = fact_of(leaf, "format");
  header.result_sha256 = fact_of(leaf, "sha256");
  header.inputs = inputs_of(write_node.get(), identities.inputs());
  const auto file = real_file_system().create(target + ".lineage");
  write_log(header, write_node.get(), [&file](std::string_view piece) { file->write(piece); });
  file->commit();
}

}  // namespace lineal
