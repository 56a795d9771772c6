// Makes the copies that were put off.
#include <algorithm>
#include <chrono>

#include "runtime/exec/deferred_copy.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/run_kernel.h"

namespace lineal {

// The lock is held over the copy, so that a second thread waits instead of copying too. Locks are taken down the chain
// of copies, and a thread that waits in the cache waits for the producer of the very same copy, which lies below no
// stand-in of itself: nobody waits in a circle.
void Interpreter::force(Value& value) {
  if (!is_deferred(value)) return;
  const Value stand_in = value;  // keeps the lock alive
  auto& copy = static_cast<DeferredCopy&>(*stand_in.as_matrix().pending());
  const std::lock_guard lock(copy.mutex);
  if (!copy.result) {
    ReuseCache::Probe probe;
    if (context_.cache) probe = context_.cache->probe(copy.key, context_.interrupt);
    if (probe.hit) {
      copy.result = probe.hit->values[0].matrix_ref();
    } else {
      std::vector<Value> in = copy.in;
      for (Value& operand : in)
        force(operand);
      Value out[1];
      KernelCall call{.op = copy.op, .in = in, .out = out, .context = kernel_};
      const auto begin = std::chrono::steady_clock::now();
      execute_kernel(copy.op, call);
      const auto cost = std::chrono::steady_clock::now() - begin;
      copy.result = out[0].matrix_ref();
      ++context_.counters.forced;
      if (probe.ticket) {
        auto kept = std::make_shared<CachedResult>();
        // The next copy goes to memory that has been used before, and costs what moving the bytes costs.
        const int64_t moving = out[0].as_matrix().bytes() / 2;
        const int64_t took = std::chrono::duration_cast<std::chrono::nanoseconds>(cost).count();
        kept->values.push_back(std::move(out[0]));
        probe.ticket.put(std::move(kept), std::min(took, moving));
      }
    }
    copy.in.clear();
  }
  value = Value::matrix(copy.result);
}

}  // namespace lineal
