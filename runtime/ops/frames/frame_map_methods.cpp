// Methods of Java's String, Integer and Double for map().
#include <algorithm>
#include <charconv>
#include <cmath>
#include <regex>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/io/number_text.h"
#include "runtime/ops/frames/frame_map_expression.h"

namespace lineal {
namespace {

/// std::regex uses the stack in proportion to the text it searches; longer cells are refused.
constexpr size_t kMaxRegexBytes = 4096;

/// The arguments of one call, with their kinds checked.
class Call {
 public:
  Call(const std::string& name, const std::vector<JavaValue>& values) : name_(name), values_(values) {}

  const std::string& name() const { return name_; }
  size_t count() const { return values_.size(); }

  const std::string& text(size_t i) const {
    if (const auto* text = i < values_.size() ? std::get_if<std::string>(&values_[i]) : nullptr) return *text;
    fail(cat("argument ", static_cast<int64_t>(i), " is not a string"));
  }
  /// A string or a char.
  std::string letters(size_t i) const {
    if (i < values_.size() && std::holds_alternative<JavaChar>(values_[i])) return java_text(values_[i]);
    return text(i);
  }
  int64_t whole(size_t i) const {
    if (const auto* number = i < values_.size() ? std::get_if<int64_t>(&values_[i]) : nullptr) return *number;
    fail(cat("argument ", static_cast<int64_t>(i), " is not an int"));
  }
  const JavaValue& value(size_t i) const {
    if (i >= values_.size()) fail("too few arguments");
    return values_[i];
  }
  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::kRuntime, cat("map: ", name_, ": ", what));
  }
  std::regex pattern(size_t i) const {
    if (text(0).size() > kMaxRegexBytes) fail(cat("text is longer than ", kMaxRegexBytes, " bytes"));
    if (text(i).size() > kMaxRegexBytes) fail("pattern is too long");
    try {
      return std::regex(text(i), std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
      fail(cat("not a pattern: ", text(i)));
    }
  }

 private:
  const std::string& name_;
  const std::vector<JavaValue>& values_;
};

std::string change_case(std::string text, char first, char last, int shift) {
  for (char& c : text) {
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return text;
}
std::string lower(const std::string& text) {
  return change_case(text, 'A', 'Z', 'a' - 'A');
}

/// Everything up to the blank is taken off, as Java's trim does.
std::string trim_controls(const std::string& text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  const auto begin = std::find_if_not(text.begin(), text.end(), blank);
  const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), blank).base();
  return {begin, end};
}

std::string replace_text(const Call& call) {
  const std::string& text = call.text(0);
  const std::string from = call.letters(1);
  const std::string to = call.letters(2);
  if (from.empty()) call.fail("nothing to replace");
  std::string result;
  size_t at = 0;
  for (size_t found = text.find(from); found != std::string::npos; found = text.find(from, at)) {
    result.append(text, at, found - at).append(to);
    at = found + from.size();
  }
  return result.append(text, at);
}

std::string replace_pattern(const Call& call, std::regex_constants::match_flag_type flags) {
  // Java writes a literal $ as \$, ECMAScript as $$; groups are $1 in both.
  const std::string& replacement = call.text(2);
  std::string format;
  for (size_t i = 0; i < replacement.size(); ++i) {
    if (replacement[i] == '\\' && i + 1 < replacement.size()) ++i, format += replacement[i] == '$' ? "$" : "";
    format += replacement[i];
  }
  return std::regex_replace(call.text(0), call.pattern(1), format, flags);
}

std::vector<std::string> split(const Call& call) {
  const std::string& text = call.text(0);
  const std::regex pattern = call.pattern(1);
  std::vector<std::string> parts;
  auto at = text.begin();
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    const auto found = text.begin() + match->position();
    // Java gives no empty part for an empty match at the start.
    if (match->length() == 0 && (found == text.begin() || found == text.end())) continue;
    parts.emplace_back(at, found);
    at = found + match->length();
  }
  parts.emplace_back(at, text.end());
  while (parts.size() > 1 && parts.back().empty())
    parts.pop_back();
  return parts;
}

std::string substring(const Call& call) {
  const std::string& text = call.text(0);
  const auto size = static_cast<int64_t>(text.size());
  const int64_t begin = call.whole(1);
  const int64_t end = call.count() > 2 ? call.whole(2) : size;
  if (begin < 0 || end > size || begin > end) call.fail(cat("positions ", begin, " to ", end, " of a text of ", size));
  return text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

int64_t position(size_t found) {
  return found == std::string::npos ? -1 : static_cast<int64_t>(found);
}

int64_t parse_whole(const Call& call, size_t i) {
  const std::string& text = call.text(i);
  const bool plus = text.starts_with('+');
  int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data() + (plus ? 1 : 0), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) call.fail(cat("not an int: \"", text, "\""));
  return value;
}

double parse_real(const Call& call, size_t i) {
  double value = 0;
  if (!parse_number(call.text(i), value)) call.fail(cat("not a number: \"", call.text(i), "\""));
  return value;
}

JavaValue call_static(const Call& call) {
  const std::string& name = call.name();
  if (name == "Integer.valueOf" || name == "Integer.parseInt" || name == "Long.valueOf" || name == "Long.parseLong") {
    return parse_whole(call, 0);
  }
  if (name == "Double.valueOf" || name == "Double.parseDouble") return parse_real(call, 0);
  if (name == "String.valueOf" || name == "Integer.toString" || name == "Double.toString") {
    return java_text(call.value(0));
  }
  call.fail("method is not supported");
}

JavaValue call_on_text(const Call& call) {
  const std::string& name = call.name();
  const std::string& text = call.text(0);
  if (name == "length") return static_cast<int64_t>(text.size());
  if (name == "isEmpty") return text.empty();
  if (name == "toString") return text;
  if (name == "toLowerCase") return lower(text);
  if (name == "toUpperCase") return change_case(text, 'a', 'z', 'A' - 'a');
  if (name == "trim" || name == "strip") return trim_controls(text);
  if (name == "equals") return call.value(1) == call.value(0);
  if (name == "equalsIgnoreCase") return lower(text) == lower(call.text(1));
  if (name == "contains") return text.find(call.text(1)) != std::string::npos;
  if (name == "startsWith") return text.starts_with(call.text(1));
  if (name == "endsWith") return text.ends_with(call.text(1));
  if (name == "indexOf") return position(text.find(call.letters(1)));
  if (name == "lastIndexOf") return position(text.rfind(call.letters(1)));
  if (name == "compareTo") return int64_t{text.compare(call.text(1))};
  if (name == "concat") return text + call.text(1);
  if (name == "substring") return substring(call);
  if (name == "replace") return replace_text(call);
  if (name == "replaceAll") return replace_pattern(call, std::regex_constants::format_default);
  if (name == "replaceFirst") return replace_pattern(call, std::regex_constants::format_first_only);
  if (name == "matches") return std::regex_match(text, call.pattern(1));
  if (name == "split") return split(call);
  if (name == "charAt") {
    const int64_t at = call.whole(1);
    if (at < 0 || at >= static_cast<int64_t>(text.size())) {
      call.fail(cat("position ", at, " of a text of ", static_cast<int64_t>(text.size())));
    }
    return JavaChar{static_cast<unsigned char>(text[static_cast<size_t>(at)])};
  }
  call.fail("method is not supported");
}

}  // namespace

JavaValue call_java_method(const std::string& name, const std::vector<JavaValue>& values) {
  const Call call(name, values);
  if (name.find('.') != std::string::npos) return call_static(call);
  if (const auto* parts = std::get_if<std::vector<std::string>>(&call.value(0)); parts != nullptr && name == "length") {
    return static_cast<int64_t>(parts->size());
  }
  try {
    return call_on_text(call);
  } catch (const std::regex_error&) {
    call.fail("pattern is too complex for this text");
  }
}

}  // namespace lineal
