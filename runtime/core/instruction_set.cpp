#include "runtime/core/instruction_set.h"

#include <atomic>

namespace lineal {
namespace {

InstructionSet detect() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return InstructionSet::kPlain;
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  return wide ? InstructionSet::kAvx512 : InstructionSet::kAvx2;
#else
  return InstructionSet::kPlain;
#endif
}

std::atomic<InstructionSet>& chosen() {
  static std::atomic<InstructionSet> set(best_instruction_set());
  return set;
}

}  // namespace

InstructionSet best_instruction_set() {
  static const InstructionSet best = detect();
  return best;
}

InstructionSet instruction_set() {
  return chosen().load(std::memory_order_relaxed);
}

bool force_instruction_set(InstructionSet set) {
  if (set > best_instruction_set()) return false;
  chosen().store(set, std::memory_order_relaxed);
  return true;
}

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::kPlain:
      return "plain";
    case InstructionSet::kAvx2:
      return "avx2";
    case InstructionSet::kAvx512:
      return "avx512";
  }
  return {};
}

std::optional<InstructionSet> instruction_set_of(std::string_view name) {
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (name == name_of(set)) return set;
  }
  return std::nullopt;
}

}  // namespace lineal
