// Writes lineage: a whole log, or the lines of its nodes alone.
#include "lineage/log/lineage_log.h"
#include "lineage/log/log_format.h"
#include "lineage/log/log_text.h"
#include "lineage/log/node_order.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/core/sha256.h"

namespace lineal {
namespace {

constexpr size_t kPieceSize = 64 << 10;

/// Passes text on in pieces of useful size and hashes it on the way.
class SealedOutput {
 public:
  explicit SealedOutput(const LogSink& sink) : sink_(sink) {}

  std::string& buffer() { return buffer_; }
  void flush_if_full() {
    if (buffer_.size() >= kPieceSize) flush();
  }
  void finish() {
    flush();
    sink_(cat("seal ", hash_.finish(), "\n"));
  }

 private:
  void flush() {
    hash_.update(buffer_);
    sink_(buffer_);
    buffer_.clear();
  }

  const LogSink& sink_;
  Sha256 hash_;
  std::string buffer_;
};

void append_reference(std::string& out, uint64_t number) {
  out += '(';
  append_part(out, number);
  out += ')';
}

void append_inputs(std::string& out, const LineageNode& node, const NodeOrder& order) {
  for (const LineageNode* input : node.inputs()) {
    out += ' ';
    append_reference(out, order.number(input));
  }
}

void append_operator_and_output(std::string& out, const LineageNode& node) {
  append_operator(out, node.op().name());
  if (node.output() == 0) return;
  out += " #";
  append_part(out, int{node.output()});
}

void append_value(std::string& out, const ScalarFact& value) {
  switch (value.kind) {
    case NodeKind::kInt:
      out += "INT64 ";
      append_part(out, static_cast<int64_t>(value.bits));
      break;
    case NodeKind::kDouble:
      out += "FP64 ";
      append_exact(out, __builtin_bit_cast(double, value.bits));
      break;
    case NodeKind::kBoolean:
      out += value.bits ? "BOOLEAN TRUE" : "BOOLEAN FALSE";
      break;
    default:
      out += "STRING ";
      append_quoted(out, value.text);
  }
}

void append_node(std::string& out, const LineageNode& node, uint64_t number, const NodeOrder& order) {
  append_reference(out, number);
  if (node.is_literal()) {
    out += " (L) ";
    append_value(out, node.value());
    out += '\n';
    return;
  }
  const bool leaf = node.kind() == NodeKind::kLeaf;
  out += leaf ? " (C) " : " (I) ";
  append_operator_and_output(out, node);
  if (leaf) {
    out += ' ';
    append_quoted(out, node.text());
  }
  if (const ScalarFact value = node.value(); value.known) {
    out += " = ";
    append_value(out, value);
  }
  if (const RewriteFact rewrite = node.rewrite(); !rewrite.rule.empty()) {
    out += " by ";
    append_quoted(out, rewrite.rule);
    out += " at ";
    append_quoted(out, rewrite.place);
  }
  append_inputs(out, node, order);
  out += '\n';
}

std::string_view digest_or_dash(std::string_view digest) {
  return digest.empty() ? "-" : digest;
}

void append_header(std::string& out, const LogHeader& header) {
  const auto line = [&out](std::string_view name, std::string_view text) {
    out += name;
    append_quoted(out, text);
    out += '\n';
  };
  out += cat(kLogName, kLogVersion, "\n");
  line("program ", header.program);
  line("profile ", header.profile);
  if (!header.machine.empty()) line("machine ", header.machine);
  line("folder ", header.folder);
  out += "result ";
  append_quoted(out, header.result_path);
  out += ' ';
  append_quoted(out, header.result_format);
  out += cat(" ", digest_or_dash(header.result_sha256), "\n");
  for (const LogHeader::Input& input : header.inputs) {
    out += "input ";
    append_quoted(out, input.path);
    out += cat(" ", digest_or_dash(input.sha256), " ", input.size, "\n");
  }
}

}  // namespace

void write_log(const LogHeader& header, const LineageNode* root, const LogSink& sink) {
  LINEAL_CHECK(root, "a lineage log needs a root");
  const NodeOrder order(root);
  SealedOutput output(sink);
  append_header(output.buffer(), header);
  output.buffer() += cat("nodes ", order.nodes().size(), "\n");
  uint64_t number = 0;
  for (const LineageNode* node : order.nodes()) {
    append_node(output.buffer(), *node, ++number, order);
    output.flush_if_full();
  }
  output.buffer() += cat("root (", number, ") ", root->key().hex(), "\n");
  output.finish();
}

std::string lineage_text(const LineageNode* root) {
  LINEAL_CHECK(root, "lineage text needs a root");
  const NodeOrder order(root);
  std::string out;
  uint64_t number = 0;
  for (const LineageNode* node : order.nodes())
    append_node(out, *node, ++number, order);
  return out;
}

}  // namespace lineal
