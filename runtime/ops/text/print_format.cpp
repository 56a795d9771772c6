// String.format for scalars.
#include "runtime/ops/text/print_format.h"

#include <charconv>
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/text/print_decimal.h"

namespace lineal {
namespace {

/// A width or precision beyond this is a mistake, and must not take memory.
constexpr int kMaxWidth = 10'000;

struct Conversion {
  std::string_view text;  // as written
  int64_t position = 0;   // from 1; 0: the next value
  bool left = false;
  bool plus = false;
  bool blank = false;
  bool zeros = false;
  bool groups = false;
  bool parentheses = false;
  bool alternate = false;
  int width = -1;
  int precision = -1;
  char letter = 0;
};

[[noreturn]] void fail(const Conversion& conversion, std::string_view what) {
  throw Error(ErrorKind::kRuntime, cat("print: ", what, ": ", conversion.text));
}

class Formatter {
 public:
  Formatter(std::string_view format, std::span<const Value> values) : rest_(format), values_(values) {}

  std::string run() {
    while (!rest_.empty()) {
      const size_t percent = std::min(rest_.find('%'), rest_.size());
      out_ += rest_.substr(0, percent);
      rest_.remove_prefix(percent);
      if (!rest_.empty()) convert(parse());
    }
    return std::move(out_);
  }

 private:
  /// Reads digits at `at`; -1 when there are none.
  int number(size_t& at) const {
    int value = -1;
    const auto [end, failed] = std::from_chars(rest_.data() + at, rest_.data() + rest_.size(), value);
    if (failed == std::errc::invalid_argument || at >= rest_.size() || rest_[at] == '-') return -1;
    if (failed != std::errc{} || value > kMaxWidth) {
      throw Error(ErrorKind::kRuntime, cat("print: number in format is too large: ", rest_.substr(0, 20)));
    }
    at = static_cast<size_t>(end - rest_.data());
    return value;
  }

  Conversion parse() {
    Conversion conversion;
    size_t at = 1;
    if (at < rest_.size() && rest_[at] != '0') {
      size_t after = at;
      const int position = number(after);
      if (position > 0 && after < rest_.size() && rest_[after] == '$') {
        conversion.position = position;
        at = after + 1;
      }
    }
    for (bool flags = true; flags && at < rest_.size();) {
      switch (rest_[at]) {
        case '-':
          conversion.left = true;
          break;
        case '+':
          conversion.plus = true;
          break;
        case ' ':
          conversion.blank = true;
          break;
        case '0':
          conversion.zeros = true;
          break;
        case ',':
          conversion.groups = true;
          break;
        case '(':
          conversion.parentheses = true;
          break;
        case '#':
          conversion.alternate = true;
          break;
        default:
          flags = false;
      }
      if (flags) ++at;
    }
    conversion.width = number(at);
    if (at < rest_.size() && rest_[at] == '.') {
      ++at;
      conversion.precision = number(at);
      conversion.text = rest_.substr(0, at);
      if (conversion.precision < 0) fail(conversion, "precision is missing in format");
    }
    conversion.text = rest_.substr(0, at + 1);
    if (at >= rest_.size()) fail(conversion, "format ends within a conversion");
    conversion.letter = rest_[at];
    if ((conversion.left || conversion.zeros) && conversion.width < 0) fail(conversion, "width is missing in format");
    rest_.remove_prefix(at + 1);
    return conversion;
  }

  const Value& take(const Conversion& conversion) {
    const int64_t position = conversion.position > 0 ? conversion.position : ++next_;
    if (position > static_cast<int64_t>(values_.size())) {
      fail(conversion, cat("format needs ", position, " values, got ", static_cast<int64_t>(values_.size())));
    }
    return values_[static_cast<size_t>(position - 1)];
  }

  void convert(const Conversion& conversion) {
    switch (conversion.letter) {
      case '%':
        return pad(conversion, "%");
      case 'n':
        out_ += '\n';
        return;
      case 's':
      case 'S':
      case 'b':
      case 'B':
        return word(conversion, take(conversion));
      case 'c':
      case 'd':
      case 'x':
      case 'X':
      case 'o':
        return whole(conversion, take(conversion));
      case 'f':
      case 'e':
      case 'E':
      case 'g':
      case 'G':
        return real(conversion, take(conversion));
      default:
        fail(conversion, "unknown conversion in format");
    }
  }

  void word(const Conversion& conversion, const Value& value) {
    std::string text;
    if (conversion.letter == 'b' || conversion.letter == 'B') {
      text = value.is_boolean() && !value.as_boolean() ? "false" : "true";
    } else if (value.is_boolean()) {
      text = value.as_boolean() ? "true" : "false";
    } else {
      text = scalar_text(value);
    }
    if (conversion.precision >= 0) text.resize(std::min(text.size(), static_cast<size_t>(conversion.precision)));
    if (conversion.letter == 'S' || conversion.letter == 'B') upper(text);
    pad(conversion, text);
  }

  void whole(const Conversion& conversion, const Value& value) {
    if (!value.is_int()) fail(conversion, cat("conversion needs an int, got ", describe(value)));
    if (conversion.precision >= 0) fail(conversion, "an int has no precision");
    const int64_t number = value.as_int();
    if (conversion.letter == 'd') {
      const uint64_t magnitude = number < 0 ? ~static_cast<uint64_t>(number) + 1 : static_cast<uint64_t>(number);
      return signed_text(conversion, number < 0, cat(magnitude), true);
    }
    std::string text;
    if (conversion.letter == 'c') {
      if (number < 0 || number > 0x10FFFF) fail(conversion, cat("not a character: ", number));
      append_utf8(text, static_cast<uint32_t>(number));
      return pad(conversion, text);
    }
    char digits[24];
    const int base = conversion.letter == 'o' ? 8 : 16;
    text.assign(digits, std::to_chars(digits, digits + sizeof digits, static_cast<uint64_t>(number), base).ptr);
    if (conversion.alternate) text = cat(base == 8 ? "0" : "0x", text);
    if (conversion.zeros) text.insert(conversion.alternate && base == 16 ? 2 : 0, missing_width(conversion, text), '0');
    if (conversion.letter == 'X') upper(text);
    pad(conversion, text);
  }

  void real(const Conversion& conversion, const Value& value) {
    if (!value.is_double() && !value.is_int()) {
      fail(conversion, cat("conversion needs a number, got ", describe(value)));
    }
    const double number = value.number();
    const double magnitude = std::fabs(number);
    if (std::isnan(number)) return pad(conversion, "NaN");
    if (std::isinf(number)) return signed_text(conversion, number < 0, "Infinity", false);
    const int precision = conversion.precision < 0 ? 6 : conversion.precision;
    std::string text;
    switch (conversion.letter) {
      case 'f':
        text = fixed_half_up(magnitude, precision);
        break;
      case 'g':
      case 'G':
        text = general_half_up(magnitude, precision);
        break;
      default:
        text = scientific_half_up(magnitude, precision);
    }
    if (conversion.letter == 'E' || conversion.letter == 'G') upper(text);
    signed_text(conversion, std::signbit(number), std::move(text), true);
  }

  /// Adds sign, separators of thousands and zeros in front.
  void signed_text(const Conversion& conversion, bool negative, std::string text, bool digits) {
    if (conversion.groups && digits) {
      const size_t end = std::min(text.find_first_of(".e"), text.size());
      for (size_t at = end; at > 3; at -= 3)
        text.insert(at - 3, 1, ',');
    }
    const bool parentheses = negative && conversion.parentheses;
    const std::string_view sign = parentheses        ? "("
                                  : negative         ? "-"
                                  : conversion.plus  ? "+"
                                  : conversion.blank ? " "
                                                     : "";
    std::string all = cat(sign, text, parentheses ? ")" : "");
    if (conversion.zeros && digits) all.insert(sign.size(), missing_width(conversion, all), '0');
    pad(conversion, all);
  }

  static size_t missing_width(const Conversion& conversion, std::string_view text) {
    const auto width = static_cast<size_t>(std::max(conversion.width, 0));
    return width > text.size() ? width - text.size() : 0;
  }

  void pad(const Conversion& conversion, std::string_view text) {
    // Widths count characters, not bytes.
    size_t characters = 0;
    for (const char c : text)
      characters += (c & 0xC0) != 0x80 ? 1 : 0;
    const auto width = static_cast<size_t>(std::max(conversion.width, 0));
    const size_t blanks = width > characters ? width - characters : 0;
    if (!conversion.left) out_.append(blanks, ' ');
    out_ += text;
    if (conversion.left) out_.append(blanks, ' ');
  }

  static void upper(std::string& text) {
    for (char& c : text) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
  }

  static void append_utf8(std::string& text, uint32_t code) {
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      text += static_cast<char>(0xE0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      text += static_cast<char>(0xF0 | code >> 18);
      text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
  }

  std::string_view rest_;
  std::span<const Value> values_;
  std::string out_;
  int64_t next_ = 0;
};

}  // namespace

std::string format_values(std::string_view format, std::span<const Value> values) {
  return Formatter(format, values).run();
}

}  // namespace lineal
