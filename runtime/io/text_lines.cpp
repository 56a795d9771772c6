// Cuts text into blocks of lines.
#include "runtime/io/text_lines.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view without_blank_end(std::string_view text) {
  size_t end = text.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos) return {};
  end = text.find('\n', end);
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

/// Counts lines and checks their length; NUL bytes would end a number early and never belong in text.
int64_t count_lines(const TextLines::Block& block, const std::string& path, int64_t max_line_bytes) {
  std::string_view rest = block.text;
  int64_t lines = 0;
  const void* nul = std::memchr(rest.data(), 0, rest.size());
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (static_cast<int64_t>(end) > max_line_bytes) {
      // The number of the line is not known yet: blocks before this one are counted at the same time.
      throw Error(ErrorKind::kIo, cat(path, ": line is too long: more than ", max_line_bytes, " bytes"));
    }
    if (nul != nullptr && std::memchr(rest.data(), 0, end) != nullptr) {
      throw Error(ErrorKind::kIo, cat(path, ": not a text file: it holds a NUL byte"));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++lines;
  }
  return lines;
}

}  // namespace

void fail_at_line(const std::string& path, int64_t line, int64_t column, std::string_view what) {
  throw Error(ErrorKind::kIo,
              column > 0 ? cat(path, ":", line, ":", column, ": ", what) : cat(path, ":", line, ": ", what));
}

std::string quote_cell(std::string_view text) {
  constexpr size_t kShown = 40;
  std::string result = "\"";
  for (const char c : text.substr(0, kShown))
    result += static_cast<unsigned char>(c) < 32 ? '?' : c;
  return result += text.size() > kShown ? "...\"" : "\"";
}

std::string_view take_line(std::string_view& rest) {
  const size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

TextLines::TextLines(std::string_view text, std::string path, int64_t max_line_bytes, ThreadPool& pool)
    : path_(std::move(path)) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  text = without_blank_end(text);
  while (!text.empty()) {
    size_t end = static_cast<size_t>(kBlockBytes) < text.size() ? text.find('\n', kBlockBytes) : std::string_view::npos;
    end = end == std::string_view::npos ? text.size() : end + 1;
    blocks_.push_back({.text = text.substr(0, end)});
    text.remove_prefix(end);
  }
  for_each_block(pool, [&](int64_t index, const Block& block) {
    blocks_[static_cast<size_t>(index)].lines = count_lines(block, path_, max_line_bytes);
  });
  for (Block& block : blocks_) {
    block.first_line = lines_ + 1;
    lines_ += block.lines;
  }
}

std::string_view TextLines::take_first_line() {
  if (blocks_.empty()) return {};
  Block& first = blocks_.front();
  const std::string_view line = take_line(first.text);
  ++first.first_line;
  --first.lines;
  --lines_;
  if (first.text.empty()) blocks_.erase(blocks_.begin());
  return line;
}

void TextLines::for_each_block(ThreadPool& pool,
                               const std::function<void(int64_t index, const Block& block)>& parse) const {
  std::vector<std::optional<Error>> errors(blocks_.size());
  pool.for_each(static_cast<int64_t>(blocks_.size()), [&](int64_t index) {
    try {
      parse(index, blocks_[static_cast<size_t>(index)]);
    } catch (const Error& error) {
      errors[static_cast<size_t>(index)] = error;
    }
  });
  for (const std::optional<Error>& error : errors) {
    if (error) throw *error;
  }
}

}  // namespace lineal
