// The words of a lineage log: quoted text, exact numbers, and a reader that goes through a line word by word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lineal {

/// Appends `text` in double quotes on one line: \" \\ \n \r \t, and \xHH for other control characters. Bytes from 0x80
/// stay as they are.
void append_quoted(std::string& out, std::string_view text);

/// Appends the name of an operator, quoted only where it would not be one word otherwise.
void append_operator(std::string& out, std::string_view name);

/// Appends the shortest digits that read back as the same bits; "Infinity", "-Infinity", "NaN", and NaN:HEX for a NaN
/// of other bits than the usual.
void append_exact(std::string& out, double value);

/// Reads what append_exact writes; false for anything else.
bool parse_exact(std::string_view word, double& value);

/// Reads one line from the left. Words are separated by single blanks. Throws Error(kIo) with the number of the line.
class LineReader {
 public:
  LineReader(std::string_view line, int64_t number) : rest_(line), number_(number) {}

  bool at_end() const { return rest_.empty(); }
  /// The next word without looking inside it.
  std::string_view word();
  /// A word that must be exactly `expected`.
  void expect(std::string_view expected);
  /// A quoted text, unescaped.
  std::string quoted();
  /// An operator's name, quoted or not.
  std::string operator_name();
  /// A number in digits, at most `limit`.
  int64_t count(int64_t limit);
  /// "(" number ")", at most `limit`.
  int64_t reference(int64_t limit);
  /// 64 hexadecimal digits, or "-" for none.
  std::string digest();
  bool next_is(char first) const { return !rest_.empty() && rest_.front() == first; }
  void expect_end();

  [[noreturn]] void fail(std::string_view what) const;

 private:
  int64_t digits(std::string_view word, int64_t limit) const;
  void skip_blank();

  std::string_view rest_;
  int64_t number_;
};

[[noreturn]] void fail_log(std::string_view what);
[[noreturn]] void fail_log_line(int64_t line, std::string_view what);

/// Shows at most the beginning of a stranger's text in an error message.
std::string excerpt(std::string_view text, size_t most = 60);

}  // namespace lineal
