#include "tests/laws/operators/law_arguments.h"

#include <algorithm>
#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/matrix/value_lineage.h"

namespace lineal {
namespace {

// A node over the given inputs and the defaults of the other parameters.
LineageRef node(std::string_view name, std::vector<LineageRef> inputs) {
  const OpDef& op = *operators().find(name);
  for (size_t i = inputs.size(); !op.is_variadic() && i < op.params.size(); ++i)
    inputs.push_back(literal_lineage(op.params[i].fallback.value()));
  std::vector<const LineageNode*> nodes;
  for (const LineageRef& each : inputs)
    nodes.push_back(each.get());
  return LineageNode::operation(op.symbol, nodes);
}

LineageRef random(int64_t rows, int64_t columns, double least, double most, double sparsity, int64_t seed) {
  return node("rand", {LineageNode::integer(rows), LineageNode::integer(columns), LineageNode::real(least),
                       LineageNode::real(most), LineageNode::real(sparsity), LineageNode::integer(seed)});
}

LineageRef matrix(int64_t rows, int64_t columns, std::string_view sort, int64_t seed) {
  if (sort.empty()) return random(rows, columns, -2, 2, 0.6, seed);
  if (sort == "full") return random(rows, columns, 0.5, 2, 1, seed);
  if (sort == "whole") return node("ceil", {random(rows, columns, 0.01, 4, 1, seed)});
  if (sort == "flags") return node(">", {random(rows, columns, -1, 1, 1, seed), LineageNode::integer(0)});
  if (sort == "definite") {
    const LineageRef factor = random(2 * columns, columns, -2, 2, 1, seed);
    return node("%*%", {node("t", {factor}), factor});
  }
  if (sort == "frame") return node("as.frame", {random(rows, columns, -2, 2, 0.6, seed)});
  throw Error(ErrorKind::kInternal, cat("law case: no such matrix: ", sort));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

LineageRef read_argument(std::string_view text, int64_t seed) {
  if (text == "TRUE" || text == "FALSE") return LineageNode::boolean(text == "TRUE");
  if (text.size() > 1 && text.front() == '\'') return LineageNode::string(text.substr(1, text.size() - 2));
  if (const auto number = whole<int64_t>(text)) return LineageNode::integer(*number);
  if (const auto number = whole<double>(text)) return LineageNode::real(*number);
  if (text == "list") return node("list", {matrix(3, 2, {}, seed), LineageNode::integer(7)});
  const std::string_view shape = text.substr(0, text.find(' '));
  const size_t times = shape.find('x');
  const auto rows = whole<int64_t>(shape.substr(0, times));
  const auto columns = times < shape.size() ? whole<int64_t>(shape.substr(times + 1)) : std::nullopt;
  if (!rows || !columns) throw Error(ErrorKind::kInternal, cat("law case: no such argument: ", text));
  return matrix(*rows, *columns, trimmed(text.substr(shape.size())), seed);
}

// The first kind that a parameter takes, matrices of the given shape first.
std::string made_up(const Param& param, std::string_view shape, std::string_view number) {
  if (param.fallback.kind != ValueKind::kNone) return "_";
  if (!shape.empty() && (param.accepts & kMatrix)) return std::string(shape);
  if (param.accepts & kNumber) return std::string(number.empty() ? "2" : number);
  if (param.accepts & kFrame) return "4x3 frame";
  if (param.accepts & kList) return "list";
  return (param.accepts & kText) ? "'a'" : std::string(shape.empty() ? "7x5" : shape);
}

std::vector<std::string> made_up_cases(const OpDef& op) {
  constexpr struct {
    std::string_view shape, number;
  } kSizes[] = {{"7x5", ""}, {"300x200", ""}, {"1x1", ""}, {"6x1 whole", ""}, {"", "2.5"}, {"", "3"}};
  std::vector<std::string> cases;
  for (const auto& size : kSizes) {
    std::string text;
    for (const Param& param : op.params)
      text += cat(text.empty() ? "" : ", ", made_up(param, size.shape, size.number));
    if (op.is_variadic()) text += cat(", ", made_up(op.params.back(), size.shape, size.number));
    if (std::find(cases.begin(), cases.end(), text) == cases.end()) cases.push_back(std::move(text));
  }
  return cases;
}

LawRun run_case(const OpDef& op, std::string_view text, LawBench& bench) {
  LawRun run{.text = std::string(text), .arguments = read_law_case(op, text, bench), .outputs = {}};
  std::vector<LineageRef> lineage;
  for (const LawArgument& each : run.arguments)
    lineage.push_back(each.lineage);
  run.outputs = bench.run(op, values_of(run.arguments), lineage);
  return run;
}

}  // namespace

LawArguments read_law_case(const OpDef& op, std::string_view text, LawBench& bench) {
  LawArguments arguments;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view word = trimmed(text.substr(0, comma));
    text = text.substr(std::min(comma + 1, text.size()));
    const size_t number = arguments.size();
    LawArgument& argument = arguments.emplace_back();
    argument.lineage = word == "_" ? literal_lineage(op.params.at(number).fallback.value())
                                   : read_argument(word, static_cast<int64_t>(number) + 1);
    argument.value = bench.replay(argument.lineage.get());
  }
  return arguments;
}

bool has_laws(const OpDef& op) {
  return op.is_pure() && op.lawless.empty();
}

std::vector<LawRun> law_runs(const OpDef& op, LawBench& bench) {
  std::vector<LawRun> runs;
  if (!has_laws(op)) return runs;
  for (const std::string_view text : op.law_cases)
    runs.push_back(run_case(op, text, bench));
  if (!op.law_cases.empty()) return runs;
  for (const std::string& text : made_up_cases(op)) {
    try {
      runs.push_back(run_case(op, text, bench));
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::kInternal) throw;
    }
  }
  return runs;
}

std::vector<Value> values_of(const LawArguments& arguments) {
  std::vector<Value> values;
  for (const LawArgument& each : arguments)
    values.push_back(each.value);
  return values;
}

std::vector<const LineageNode*> nodes_of(const LawArguments& arguments) {
  std::vector<const LineageNode*> nodes;
  for (const LawArgument& each : arguments)
    nodes.push_back(each.lineage.get());
  return nodes;
}

}  // namespace lineal
