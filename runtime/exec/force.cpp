// Makes the copies that were put off.
#include <algorithm>
#include <chrono>

#include "runtime/exec/deferred_copy.h"
#include "runtime/exec/interpreter.h"
#include "runtime/exec/run_kernel.h"

namespace lineal {

// Who forces a copy takes the ticket of its key in the cache: a second thread waits there, for the very same
// computation, instead of copying too. No lock is held while the copy is made.
void Interpreter::force(Value& value) {
  if (!is_deferred(value)) return;
  const Value stand_in = value;  // keeps the copy alive
  auto& copy = static_cast<DeferredCopy&>(*stand_in.as_matrix().pending());
  MatrixRef result = copy.result();
  if (!result) {
    ReuseCache::Probe probe;
    if (context_.cache) probe = context_.cache->probe(copy.key, context_.interrupt);
    result = probe.hit ? probe.hit->values[0].matrix_ref() : copy.result();  // made while this thread waited
    if (!result) result = make_copy(copy, probe.ticket);
    copy.settle(result);
  }
  value = Value::matrix(std::move(result));
}

MatrixRef Interpreter::make_copy(const DeferredCopy& copy, ReuseCache::Ticket& ticket) {
  std::vector<Value> in = copy.inputs();
  if (in.empty()) return copy.result();  // settled in between
  for (Value& operand : in)
    force(operand);
  Value out[1];
  KernelCall call{.op = copy.op, .in = in, .out = out, .context = kernel_};
  const auto begin = std::chrono::steady_clock::now();
  execute_kernel(copy.op, call);
  const auto cost = std::chrono::steady_clock::now() - begin;
  ++context_.counters.forced;
  MatrixRef result = out[0].matrix_ref();
  if (ticket) {
    auto kept = std::make_shared<CachedResult>();
    // The next copy goes to memory that has been used before, and costs what moving the bytes costs.
    const int64_t moving = result->bytes() / 2;
    const int64_t took = std::chrono::duration_cast<std::chrono::nanoseconds>(cost).count();
    kept->values.push_back(std::move(out[0]));
    ticket.put(std::move(kept), std::min(took, moving));
  }
  return result;
}

}  // namespace lineal
