#include "runtime/core/error.h"

#include <utility>

#include "runtime/core/cat.h"

namespace lineal {

std::string_view error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kSyntax:
      return "syntax error";
    case ErrorKind::kInvalid:
      return "error";
    case ErrorKind::kRuntime:
      return "runtime error";
    case ErrorKind::kIo:
      return "i/o error";
    case ErrorKind::kResource:
      return "resource error";
    case ErrorKind::kStopped:
      return "stopped";
    case ErrorKind::kInterrupted:
      return "interrupted";
    case ErrorKind::kUsage:
      return "usage error";
    case ErrorKind::kInternal:
      return "internal error";
  }
  return "error";
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kSyntax:
    case ErrorKind::kInvalid:
      return 65;
    case ErrorKind::kRuntime:
    case ErrorKind::kStopped:
      return 1;
    case ErrorKind::kIo:
      return 74;
    case ErrorKind::kResource:
      return 71;
    case ErrorKind::kInterrupted:
      return 130;
    case ErrorKind::kUsage:
      return 2;
    case ErrorKind::kInternal:
      return 70;
  }
  return 70;
}

Error::Error(ErrorKind kind, std::string message, SourceSpan where)
    : kind_(kind), where_(where), message_(std::move(message)) {}

Error& Error::at(SourceSpan where) {
  if (!where_.known()) where_ = where;
  return *this;
}

Error& Error::note(std::string text, SourceSpan where) {
  notes_.push_back({std::move(text), where});
  return *this;
}

void fail_internal(const char* file, int line, const char* condition, std::string_view why) {
  throw Error(ErrorKind::kInternal, cat(why, ": ", condition, " at ", file, ":", line));
}

}  // namespace lineal
