// Audits a result: verifies what the log says about files, computes the result again, compares.
#include <algorithm>
#include <cmath>

#include "compiler/driver/audit/audit_difference.h"
#include "compiler/driver/audit/audit_log.h"
#include "compiler/driver/audit/audit_stored.h"
#include "compiler/driver/audit/captured_files.h"
#include "compiler/driver/audit/lineage_hops.h"
#include "compiler/driver/machine_facts.h"
#include "compiler/driver/session_state.h"
#include "lineage/log/log_text.h"
#include "runtime/core/cat.h"
#include "runtime/core/sha256.h"
#include "runtime/exec/replay.h"
#include "runtime/io/file_content.h"
#include "runtime/io/metadata.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

// What is called "within tolerance" where the user names none.
constexpr double kUsualTolerance = 1e-9;

std::string result_beside(const std::string& log_path) {
  constexpr std::string_view kSuffix = ".lineage";
  return log_path.ends_with(kSuffix) ? log_path.substr(0, log_path.size() - kSuffix.size()) : log_path;
}

// What the .mtd file of a result says about the value; when and by whom it was written is another matter.
std::string lasting_metadata(Metadata metadata) {
  metadata.author = {};
  metadata.created = {};
  return format_metadata(metadata);
}

class Auditor {
 public:
  Auditor(Session::State& state, std::string log_path, const std::map<std::string, std::string>& moved)
      : state_(state), log_path_(std::move(log_path)), moved_(moved), log_(read_result_log(log_path_)) {}

  Session::Audit run(double tolerance) {
    out_.nodes = log_.nodes;
    fact(cat("seal: intact, ", log_.nodes, " nodes"));
    check_profile(tolerance);
    check_inputs();
    check_result();
    count_recorded();
    const Value replayed = replay_value(tolerance);
    write_again(replayed);
    compare(replayed, tolerance);
    return std::move(out_);
  }

 private:
  void fact(std::string text) { out_.facts.push_back(std::move(text)); }
  [[noreturn]] static void refuse(std::string what) { throw Error(ErrorKind::kIo, std::move(what)); }

  void check_inputs() {
    for (const auto& move : moved_) {
      const auto concerns = [&](const LogHeader::Input& input) {
        return locate_input(input.path, log_.header.folder, {move}) != resolve_path(log_.header.folder, input.path);
      };
      if (std::none_of(log_.header.inputs.begin(), log_.header.inputs.end(), concerns))
        fact(cat("map: ", move.first, " is no input of the log"));
    }
    for (const LogHeader::Input& input : log_.header.inputs) {
      const std::string path = locate_input(input.path, log_.header.folder, moved_);
      if (!real_file_system().exists(path)) {
        refuse(cat("input missing: ", input.path, " (looked for ", path, "; --map old=new tells where it is)"));
      }
      const FileContent content = read_content(real_file_system(), path, state_.identities);
      if (content.sha256() != input.sha256) {
        const bool replaced = content.sha256() == log_.header.result_sha256;
        refuse(cat("input changed: ", path, ": SHA-256 is ", content.sha256(), ", the log says ", input.sha256,
                   replaced ? " (it is the result now: the run wrote over its input)" : ""));
      }
      if (content.size() != input.size)
        refuse(cat("input changed: ", path, ": ", content.size(), " bytes, the log says ", input.size));
      inputs_[input.sha256] = path;
      fact(cat("input: ", path, " unchanged"));
    }
  }

  void check_result() {
    result_path_ = result_beside(log_path_);
    if (!real_file_system().exists(result_path_)) {
      refuse(cat("result missing: ", log_.header.result_path, " (looked for ", result_path_, ", beside the log)"));
    }
    FileIdentities none;
    const FileContent content = read_content(real_file_system(), result_path_, none);
    if (content.sha256() != log_.header.result_sha256) {
      refuse(cat("result changed: ", result_path_, ": SHA-256 is ", content.sha256(), ", the log says ",
                 log_.header.result_sha256.empty() ? "nothing" : log_.header.result_sha256));
    }
    stored_ = content.text();
    fact(cat("result: ", result_path_, " has the logged hash"));
  }

  // Between versions of the numerics bits differ by design: comparing them would call an honest log wrong.
  void check_profile(double tolerance) {
    const std::string_view profile = log_.header.profile;
    const std::string_view logged = profile.substr(0, profile.find(';'));
    const std::string here = Session::numeric_profile();
    if (logged != here) {
      const std::string versions = cat("numerics differ: logged '", logged, "', here '", here, "'");
      if (tolerance <= 0)
        refuse(cat(versions, ": last bits may differ; --tolerance=X, such as 1e-9, compares the numbers"));
      fact(cat(versions, ": compared by tolerance"));
    }
    const std::string_view library = openblas_of(log_.header.machine);
    if (library.empty()) return;
    const std::string machine = Session::machine_facts();
    if (library != openblas_of(machine))
      fact(cat("library differs: logged '", library, "', here '", openblas_of(machine), "'"));
  }

  // What nobody can verify is at least said.
  void count_recorded() {
    std::map<std::string, int64_t> counts;
    for (const LineageNode* node : log_.in_order) {
      if (node->kind() == NodeKind::kLeaf && operator_of(*node).is(kRecorded)) ++counts[std::string(node->op().name())];
    }
    for (const auto& [name, count] : counts)
      fact(cat("recorded: ", count, " of ", name, "(), taken as logged"));
  }

  Value replay_value(double tolerance) {
    // As the run was: a form of storage that was forced decides the order of sums.
    config_ = state_.config;
    config_.storage = storage_of(log_.header.profile);
    ExecutionContext context{.config = config_,
                             .pool = state_.pool,
                             .counters = state_.counters,
                             .interrupt = state_.interrupt,
                             .files = real_file_system(),
                             .identities = state_.identities,
                             .find_function = {},
                             .times = state_.times,
                             .on_write = {}};
    const ReplayOptions options{
        .stated = tolerance > 0 ? StatedScalars::kMayDiffer : StatedScalars::kMustAgree,
        .infos = &infos_,
    };
    const std::span<const LineageNode* const> arguments = log_.root->inputs();
    Value value = replay(arguments[0], context, inputs_, options);
    for (size_t i = 1; i < arguments.size(); ++i)
      arguments_.push_back(replay(arguments[i], context, inputs_, options));
    check_rules();
    return value;
  }

  // What a node says about how it was written holds if the compiler's rule, undone, gives just that: a proof by
  // look-up.
  void check_rules() {
    std::map<std::string, int64_t> counts;
    int64_t rewritten = 0;
    int64_t number = 0;
    RuleCheck check(infos_);
    for (const LineageNode* node : log_.in_order) {
      ++number;
      if (!node->is_rewritten()) continue;
      const std::string rule(node->rewrite().rule);
      state_.interrupt.check();
      if (!check.holds(*node))
        refuse(cat(log_path_, ": node (", number, "): rule ", excerpt(rule), " does not give what ran"));
      ++counts[rule.substr(0, rule.find_first_of("{("))];
      ++rewritten;
    }
    if (rewritten == 0) return;
    std::string names;
    for (const auto& [name, count] : counts)
      names += cat(names.empty() ? "" : ", ", count, " by \"", name.substr(0, name.find_last_not_of(' ') + 1), "\"");
    fact(cat("rewritten: ", rewritten, " nodes ran in another order of operations than written: ", names));
  }

  void write_again(const Value& value) {
    const OpDef& write = operator_of(*log_.root);
    arguments_.insert(arguments_.begin(), value);
    for (size_t i = 0; i < arguments_.size(); ++i) {
      if (!(write.params[i].accepts & mask_of(arguments_[i].kind())))
        refuse(cat(log_path_, ": write: input ", i + 1, " is ", describe(arguments_[i])));
    }
    if (arguments_[1].text() != log_.header.result_path)
      refuse(cat(log_path_, ": the result was written to ", describe(arguments_[1]), ", the log's head says \"",
                 log_.header.result_path, "\""));
    arguments_[1] = Value::string("result");
    config_.folder.clear();
    std::string facts;
    KernelContext kernel{config_, state_.pool,       state_.counters, state_.interrupt,
                         files_,  state_.identities, state_,          state_.seeds};
    KernelCall call{.op = write, .in = arguments_, .out = {}, .context = kernel, .leaf = &facts};
    pick_kernel(write, Forms::kAny)->run(call);
    if (fact_of(facts, "format") != log_.header.result_format) {
      refuse(cat(log_path_, ": the result's format is ", fact_of(facts, "format"), ", the log says ",
                 log_.header.result_format));
    }
  }

  void compare(const Value& replayed, double tolerance) {
    if (files_.bytes("result") == stored_) {
      const std::optional<Metadata> beside = read_metadata(real_file_system(), result_path_);
      const std::optional<Metadata> again = read_metadata(files_, "result");
      if (!beside && again)
        fact(cat("metadata: ", result_path_, ".mtd is missing; the bytes of the result were compared"));
      if (beside && again && lasting_metadata(*beside) != lasting_metadata(*again))
        refuse(cat("result changed: ", result_path_, ".mtd does not say what the replay wrote"));
      out_.verdict = Session::Verdict::kBitwiseEqual;
      return;
    }
    out_.largest_difference = INFINITY;
    try {
      // The stored bytes, read as the replayed .mtd says.
      files_.put("result", stored_);
      out_.largest_difference = largest_difference(replayed, read_stored(files_, state_.pool, "result"));
    } catch (const Error&) {
      return;  // not readable as such a value: different
    }
    const double allowed = tolerance > 0 ? tolerance : kUsualTolerance;
    if (out_.largest_difference <= allowed) out_.verdict = Session::Verdict::kWithinTolerance;
  }

  Session::State& state_;
  const std::string log_path_;
  const std::map<std::string, std::string>& moved_;
  const ParsedLog log_;
  Session::Audit out_;
  std::map<std::string, std::string> inputs_;  // SHA-256 → path
  NodeInfos infos_;                            // of the nodes computed again
  std::string result_path_;
  std::string stored_;  // bytes of the result
  Config config_;
  std::vector<Value> arguments_;  // of write()
  CapturedFiles files_;
};

}  // namespace

Session::Audit Session::audit(const std::string& log_path, double tolerance,
                              const std::map<std::string, std::string>& moved) {
  Audit out;
  run_on_stack(kScriptStack, [&] { out = Auditor(*state_, log_path, moved).run(tolerance); });
  return out;
}

}  // namespace lineal
