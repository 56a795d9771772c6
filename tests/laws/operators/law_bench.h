// What laws over operators run kernels and replays with.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/exec/interpreter.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/kernel_context.h"

namespace lineal {

class LawBench {
 public:
  explicit LawBench(int threads);

  /// Runs the kernel that fits the forms of the arguments.
  std::vector<Value> run(const OpDef& op, std::vector<Value> in, const std::vector<LineageRef>& lineage = {});
  /// Computes a value from its lineage.
  Value replay(const LineageNode* root);

 private:
  class Silence final : public Output {
   public:
    void write(std::string_view) override {}
  };

  Config config_;
  ThreadPool pool_;
  Counters counters_;
  Interrupt interrupt_;
  FileIdentities identities_;
  Silence output_;
  SeedSource seeds_{1};
  OperatorTimes times_;
  KernelContext kernel_{config_, pool_, counters_, interrupt_, real_file_system(), identities_, output_, seeds_};
  ExecutionContext context_{.config = config_,
                            .pool = pool_,
                            .counters = counters_,
                            .interrupt = interrupt_,
                            .files = real_file_system(),
                            .identities = identities_,
                            .find_function = {},
                            .times = times_,
                            .on_write = {}};
};

/// Whether zeros of another sign, and other NaNs, are the same: CSR keeps no sign of a zero.
enum class Zeros : uint8_t { kSigned, kAlike };

/// Same kinds, shapes and bits, whatever the form of matrices.
bool same_value(const Value& a, const Value& b, Zeros zeros);

}  // namespace lineal
