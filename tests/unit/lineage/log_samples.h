// Logs for the tests, and the tools of a forger.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lineage/log/lineage_log.h"
#include "runtime/core/sha256.h"

namespace lineal {

/// Puts a right seal under whatever the log says now; a log without a seal line gets one.
inline std::string reseal(std::string_view log) {
  const size_t seal = log.rfind("seal ");
  std::string body(log.substr(0, seal));
  return body + "seal " + sha256_hex(body) + "\n";
}

inline std::string log_text_of(const LogHeader& header, const LineageNode* root) {
  std::string text;
  write_log(header, root, [&text](std::string_view piece) { text += piece; });
  return text;
}

inline LogHeader sample_header() {
  LogHeader header;
  header.profile = "numerics 1; \"quoted\"";
  header.folder = "/data/with blanks and a\nnew line";
  header.program = "lineal 0.1";
  header.result_path =
      "out/m\xc3\xb6"
      "del.csv";
  header.result_format = "csv header=TRUE sep=,";
  header.result_sha256 = sha256_hex("result");
  header.inputs = {
      {"a.csv", sha256_hex("a"), 123456789012}, {"", "", 0}, {"\\ \"q\" \x01\x7f.csv", sha256_hex("b"), 1}};
  return header;
}

inline LineageRef compute(std::string_view op, const std::vector<LineageRef>& inputs, uint8_t output = 0) {
  std::vector<const LineageNode*> nodes;
  for (const LineageRef& input : inputs)
    nodes.push_back(input.get());
  return LineageNode::operation(OpSymbol::of(op), nodes, output);
}

/// A DAG with every kind of node, shared ones and hard texts among them.
inline LineageRef sample_root() {
  const LineageRef one = LineageNode::integer(1);
  const LineageRef text = LineageNode::string(std::string("a\nb\t\"c\"\\n \0 \x1b\xff (1) (2)", 22));
  const LineageNode* const leaf_inputs[] = {one.get(), text.get()};
  const LineageRef leaf = LineageNode::leaf(OpSymbol::of("read"), "sha256\n0", leaf_inputs);
  const LineageRef numbers =
      compute("list", {LineageNode::real(0.1), LineageNode::real(-0.0), LineageNode::real(5e-324),
                       LineageNode::real(1.7976931348623157e308), LineageNode::real(__builtin_inf()),
                       LineageNode::real(-__builtin_inf()), LineageNode::real(__builtin_nan("")),
                       LineageNode::real(__builtin_bit_cast(double, uint64_t{0xfff8000000000abc})),
                       LineageNode::integer(INT64_MIN), LineageNode::integer(INT64_MAX), LineageNode::boolean(true),
                       LineageNode::boolean(false), LineageNode::string(""), LineageNode::real(1e22)});
  const LineageRef product = compute("ba+*", {leaf, numbers});
  const LineageRef values = compute("eigen", {product}, 0);
  const LineageRef vectors = compute("eigen", {product}, 1);
  const LineageRef odd = compute("my function::f \"g\"", {values, vectors, values});
  const LineageNode* const both[] = {vectors.get(), values.get()};
  const OpSymbol plus = OpSymbol::of("+");
  const LineageRef rewritten = LineageNode::operation(plus, both, 0, {}, {"a \"rule\"{0: b}", "dir/a b.dml:12"});
  const LineageRef number =
      LineageNode::operation(plus, both, 1, {.known = true, .kind = NodeKind::kDouble, .bits = 3}, {"rule", ""});
  const LineageRef flag = LineageNode::operation(plus, both, 0, {.known = true, .kind = NodeKind::kBoolean, .bits = 1});
  const LineageRef words =
      LineageNode::operation(plus, both, 0, {.known = true, .kind = NodeKind::kString, .text = "a \" by (1)"});
  return compute("(", {rewritten, odd, number, flag, words, one, compute("", {}), compute("#1", {leaf}),
                       compute("by", {one}), compute("=", {one})});
}

inline bool any_operator(std::string_view) {
  return true;
}

}  // namespace lineal
