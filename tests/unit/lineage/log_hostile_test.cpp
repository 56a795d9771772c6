// A log that lies is refused with the line and the cause, whatever the lie.
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/core/error.h"
#include "tests/unit/lineage/log_samples.h"

namespace lineal {
namespace {

using Catch::Contains;

std::string refusal(std::string_view text) {
  try {
    parse_log(text, any_operator);
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::kIo);
    return std::string(error.message());
  }
  return "accepted";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// (1) x, (2) 0.5, (3) x * 0.5, (4) (3) + x
std::string small_log() {
  const LineageRef x = LineageNode::leaf(OpSymbol::of("read"), "x", {});
  const LineageRef half = LineageNode::real(0.5);
  return log_text_of(sample_header(), compute("+", {compute("*", {x, half}), x}).get());
}

/// The refusal of a forged log with a right seal.
std::string forged(std::string_view from, std::string_view to) {
  return refusal(reseal(replaced(small_log(), from, to)));
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line;
  return text;
}

}  // namespace

TEST_CASE("an edit or a cut breaks the seal") {
  const std::string text = small_log();
  REQUIRE(refusal(text) == "accepted");
  CHECK_THAT(refusal(replaced(text, "FP64 0.5", "FP64 0.6")), Contains("edited or truncated"));
  CHECK_THAT(refusal(replaced(text, "a.csv", "b.csv")), Contains("edited or truncated"));
  CHECK_THAT(refusal(replaced(text, "(2) (L)", "(2)  (L)")), Contains("edited or truncated"));
  CHECK_THAT(refusal(text + "\n"), Contains("truncated or edited"));
  CHECK_THAT(refusal(text + "more\n"), Contains("truncated or edited"));
  std::vector<std::string> lines = split_lines(text);
  std::swap(lines[lines.size() - 4], lines[lines.size() - 5]);
  CHECK_THAT(refusal(join(lines)), Contains("edited or truncated"));
  for (size_t size = 21; size < text.size(); ++size)
    REQUIRE_THAT(refusal(std::string_view(text).substr(0, size)), Contains("truncated"));
  for (size_t size = 0; size < 20; ++size)
    REQUIRE(refusal(std::string_view(text).substr(0, size)) != "accepted");
}

TEST_CASE("what is no log of a known version is said so first") {
  CHECK_THAT(refusal(""), Contains("no lineage log"));
  CHECK_THAT(refusal("1,2,3\n"), Contains("line 1: this is no lineage log"));
  CHECK_THAT(refusal(replaced(small_log(), "log 2\n", "log 3\n")), Contains("version not supported: \"3\""));
  CHECK_THAT(refusal(replaced(small_log(), "log 2\n", "log 20\n")), Contains("version not supported"));
}

TEST_CASE("a forger who seals again is caught by the structure") {
  CHECK_THAT(forged("(2) (L)", "(3) (L)"), Contains("line 11: node numbers must go up one by one: 3 instead of 2"));
  CHECK_THAT(forged("(2) (L)", "(0) (L)"), Contains("line 11: node numbers start at 1"));
  CHECK_THAT(forged("(2) (L)", "(99999999999999999999) (L)"), Contains("line 11: expected a number"));
  CHECK_THAT(forged("(2) (L)", "(4294967296) (L)"), Contains("line 11: number too large"));
  CHECK_THAT(forged("* (1) (2)", "* (1) (3)"), Contains("line 12: an input must come earlier: (3) below (3)"));
  CHECK_THAT(forged("* (1) (2)", "* (1) (4)"), Contains("line 12: an input must come earlier"));
  CHECK_THAT(forged("* (1) (2)", "* (1) (-2)"), Contains("line 12: expected a number"));
  CHECK_THAT(forged("* (1) (2)", "* (1) 2"), Contains("line 12: expected a node number in parentheses"));
  CHECK_THAT(forged("* (1) (2)", "* (1)  (2)"), Contains("line 12: two blanks in a row"));
  CHECK_THAT(forged("* (1) (2)", "* (1) (2) "), Contains("line 12: ends in a blank"));
  CHECK_THAT(forged("* (1) (2)", "* (1) (1)"), Contains("a node is not used: (2)"));
  CHECK_THAT(forged("(I) *", "(X) *"), Contains("line 12: unknown kind of node: \"(X)\""));
  CHECK_THAT(forged("(I) *", "(I) /"), Contains("the root's key is not that of the nodes"));
  CHECK_THAT(forged("(I) *", "(I) * #1"), Contains("the root's key"));
  CHECK_THAT(forged("(I) *", "(I) * #256"), Contains("line 12: not an output: \"256\""));
  CHECK_THAT(forged("(I) *", "(C) *"), Contains("line 12: expected a quoted text"));
  CHECK_THAT(forged("FP64 0.5", "FP64 0.6"), Contains("the root's key is not that of the nodes: stated "));
  CHECK_THAT(forged("FP64 0.5", "FP64 1e999"), Contains("line 11: not an FP64: \"1e999\""));
  CHECK_THAT(forged("FP64 0.5", "FP64 nan"), Contains("line 11: not an FP64"));
  CHECK_THAT(forged("FP64 0.5", "FP64 NaN:3ff0000000000000"), Contains("line 11: not an FP64"));
  CHECK_THAT(forged("FP64 0.5", "FP64 0.5x"), Contains("line 11: not an FP64"));
  CHECK_THAT(forged("FP64 0.5", "FP64"), Contains("line 11: ends too early"));
  CHECK_THAT(forged("FP64 0.5", "FP64 0.5 (1)"), Contains("line 11: more than the line may hold"));
  CHECK_THAT(forged("FP64 0.5", "INT64 0.5"), Contains("line 11: not an INT64"));
  CHECK_THAT(forged("FP64 0.5", "INT64 9223372036854775808"), Contains("line 11: not an INT64"));
  CHECK_THAT(forged("FP64 0.5", "BOOLEAN 1"), Contains("line 11: not a BOOLEAN"));
  CHECK_THAT(forged("FP64 0.5", "FP32 0.5"), Contains("line 11: unknown type of literal: \"FP32\""));
  CHECK_THAT(forged("FP64 0.5", "STRING 0.5"), Contains("line 11: expected a quoted text"));
  CHECK_THAT(forged("read \"x\"", "read \"x"), Contains("line 10: a quoted text has no end"));
  CHECK_THAT(forged("read \"x\"", "read \"\\q\""), Contains("line 10: unknown escape in a quoted text: \"\\\\q"));
  CHECK_THAT(forged("read \"x\"", "read \"\\x4\""), Contains("line 10: unknown escape"));
  CHECK_THAT(forged("read \"x\"", "read \"x\"(1)"), Contains("line 10: a blank is missing"));
  CHECK_THAT(forged("nodes 4", "nodes 5"), Contains("expected a node number in parentheses: \"root\""));
  CHECK_THAT(forged("nodes 4", "nodes 3"), Contains("line 13: expected root"));
  CHECK_THAT(forged("nodes 4", "nodes 0"), Contains("line 9: a log has at least one node"));
  CHECK_THAT(forged("nodes 4", "nodes 268435456"), Contains("expected a node number"));
  CHECK_THAT(forged("nodes 4", "nodes 268435457"), Contains("line 9: number too large"));
  CHECK_THAT(forged("root (4)", "root (3)"), Contains("line 14: the root must be the last node: (3) of 4"));
  CHECK_THAT(forged("program \"lineal 0.1\"\n", ""), Contains("line 2: expected program"));
  CHECK_THAT(forged(" 123456789012\n", " -1\n"), Contains("line 6: expected a number"));
  CHECK_THAT(forged("seal ", "more\nseal "), Contains("line 15: more than a log may hold"));
  CHECK_THAT(refusal(reseal("lineal lineage log 2\n")), Contains("line 2: the log ends too early"));
}

TEST_CASE("what a node states is read strictly") {
  const LineageRef x = LineageNode::leaf(OpSymbol::of("read"), "x", {});
  const LineageNode* const inputs[] = {x.get()};
  const LineageRef sum = LineageNode::operation(OpSymbol::of("sum"), inputs, 0,
                                                {.known = true, .kind = NodeKind::kDouble, .bits = 0}, {"r", "p"});
  const std::string text = log_text_of(LogHeader(), compute("-", {sum, x}).get());
  REQUIRE(refusal(text) == "accepted");
  const auto changed = [&text](std::string_view from, std::string_view to) {
    return refusal(reseal(replaced(text, from, to)));
  };
  CHECK_THAT(changed("= FP64 0", "= FP64 1"), Contains("the root's key is not that"));
  CHECK_THAT(changed("= FP64 0", "= FP64 zero"), Contains("not an FP64"));
  CHECK_THAT(changed("= FP64 0", "= REAL 0"), Contains("unknown type of literal"));
  CHECK_THAT(changed("= FP64 0", "= STRING \"0\""), Contains("no rule makes text"));
  CHECK_THAT(changed("by \"r\"", "by \"\""), Contains("not the name of a rule"));
  CHECK_THAT(changed("by \"r\"", "by \"r\\ns\""), Contains("not the name of a rule"));
  CHECK_THAT(changed("by \"r\" at \"p\"", "by \"r\""), Contains("expected at"));
  CHECK_THAT(changed("by \"r\" at \"p\"", "for \"r\""), Contains("expected"));
}

TEST_CASE("operators that the program does not know never become symbols") {
  const auto known = [](std::string_view name) { return name == "read" || name == "*" || name == "+"; };
  const std::string text = small_log();
  CHECK_NOTHROW(parse_log(text, known));
  try {
    parse_log(reseal(replaced(text, "(I) *", "(I) system")), known);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kIo);
    CHECK_THAT(std::string(error.message()), Contains("line 12: unknown operator: \"system\""));
  }
}

TEST_CASE("a line over the limit is refused before it is read") {
  const std::string text = replaced(small_log(), "read \"x\"", "read \"" + std::string(65 << 20, 'x') + "\"");
  CHECK_THAT(refusal(reseal(text)), Contains("line 10: line too long"));
}

TEST_CASE("a stated number of nodes takes no memory before the nodes are there") {
  std::string text =
      "lineal lineage log 2\nprogram \"\"\nprofile \"\"\nfolder \"\"\nresult \"\" \"\" -\nnodes 268435456\n";
  CHECK_THAT(refusal(reseal(text)), Contains("line 7: the log ends too early"));
}

TEST_CASE("random damage is refused or harmless, never a crash") {
  const LineageRef root = sample_root();
  const std::string original = log_text_of(sample_header(), root.get());
  const std::vector<std::string> lines = split_lines(original);
  const int64_t alive = LineageNode::live_nodes();
  std::mt19937_64 random(20);
  int accepted = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string text;
    const uint64_t kind = random() % 6;
    if (kind < 2) {
      text = original;
      for (uint64_t n = 1 + random() % 3; n > 0; --n)
        text[random() % text.size()] = static_cast<char>(random());
    } else {
      std::vector<std::string> changed = lines;
      const size_t at = random() % changed.size();
      const size_t other = random() % changed.size();
      if (kind == 2) std::swap(changed[at], changed[other]);
      if (kind == 3) changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
      if (kind == 4) changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(other), lines[at]);
      if (kind == 5) {
        // A digit of a number changes.
        std::string& line = changed[at];
        const size_t digit = line.find_first_of("0123456789", random() % line.size());
        if (digit != std::string::npos) line[digit] = static_cast<char>('0' + random() % 10);
      }
      text = join(changed);
    }
    const bool sealed_again = random() % 2 == 0;
    if (sealed_again) text = reseal(text);
    INFO("round " << round << ", kind " << kind << ":\n" << text);
    const std::string outcome = refusal(text);
    if (outcome != "accepted") continue;
    ++accepted;
    REQUIRE((sealed_again || text == original));
    // What changed then is the header or the spelling, not the lineage.
    const ParsedLog log = parse_log(text, any_operator);
    REQUIRE(log.root->key() == root->key());
  }
  CHECK(LineageNode::live_nodes() == alive);
  CHECK(accepted > 100);
  CHECK(accepted < 5'000);
}

}  // namespace lineal
