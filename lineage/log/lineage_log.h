// The lineage log of a written result: versioned text, streamed out, parsed back with bounded memory and stack.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/item/node.h"

namespace lineal {

/// Facts beside the DAG.
struct LogHeader {
  std::string profile;        // what decides the bits: version of the numerics, form of storage if it was forced
  std::string machine;        // facts about processor and libraries, for information; may be empty
  std::string folder;         // folder of the run, against which relative input paths resolve
  std::string program;        // version of the program that wrote the log
  std::string result_path;    // as given to write()
  std::string result_format;  // "csv", "text", ... with its options as key=value, blank separated
  std::string result_sha256;  // of the written bytes
  struct Input {
    std::string path;  // as given to read()
    std::string sha256;
    int64_t size = 0;
  };
  std::vector<Input> inputs;
};

/// Receives the log text piece by piece.
using LogSink = std::function<void(std::string_view)>;

/// Writes header, the DAG below `root` in an order where inputs come first (each node once, iteratively, any depth),
/// the result's hash, and the seal: SHA-256 over all preceding bytes.
void write_log(const LogHeader& header, const LineageNode* root, const LogSink& sink);

/// Renders the DAG alone, as lineage(X) returns it: one node a line, inputs first, in the form that log_format.h shows.
std::string lineage_text(const LineageNode* root);

/// What a parsed log holds.
struct ParsedLog {
  LogHeader header;
  LineageRef root;
  Key root_key;  // as stated in the log
  int64_t nodes = 0;
  std::vector<const LineageNode*> in_order;  // as in the log: inputs first, the root last; alive while `root` is
};

/// Limits for untrusted logs (contract C7).
inline constexpr int64_t kMaxLogNodes = int64_t{1} << 28;
inline constexpr int64_t kMaxLogLine = int64_t{64} << 20;

/// Parses and verifies a whole log text, in this order: version, seal, increasing ids, inputs that come earlier, known
/// operators
/// (`known_operator`; an empty function knows all), no node that the root does not need, the root's key
/// recomputed. Throws Error(kIo) with the line number and the cause.
ParsedLog parse_log(std::string_view text, const std::function<bool(std::string_view)>& known_operator);

}  // namespace lineal
