// What a kernel may use besides its arguments.
#pragma once

#include <string_view>

#include "runtime/core/config.h"
#include "runtime/core/counters.h"
#include "runtime/core/interrupt.h"
#include "runtime/core/thread_pool.h"
#include "runtime/ops/declare/seed_source.h"

namespace lineal {

class FileSystem;
class FileIdentities;

/// Where print() goes. Implemented by the session; a parfor iteration collects its lines and hands them on in order of
/// iterations, so that output does not depend on the number of workers.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
};

struct KernelContext {
  const Config& config;
  ThreadPool& pool;
  Counters& counters;
  const Interrupt& interrupt;
  FileSystem& files;
  FileIdentities& identities;
  Output& output;
  SeedSource& seeds;
};

}  // namespace lineal
