// What is written is what is read.
#include <random>

#include <catch2/catch.hpp>

#include "tests/unit/lineage/log_samples.h"
#include "tests/unit/lineage/small_stack.h"

namespace lineal {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int64_t kLongChain = 50'000;
#else
constexpr int64_t kLongChain = 1'000'000;
#endif

/// The same DAG again from a log, after every node of the first is gone.
void require_round_trip(const LogHeader& header, LineageRef root) {
  const std::string text = log_text_of(header, root.get());
  const std::string lines = lineage_text(root.get());
  const Key key = root->key();
  const int64_t alive = LineageNode::live_nodes();
  root = LineageRef();
  const int64_t nodes = alive - LineageNode::live_nodes();
  const ParsedLog log = parse_log(text, any_operator);
  REQUIRE(log.root->key() == key);
  REQUIRE(log.root_key == key);
  REQUIRE(log.nodes == nodes);
  REQUIRE(lineage_text(log.root.get()) == lines);
  REQUIRE(log_text_of(log.header, log.root.get()) == text);
}

}  // namespace

TEST_CASE("a log with every kind of node reads back") {
  LogHeader header = sample_header();
  header.machine = "x86-64 avx2; OpenBLAS 0.3.21 \"Haswell\"";
  const std::string text = log_text_of(header, sample_root().get());
  const LogHeader back = parse_log(text, any_operator).header;
  CHECK(back.profile == header.profile);
  CHECK(back.machine == header.machine);
  CHECK(back.folder == header.folder);
  CHECK(back.program == header.program);
  CHECK(back.result_path == header.result_path);
  CHECK(back.result_format == header.result_format);
  CHECK(back.result_sha256 == header.result_sha256);
  REQUIRE(back.inputs.size() == header.inputs.size());
  for (size_t i = 0; i < back.inputs.size(); ++i) {
    CHECK(back.inputs[i].path == header.inputs[i].path);
    CHECK(back.inputs[i].sha256 == header.inputs[i].sha256);
    CHECK(back.inputs[i].size == header.inputs[i].size);
  }
  require_round_trip(header, sample_root());
  require_round_trip(sample_header(), sample_root());
  require_round_trip(LogHeader(), LineageNode::real(1));
}

TEST_CASE("lineage text shows one node a line, inputs first") {
  const LineageRef x = LineageNode::leaf(OpSymbol::of("read"), "x.csv", {});
  const LineageRef two = LineageNode::integer(2);
  const LineageRef root = compute("eigen", {compute("+", {compute("*", {x, two}), x})}, 1);
  CHECK(lineage_text(root.get()) ==
        "(1) (C) read \"x.csv\"\n"
        "(2) (L) INT64 2\n"
        "(3) (I) * (1) (2)\n"
        "(4) (I) + (3) (1)\n"
        "(5) (I) eigen #1 (4)\n");
  const LineageRef literals = compute("c", {LineageNode::real(0.1), LineageNode::real(-0.0), LineageNode::boolean(true),
                                            LineageNode::string("say \"\x01\n\"")});
  CHECK(lineage_text(literals.get()) ==
        "(1) (L) FP64 0.1\n"
        "(2) (L) FP64 -0\n"
        "(3) (L) BOOLEAN TRUE\n"
        "(4) (L) STRING \"say \\\"\\x01\\n\\\"\"\n"
        "(5) (I) c (1) (2) (3) (4)\n");
}

TEST_CASE("the seal is the SHA-256 of all bytes before it") {
  const std::string text = log_text_of(sample_header(), sample_root().get());
  const size_t seal = text.rfind("seal ");
  REQUIRE(seal != std::string::npos);
  CHECK(text.substr(seal) == "seal " + sha256_hex(text.substr(0, seal)) + "\n");
  CHECK(text.starts_with("lineal lineage log 2\n"));
  CHECK(reseal(text) == text);
}

TEST_CASE("random numbers keep their bits and random texts their bytes") {
  std::mt19937_64 random(11);
  std::vector<LineageRef> inputs;
  for (int i = 0; i < 2000; ++i) {
    inputs.push_back(LineageNode::real(__builtin_bit_cast(double, uint64_t{random()})));
    std::string text(random() % 20, '\0');
    for (char& c : text)
      c = static_cast<char>(random());
    inputs.push_back(LineageNode::string(text));
  }
  LineageRef root = compute("list", inputs);
  inputs.clear();
  require_round_trip(LogHeader(), std::move(root));
}

TEST_CASE("random DAGs read back") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<LineageRef> nodes = {LineageNode::integer(round)};
    for (int i = 0; i < 200; ++i) {
      std::vector<LineageRef> inputs;
      for (uint64_t n = random() % 4; n > 0; --n)
        inputs.push_back(nodes[random() % nodes.size()]);
      std::vector<const LineageNode*> in;
      for (const LineageRef& input : inputs)
        in.push_back(input.get());
      const ScalarFact value{
          .known = random() % 4 == 0, .kind = static_cast<NodeKind>(random() % 2), .bits = random() % 5};
      const RewriteFact rewrite{random() % 5 ? std::string_view() : "rule", random() % 2 ? "a.dml:1" : "b.dml:2"};
      nodes.push_back(LineageNode::operation(OpSymbol::of(random() % 2 ? "+" : "f"), in,
                                             static_cast<uint8_t>(random() % 3), value, rewrite));
    }
    LineageRef root = compute("list", nodes);
    nodes.clear();
    require_round_trip(LogHeader(), std::move(root));
  }
}

TEST_CASE("a long chain is written, shown and parsed under a small stack") {
  const int64_t before = LineageNode::live_nodes();
  const bool same = with_small_stack([] {
    const LineageRef one = LineageNode::integer(1);
    LineageRef chain = LineageNode::integer(0);
    for (int64_t i = 0; i < kLongChain; ++i)
      chain = compute("+", {chain, one});
    const Key key = chain->key();
    const std::string text = log_text_of(sample_header(), chain.get());
    const bool shown = lineage_text(chain.get()).size() < text.size();
    chain = LineageRef();
    const ParsedLog log = parse_log(text, any_operator);
    return shown && log.root->key() == key && log.nodes == kLongChain + 2;
  });
  CHECK(same);
  CHECK(LineageNode::live_nodes() == before);
}

}  // namespace lineal
