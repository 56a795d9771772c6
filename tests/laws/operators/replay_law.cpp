// What a log says about a result computes that result: by replay, and as a program.
#include <catch2/catch.hpp>

#include "compiler/driver/session.h"
#include "lineage/log/lineage_log.h"
#include "runtime/core/cat.h"
#include "runtime/matrix/value_lineage.h"
#include "tests/laws/operators/law_arguments.h"
#include "tests/laws/temporary_folder.h"

namespace lineal {
namespace {

std::string log_of(const LogHeader& header, const LineageRef& root) {
  std::string text;
  write_log(header, root.get(), [&text](std::string_view piece) { text += piece; });
  return text;
}

LineageRef node_over(std::string_view name, std::vector<LineageRef> inputs) {
  const OpDef& op = *operators().find(name);
  for (size_t i = inputs.size(); i < op.params.size(); ++i)
    inputs.push_back(literal_lineage(op.params[i].fallback.value()));
  std::vector<const LineageNode*> nodes;
  for (const LineageRef& each : inputs)
    nodes.push_back(each.get());
  return LineageNode::operation(op.symbol, nodes);
}

// Whatever a case gives, as lineage of what can be written to a file; empty for a list.
LineageRef result_node(const OpDef& op, const LawRun& run, size_t output) {
  return LineageNode::operation(op.symbol, nodes_of(run.arguments), static_cast<uint8_t>(output),
                                scalar_fact(run.outputs[output]));
}

Value value_of_program(const std::string& program, const TemporaryFolder& folder, LawBench& bench) {
  const auto ignore = [](std::string_view) {};
  Config config;
  config.folder = folder.path();
  config.threads = 1;
  Session session(config, ignore, ignore);
  for (const Error& error : session.run("rebuilt.dml", program, {{"OUT", "again"}}).errors)
    FAIL(error.message() << "\n" << program);
  const ParsedLog log = parse_log(read_text_file(real_file_system(), cat(folder.path(), "/again.lineage")), {});
  return bench.replay(log.root->inputs()[0]);
}

}  // namespace

TEST_CASE("a log that is written, read and replayed gives the same bits") {
  LawBench bench(1);
  for (const OpDef* op : operators().all()) {
    if (!op->is(kDeterministic)) continue;
    for (const LawRun& run : law_runs(*op, bench)) {
      for (size_t output = 0; output < run.outputs.size(); ++output) {
        INFO(op->name << ": " << run.text << ", output " << output);
        const std::string text = log_of({}, result_node(*op, run, output));
        const ParsedLog log = parse_log(text, {});
        CHECK(same_value(bench.replay(log.root.get()), run.outputs[output], Zeros::kSigned));
      }
    }
  }
}

TEST_CASE("a log as a program gives the same bits") {
  LawBench bench(1);
  const TemporaryFolder folder;
  const auto ignore = [](std::string_view) {};
  Session session({}, ignore, ignore);
  for (const OpDef* op : operators().all()) {
    if (!op->is(kDeterministic)) continue;
    for (const LawRun& run : law_runs(*op, bench)) {
      for (size_t output = 0; output < run.outputs.size(); ++output) {
        INFO(op->name << ": " << run.text << ", output " << output);
        const LineageRef made = result_node(*op, run, output);
        const bool is_list = run.outputs[output].is_list();
        const LineageRef shown = is_list ? node_over("length", {made}) : made;
        const LineageRef root = node_over("write", {shown, LineageNode::string("result")});
        LogHeader header;
        header.profile = Session::numeric_profile();
        header.result_path = "result";
        folder.write("result.lineage", log_of(header, root));
        const std::string program =
            session.reconstruct(cat(folder.path(), "/result.lineage"), Session::Side::kAsExecuted);
        INFO(program);
        const Value expected = is_list ? Value::integer(bench.replay(shown.get()).as_int()) : run.outputs[output];
        CHECK(same_value(value_of_program(program, folder, bench), expected, Zeros::kSigned));
      }
    }
  }
}

}  // namespace lineal
