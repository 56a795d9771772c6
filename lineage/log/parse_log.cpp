// Reads a lineage log that anyone may have written (contract C7).
#include <charconv>
#include <limits>
#include <unordered_map>

#include "lineage/log/lineage_log.h"
#include "lineage/log/log_format.h"
#include "lineage/log/log_text.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/sha256.h"

namespace lineal {
namespace {

/// Says what is wrong before anything else is looked at: a file that is no log, or a version that we do not know.
void check_version(std::string_view text) {
  if (!text.starts_with(kLogName))
    fail_log("line 1: this is no lineage log: the log of a result is the file RESULT.lineage");
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view version = line.substr(kLogName.size());
  if (version != kLogVersion)
    fail_log(cat("line 1: version not supported: ", excerpt(version), ", supported: ", kLogVersion));
}

/// Returns what the seal covers, after verifying it.
std::string_view check_seal(std::string_view text) {
  constexpr size_t kSealSize = 5 + 64 + 1;
  const std::string_view last = text.size() > kSealSize ? text.substr(text.size() - kSealSize) : std::string_view();
  const std::string_view body = text.substr(0, text.size() - last.size());
  if (!last.starts_with("seal ") || last.back() != '\n' || !body.ends_with('\n'))
    fail_log("the seal on the last line is missing: the log was truncated or edited");
  const std::string digest = sha256_hex(body);
  if (last.substr(5, 64) != digest)
    fail_log(cat("the seal does not match the text: the log was edited or truncated: sealed ",
                 excerpt(last.substr(5, 64), 64), ", found \"", digest, "\""));
  return body;
}

class LogParser {
 public:
  LogParser(std::string_view body, const std::function<bool(std::string_view)>& known_operator)
      : rest_(body), known_operator_(known_operator) {}

  ParsedLog parse() {
    next_line();  // the version, checked already
    parse_header();
    const int64_t count = parse_count();
    // A stated number is believed only as far as the text can hold that many lines.
    const int64_t shortest_line = 8;
    nodes_.reserve(static_cast<size_t>(std::min(count, static_cast<int64_t>(rest_.size()) / shortest_line + 1)));
    used_.reserve(nodes_.capacity());
    for (int64_t number = 1; number <= count; ++number)
      parse_node(number);
    parse_root();
    if (!rest_.empty()) {
      next_line();
      fail_log_line(line_number_, "more than a log may hold");
    }
    return std::move(log_);
  }

 private:
  LineReader next_line() {
    ++line_number_;
    if (rest_.empty()) fail_log_line(line_number_, "the log ends too early");
    const size_t size = rest_.find('\n');
    if (static_cast<int64_t>(size) > kMaxLogLine)
      fail_log_line(line_number_, cat("line too long: ", size, " > ", kMaxLogLine));
    const std::string_view line = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    return LineReader(line, line_number_);
  }

  std::string parse_named_text(std::string_view name) {
    LineReader line = next_line();
    line.expect(name);
    std::string text = line.quoted();
    line.expect_end();
    return text;
  }

  void parse_header() {
    LogHeader& header = log_.header;
    header.program = parse_named_text("program");
    header.profile = parse_named_text("profile");
    if (rest_.starts_with("machine ")) header.machine = parse_named_text("machine");
    header.folder = parse_named_text("folder");
    LineReader line = next_line();
    line.expect("result");
    header.result_path = line.quoted();
    header.result_format = line.quoted();
    header.result_sha256 = line.digest();
    line.expect_end();
    while (rest_.starts_with("input ")) {
      LineReader input = next_line();
      input.expect("input");
      LogHeader::Input file;
      file.path = input.quoted();
      file.sha256 = input.digest();
      file.size = input.count(std::numeric_limits<int64_t>::max());
      input.expect_end();
      header.inputs.push_back(std::move(file));
    }
  }

  int64_t parse_count() {
    LineReader line = next_line();
    line.expect("nodes");
    const int64_t count = line.count(kMaxLogNodes);
    if (count == 0) line.fail("a log has at least one node");
    line.expect_end();
    return count;
  }

  void parse_node(int64_t number) {
    LineReader line = next_line();
    const int64_t stated = line.reference(kMaxLogNodes);
    if (stated != number) line.fail(cat("node numbers must go up one by one: ", stated, " instead of ", number));
    const std::string_view kind = line.word();
    nodes_.push_back(make_node(kind, line));
    used_.push_back(false);
  }

  LineageRef make_node(std::string_view kind, LineReader& line) {
    if (kind == "(L)") return make_literal(line);
    if (kind == "(I)" || kind == "(C)") return make_operator(kind == "(C)", line);
    line.fail(cat("unknown kind of node: ", excerpt(kind)));
  }

  LineageRef make_literal(LineReader& line) {
    std::string text;
    const ScalarFact value = parse_value(line, text);
    line.expect_end();
    return LineageNode::literal(value);
  }

  /// Type and value; the text of a string is kept in `text`.
  static ScalarFact parse_value(LineReader& line, std::string& text) {
    const std::string_view type = line.word();
    if (type == "STRING") {
      text = line.quoted();
      return {.known = true, .kind = NodeKind::kString, .text = text};
    }
    const std::string_view word = line.word();
    if (type == "INT64") {
      int64_t value = 0;
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
      if (error != std::errc() || end != word.data() + word.size()) line.fail(cat("not an INT64: ", excerpt(word)));
      return {.known = true, .kind = NodeKind::kInt, .bits = static_cast<uint64_t>(value)};
    }
    if (type == "FP64") {
      double value = 0;
      if (!parse_exact(word, value)) line.fail(cat("not an FP64: ", excerpt(word)));
      return {.known = true, .kind = NodeKind::kDouble, .bits = __builtin_bit_cast(uint64_t, value)};
    }
    if (type != "BOOLEAN") line.fail(cat("unknown type of literal: ", excerpt(type)));
    if (word != "TRUE" && word != "FALSE") line.fail(cat("not a BOOLEAN: ", excerpt(word)));
    return {.known = true, .kind = NodeKind::kBoolean, .bits = word == "TRUE"};
  }

  LineageRef make_operator(bool leaf, LineReader& line) {
    const OpSymbol op = parse_operator(line);
    uint8_t output = 0;
    if (line.next_is('#')) {
      const std::string_view word = line.word().substr(1);
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), output);
      if (error != std::errc() || end != word.data() + word.size()) line.fail(cat("not an output: ", excerpt(word)));
    }
    if (leaf) {
      const std::string text = line.quoted();
      parse_inputs(line);
      return LineageNode::leaf(op, text, inputs_, output);
    }
    std::string text;
    ScalarFact value;
    if (line.next_is('=')) {
      line.expect("=");
      value = parse_value(line, text);
    }
    std::string rule;
    std::string place;
    if (line.next_is('b')) {
      line.expect("by");
      rule = line.quoted();
      line.expect("at");
      place = line.quoted();
      const bool one_line = (rule + place).find('\n') == std::string::npos;
      if (rule.empty() || !one_line) line.fail("not the name of a rule and its place");
      if (value.kind == NodeKind::kString && value.known) line.fail("no rule makes text");
    }
    parse_inputs(line);
    return LineageNode::operation(op, inputs_, output, value, {rule, place});
  }

  /// Names become symbols, which stay for the life of the process, only once they are known to be good.
  OpSymbol parse_operator(LineReader& line) {
    std::string name = line.operator_name();
    const auto found = symbols_.find(name);
    if (found != symbols_.end()) return found->second;
    if (known_operator_ && !known_operator_(name)) line.fail(cat("unknown operator: ", excerpt(name)));
    const OpSymbol op = OpSymbol::of(name);
    symbols_.emplace(std::move(name), op);
    return op;
  }

  void parse_inputs(LineReader& line) {
    inputs_.clear();
    while (!line.at_end()) {
      const int64_t number = line.reference(kMaxLogNodes);
      if (number > static_cast<int64_t>(nodes_.size()))
        line.fail(cat("an input must come earlier: (", number, ") below (", nodes_.size() + 1, ")"));
      const size_t index = static_cast<size_t>(number - 1);
      used_[index] = true;
      inputs_.push_back(nodes_[index].get());
    }
  }

  void parse_root() {
    LineReader line = next_line();
    line.expect("root");
    const int64_t number = line.reference(kMaxLogNodes);
    if (number != static_cast<int64_t>(nodes_.size()))
      line.fail(cat("the root must be the last node: (", number, ") of ", nodes_.size()));
    for (size_t i = 0; i + 1 < used_.size(); ++i) {
      if (!used_[i]) line.fail(cat("a node is not used: (", i + 1, ")"));
    }
    parse_stated_key(line, log_.root_key);
    line.expect_end();
    log_.root = nodes_.back();
    log_.nodes = static_cast<int64_t>(nodes_.size());
    log_.in_order.reserve(nodes_.size());
    for (const LineageRef& node : nodes_)
      log_.in_order.push_back(node.get());
    if (log_.root_key != log_.root->key()) {
      line.fail(cat("the root's key is not that of the nodes: stated ", log_.root_key.hex(), ", found ",
                    log_.root->key().hex()));
    }
  }

  static void parse_stated_key(LineReader& line, Key& key) {
    const std::string_view word = line.word();
    if (!parse_key(word, key)) line.fail(cat("not a key: ", excerpt(word)));
  }

  std::string_view rest_;
  const std::function<bool(std::string_view)>& known_operator_;
  int64_t line_number_ = 0;
  std::vector<LineageRef> nodes_;
  std::vector<bool> used_;
  std::vector<const LineageNode*> inputs_;
  std::unordered_map<std::string, OpSymbol> symbols_;
  ParsedLog log_;
};

}  // namespace

ParsedLog parse_log(std::string_view text, const std::function<bool(std::string_view)>& known_operator) {
  check_version(text);
  return LogParser(check_seal(text), known_operator).parse();
}

}  // namespace lineal
