#include "cli/show_counters.h"

#include <cstdio>

#include "cache/pool/memory_pool.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

std::string seconds(int64_t nanoseconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%.3f s", static_cast<double>(nanoseconds) * 1e-9);
  return text;
}

void append_row(std::string& out, std::string_view name, std::string_view value) {
  out += cat("  ", name, std::string(name.size() < 26 ? 26 - name.size() : 1, ' '), value, "\n");
}

}  // namespace

std::string counters_text(const Session& session, const RunResult& result) {
  const Counters& counted = session.counters();
  std::string out = "Statistics\n";
  append_row(out, "compile time", seconds(result.compile_nanoseconds));
  append_row(out, "run time", seconds(result.run_nanoseconds));
  append_row(out, "instructions", cat(counted.instructions.load()));
  append_row(out, "function calls", cat(counted.function_calls.load()));
  append_row(out, "parfor",
             cat(counted.parfor_loops.load(), " loops, ", counted.parfor_iterations.load(), " iterations"));
  append_row(out, "recompiled blocks", cat(counted.recompiled.load()));
  append_row(out, "converted", cat(counted.densified.load(), " to dense, ", counted.sparsified.load(), " to sparse"));
  append_row(out, "in-place updates", cat(counted.in_place.load()));
  append_row(out, "copies put off", cat(counted.deferred.load(), ", ", counted.forced.load(), " made in the end"));
  append_row(out, "lineage nodes", cat(counted.nodes.load(), " traced"));
  append_row(out, "files", cat(counted.bytes_read.load(), " bytes read, ", counted.bytes_written.load(), " written"));
  append_row(out, "cache probes",
             cat(counted.probes.load(), ": ", counted.hits.load(), " hits (", counted.function_hits.load(),
                 " of functions), ", counted.misses.load(), " misses"));
  append_row(out, "cache entries",
             cat(counted.puts.load(), " put, ", counted.evictions.load(), " evicted, ", counted.refused.load(),
                 " refused, ", counted.postponed.load(), " postponed, ", session.cache_entries(), " kept"));
  append_row(out, "cache waits", cat(counted.waits.load(), ", ", counted.takeovers.load(), " taken over"));
  append_row(out, "cache bytes", cat(session.cache_bytes(), " of ", session.cache_budget()));
  const MemoryUse memory = memory_use();
  append_row(out, "memory",
             cat(memory.used, " bytes in use, ", memory.peak, " at most, of ", memory.budget, "; ", memory.kept,
                 " kept for reuse"));
  append_row(
      out, "spilled",
      cat(memory.spilled, " bytes to disk, ", memory.restored, " read back, ", memory.mapped_peak, " mapped at most"));
  append_row(out, "time saved by reuse", seconds(counted.saved_nanoseconds.load()));
  out += "Heaviest operators\n";
  for (const OperatorTime& time : session.heaviest_operators(10))
    append_row(out, time.name, cat(seconds(time.nanoseconds), ", ", time.calls, " calls"));
  return out;
}

}  // namespace lineal
