#include "lineage/log/log_text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr uint64_t kUsualNan = 0x7ff8000000000000;

int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain_word(std::string_view name) {
  if (name.empty() || name.front() == '"') return false;
  for (const char c : name) {
    if (is_control(c) || c == ' ') return false;
  }
  return true;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_control(c) && c != '"' && c != '\\') continue;
    out.append(text, begin, i - begin);
    begin = i + 1;
    out += '\\';
    if (c == '\n') {
      out += 'n';
    } else if (c == '\r') {
      out += 'r';
    } else if (c == '\t') {
      out += 't';
    } else if (is_control(c)) {
      out += 'x';
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
    } else {
      out += c;
    }
  }
  out.append(text, begin);
  out += '"';
}

void append_operator(std::string& out, std::string_view name) {
  if (is_plain_word(name)) {
    out += name;
  } else {
    append_quoted(out, name);
  }
}

void append_exact(std::string& out, double value) {
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else if (std::isnan(value)) {
    const uint64_t bits = __builtin_bit_cast(uint64_t, value);
    out += "NaN";
    if (bits == kUsualNan) return;
    out += ':';
    for (int shift = 60; shift >= 0; shift -= 4)
      out += kDigits[bits >> shift & 15];
  } else {
    append_part(out, value);
  }
}

bool parse_exact(std::string_view word, double& value) {
  if (word == "Infinity" || word == "-Infinity") {
    value = word.front() == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return true;
  }
  if (word.starts_with("NaN")) {
    uint64_t bits = kUsualNan;
    if (word.size() == 20 && word[3] == ':') {
      bits = 0;
      for (const char c : word.substr(4)) {
        const int digit = hex_digit(c);
        if (digit < 0) return false;
        bits = bits << 4 | static_cast<uint64_t>(digit);
      }
    } else if (word.size() != 3) {
      return false;
    }
    value = __builtin_bit_cast(double, bits);
    return std::isnan(value);
  }
  // from_chars has names of its own for what is not a number.
  const size_t first = word.starts_with('-') ? 1 : 0;
  if (first >= word.size() || word[first] < '0' || word[first] > '9') return false;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

std::string excerpt(std::string_view text, size_t most) {
  std::string out;
  append_quoted(out, text.substr(0, most));
  if (text.size() > most) out += "...";
  return out;
}

void fail_log(std::string_view what) {
  throw Error(ErrorKind::kIo, cat("lineage log: ", what));
}

void fail_log_line(int64_t line, std::string_view what) {
  throw Error(ErrorKind::kIo, cat("lineage log: line ", line, ": ", what));
}

void LineReader::fail(std::string_view what) const {
  fail_log_line(number_, what);
}

void LineReader::skip_blank() {
  if (rest_.empty()) return;
  if (rest_.front() != ' ') fail(cat("a blank is missing: ", excerpt(rest_)));
  rest_.remove_prefix(1);
  if (rest_.empty()) fail("ends in a blank");
}

std::string_view LineReader::word() {
  if (rest_.empty()) fail("ends too early");
  const size_t end = rest_.find(' ');
  const std::string_view found = rest_.substr(0, end);
  if (found.empty()) fail("two blanks in a row");
  rest_.remove_prefix(found.size());
  skip_blank();
  return found;
}

void LineReader::expect(std::string_view expected) {
  const std::string_view found = rest_.substr(0, rest_.find(' '));
  if (found != expected) fail(cat("expected ", expected, ": ", excerpt(found)));
  word();
}

std::string LineReader::quoted() {
  if (!next_is('"')) fail(cat("expected a quoted text: ", excerpt(rest_)));
  std::string out;
  size_t i = 1;
  for (;;) {
    const size_t stop = rest_.find_first_of("\"\\", i);
    if (stop == std::string_view::npos) fail("a quoted text has no end");
    out.append(rest_, i, stop - i);
    i = stop + 1;
    if (rest_[stop] == '"') break;
    const char kind = i < rest_.size() ? rest_[i] : '\0';
    ++i;
    if (kind == 'n') {
      out += '\n';
    } else if (kind == 'r') {
      out += '\r';
    } else if (kind == 't') {
      out += '\t';
    } else if (kind == '"' || kind == '\\') {
      out += kind;
    } else if (kind == 'x' && i + 1 < rest_.size() && hex_digit(rest_[i]) >= 0 && hex_digit(rest_[i + 1]) >= 0) {
      out += static_cast<char>(hex_digit(rest_[i]) << 4 | hex_digit(rest_[i + 1]));
      i += 2;
    } else {
      fail(cat("unknown escape in a quoted text: ", excerpt(rest_.substr(stop, 4))));
    }
  }
  rest_.remove_prefix(i);
  skip_blank();
  return out;
}

std::string LineReader::operator_name() {
  return next_is('"') ? quoted() : std::string(word());
}

int64_t LineReader::digits(std::string_view word, int64_t limit) const {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (word.empty() || word.front() == '-' || error != std::errc() || end != word.data() + word.size())
    fail(cat("expected a number: ", excerpt(word)));
  if (value > limit) fail(cat("number too large: ", value, " > ", limit));
  return value;
}

int64_t LineReader::count(int64_t limit) {
  return digits(word(), limit);
}

int64_t LineReader::reference(int64_t limit) {
  const std::string_view found = word();
  if (found.size() < 3 || found.front() != '(' || found.back() != ')')
    fail(cat("expected a node number in parentheses: ", excerpt(found)));
  const int64_t number = digits(found.substr(1, found.size() - 2), limit);
  if (number < 1) fail(cat("node numbers start at 1: ", number));
  return number;
}

std::string LineReader::digest() {
  const std::string_view found = word();
  if (found == "-") return {};
  bool good = found.size() == 64;
  for (const char c : found)
    good = good && hex_digit(c) >= 0;
  if (!good) fail(cat("expected a SHA-256 in hexadecimal: ", excerpt(found)));
  return std::string(found);
}

void LineReader::expect_end() {
  if (!rest_.empty()) fail(cat("more than the line may hold: ", excerpt(rest_)));
}

}  // namespace lineal
