#include <cmath>

#include "compiler/driver/captured_files.h"
#include "compiler/driver/session_state.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/core/sha256.h"
#include "runtime/exec/replay.h"
#include "runtime/io/read_options.h"
#include "runtime/io/read_value.h"
#include "runtime/ops/registry.h"

namespace lineal {
namespace {

constexpr int64_t kMaxLogBytes = int64_t{16} << 30;

bool known_operator(std::string_view name) {
  return operators().find(name) != nullptr;
}

ParsedLog read_log(const std::string& path) {
  try {
    return parse_log(read_text_file(real_file_system(), path, kMaxLogBytes), known_operator);
  } catch (Error& error) {
    throw Error(error.kind(), cat(path, ": ", error.message()));
  }
}

std::string sha256_of_file(const std::string& path) {
  const auto file = real_file_system().open(path);
  Sha256 hash;
  std::string buffer(size_t{1} << 20, '\0');
  while (const size_t got = file->read(buffer.data(), buffer.size()))
    hash.update({buffer.data(), got});
  return hash.finish();
}

// Where an input is now: moved by --map (a whole path or a leading part of one), else below the folder of the run.
std::string locate(const std::string& logged, const std::string& folder,
                   const std::map<std::string, std::string>& moved) {
  for (const auto& [from, to] : moved) {
    if (logged == from) return to;
    if (logged.starts_with(from) && (from.ends_with('/') || logged[from.size()] == '/')) {
      return to + logged.substr(from.size());
    }
  }
  return resolve_path(folder, logged);
}

std::string result_beside(const std::string& log_path) {
  constexpr std::string_view kSuffix = ".lineage";
  return log_path.ends_with(kSuffix) ? log_path.substr(0, log_path.size() - kSuffix.size()) : log_path;
}

double largest_difference(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return std::fabs(a.number() - b.number());
  if (!a.is_matrix() || !b.is_matrix()) return INFINITY;
  const MatrixBlock &x = a.as_matrix(), &y = b.as_matrix();
  if (x.rows() != y.rows() || x.columns() != y.columns()) return INFINITY;
  double largest = 0;
  for (int64_t r = 0; r < x.rows(); ++r) {
    for (int64_t c = 0; c < x.columns(); ++c) {
      const double u = x.at(r, c), v = y.at(r, c);
      if (u == v || (std::isnan(u) && std::isnan(v))) continue;
      const double difference = std::fabs(u - v);
      largest = std::isnan(difference) ? INFINITY : std::max(largest, difference);
    }
  }
  return largest;
}

}  // namespace

Session::Audit Session::audit(const std::string& log_path, double tolerance,
                              const std::map<std::string, std::string>& moved) {
  Audit out;
  run_on_stack(kScriptStack, [&] {
    State& state = *state_;
    const ParsedLog log = read_log(log_path);
    out.nodes = log.nodes;
    out.facts.push_back(cat("seal: intact, ", log.nodes, " nodes"));

    std::map<std::string, std::string> inputs;  // SHA-256 → path
    for (const LogHeader::Input& input : log.header.inputs) {
      const std::string path = locate(input.path, log.header.folder, moved);
      if (!real_file_system().exists(path)) {
        throw Error(ErrorKind::kIo,
                    cat("input missing: ", input.path, " (looked for ", path, "; --map old=new tells where it is)"));
      }
      const std::string now = sha256_of_file(path);
      if (now != input.sha256) {
        throw Error(ErrorKind::kIo,
                    cat("input changed: ", path, ": SHA-256 is ", now, ", the log says ", input.sha256));
      }
      inputs[input.sha256] = path;
      out.facts.push_back(cat("input: ", path, " unchanged"));
    }
    const std::string result_path = result_beside(log_path);
    const std::string result_hash = sha256_of_file(result_path);
    if (result_hash != log.header.result_sha256) {
      throw Error(ErrorKind::kIo, cat("result changed: ", result_path, ": SHA-256 is ", result_hash, ", the log says ",
                                      log.header.result_sha256));
    }
    out.facts.push_back(cat("result: ", result_path, " has the logged hash"));
    if (log.header.profile != numeric_profile()) {
      out.facts.push_back(cat("profile differs: logged '", log.header.profile, "', here '", numeric_profile(), "'"));
    }

    const OpDef* write = operators().find("write");
    const LineageNode& root = *log.root;
    if (root.kind() != NodeKind::kOperator || root.op() != write->symbol ||
        root.inputs().size() != write->params.size()) {
      throw Error(ErrorKind::kIo, cat(log_path, ": the root of the log is not a write"));
    }
    ExecutionContext context = state.context();
    context.cache = nullptr;
    std::vector<Value> arguments;
    arguments.push_back(replay(root.inputs()[0], context, inputs));
    for (size_t i = 1; i < root.inputs().size(); ++i)
      arguments.push_back(replay(root.inputs()[i], context, inputs));
    arguments[1] = Value::string("result");

    CapturedFiles files;
    Config config = state.config;
    config.folder.clear();
    std::string leaf;
    const Value replayed = arguments[0];
    KernelContext kernel{config,           state.pool, state.statistics, state.interrupt, files,
                         state.identities, state,      state.seeds};
    KernelCall call{.op = *write, .in = arguments, .out = {}, .context = kernel, .leaf = &leaf};
    write->dense(call);
    if (sha256_hex(files.bytes("result")) == result_hash) {
      out.verdict = Verdict::kBitwiseEqual;
      return;
    }
    FileIdentities none;
    Value stored;
    try {
      stored = read_value(real_file_system(), none, state.pool, result_path,
                          resolve_read_options(real_file_system(), result_path, {}))
                   .value;
    } catch (const Error&) {
      return;  // not readable as numbers: different
    }
    out.largest_difference = largest_difference(replayed, stored);
    const double allowed = tolerance > 0 ? tolerance : 1e-9;
    if (out.largest_difference <= allowed) out.verdict = Verdict::kWithinTolerance;
  });
  return out;
}

}  // namespace lineal
