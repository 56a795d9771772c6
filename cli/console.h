// Where text goes: results to stdout, everything else to stderr.
#pragma once

#include <string_view>

#include "compiler/driver/session.h"

namespace lineal {

/// Writes to stdout; a failure shows up at flush_results().
void print_result(std::string_view text);
/// Writes to stderr, after the results so far.
void print_notice(std::string_view text);
/// Throws Error(kIo) when results did not reach stdout.
void flush_results();
/// Prints warnings and errors of a run and returns the exit status that they ask for.
int show_problems(const RunResult& result, const SourceMap& sources);

}  // namespace lineal
