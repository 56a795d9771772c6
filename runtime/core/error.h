// The one exception type of the project, and the check for broken invariants of our own.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/source_span.h"

namespace lineal {

/// What went wrong, in the terms that decide the exit code (see exit_code).
enum class ErrorKind : uint8_t {
  kSyntax,       // the script does not parse
  kInvalid,      // it parses but cannot mean anything: unknown name, wrong arity
  kRuntime,      // it means something but failed on this data: singular matrix, index out of range
  kIo,           // file missing, unreadable, malformed, disk full
  kResource,     // memory exhausted or a limit reached
  kStopped,      // stop("...") in the script
  kInterrupted,  // Ctrl-C
  kUsage,        // a bad command line
  kInternal,     // our fault: a broken invariant
};

/// Returns the name shown before a message: "runtime error", "syntax error", ...
std::string_view error_kind_name(ErrorKind kind);

/// Returns the exit code of the program for an error of this kind: stopped and runtime 1, usage 2, syntax and invalid
/// 65, internal 70, resource 71, i/o 74, interrupted 130.
int exit_code(ErrorKind kind);

/// An error on its way to the user. Kernels throw it without a location; the interpreter adds the statement's span and
/// function calls add notes. The message has the form "operator or subject: what is wrong: the values", without line
/// breaks, prefixes or colours.
class Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string message, SourceSpan where = {});

  ErrorKind kind() const { return kind_; }
  SourceSpan where() const { return where_; }
  std::string_view message() const { return message_; }
  const char* what() const noexcept override { return message_.c_str(); }

  /// Fills in the location if the thrower did not know it.
  Error& at(SourceSpan where);
  /// Adds one line of context, innermost first: "in function lm".
  Error& note(std::string text, SourceSpan where = {});

  struct Note {
    std::string text;
    SourceSpan where;
  };
  const std::vector<Note>& notes() const { return notes_; }

 private:
  ErrorKind kind_;
  SourceSpan where_;
  std::string message_;
  std::vector<Note> notes_;
};

[[noreturn]] void fail_internal(const char* file, int line, const char* condition, std::string_view why);

}  // namespace lineal

/// A broken invariant is a bug of ours, never of the user: reports file, line and condition as an internal error.
#define LINEAL_CHECK(condition, why)                                \
  do {                                                              \
    if (!(condition)) [[unlikely]]                                  \
      ::lineal::fail_internal(__FILE__, __LINE__, #condition, why); \
  } while (false)
