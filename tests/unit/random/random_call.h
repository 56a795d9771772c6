// Runs random operators as the interpreter does: defaults, preparation, kernel.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/core/error.h"
#include "runtime/io/file_identity.h"
#include "runtime/io/file_system.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal::random_tests {

class Bench {
 public:
  explicit Bench(int threads = 1) : pool_(threads) {}

  using Named = std::vector<std::pair<std::string_view, Value>>;

  /// The arguments of a call by names, with defaults filled in; an unknown name is an internal error.
  std::vector<Value> arguments(const OpDef& op, const Named& named) {
    std::vector<Value> in;
    for (const Param& param : op.params)
      in.push_back(param.fallback.value());
    for (const auto& [name, value] : named) {
      size_t i = 0;
      while (i < op.params.size() && op.params[i].name != name)
        ++i;
      if (i == op.params.size()) throw Error(ErrorKind::kInternal, std::string(name));
      in[i] = value;
    }
    return in;
  }
  Value run(std::string_view name, const Named& named) {
    const OpDef& op = *operators().find(name);
    std::vector<Value> in = arguments(op, named);
    Value out;
    KernelCall call{.op = op, .in = in, .out = {&out, 1}, .context = context_};
    if (op.prepare != nullptr) op.prepare(call);
    pick_kernel(op, Forms::kDense)->run(call);
    last_in = std::move(in);
    return out;
  }
  std::string error(std::string_view name, const Named& named) {
    try {
      run(name, named);
    } catch (const Error& fault) {
      return std::string(fault.message());
    }
    return "no error";
  }

  std::vector<Value> last_in;  // arguments of the last call as its lineage has them

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
  KernelContext context_{config_, pool_, counters_, interrupt_, real_file_system(), identities_, output_, seeds_};
};

inline Value number(double x) {
  return Value::real(x);
}
inline Value whole(int64_t x) {
  return Value::integer(x);
}
inline Value text(std::string x) {
  return Value::string(std::move(x));
}

inline std::vector<double> cells(const Value& value) {
  const MatrixRef matrix = to_dense(value.matrix_ref());
  const Pin cells(matrix);
  return {cells->data(), cells->data() + cells->cells()};
}

/// The hash that tests/oracle/random/RandomAnswers.java prints.
inline uint64_t hash(const Value& value) {
  uint64_t h = 0xcbf29ce484222325u;
  for (const double cell : cells(value)) {
    h = (h ^ __builtin_bit_cast(uint64_t, cell + 0.0)) * 0x100000001b3u;
    h ^= h >> 32;
  }
  return h;
}

}  // namespace lineal::random_tests
