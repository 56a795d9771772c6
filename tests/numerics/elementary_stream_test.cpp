// Long runs write past the caches: the same bits, at every alignment, and nothing behind the end.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include <catch2/catch.hpp>

#include "runtime/core/instruction_set.h"
#include "runtime/kernels/elementary.h"

namespace lineal {
namespace {

constexpr int64_t kCount = (int64_t{1} << 16) + 77;

struct Free {
  void operator()(double* cells) const { std::free(cells); }
};
using Cells = std::unique_ptr<double[], Free>;

Cells cells(int64_t count) {
  return Cells(static_cast<double*>(std::aligned_alloc(64, static_cast<size_t>((count * 8 + 63) / 64 * 64))));
}

}  // namespace

TEST_CASE("a long run gives the bits of short ones") {
  const Cells x = cells(kCount);
  for (int64_t i = 0; i < kCount; ++i)
    x[i] = static_cast<double>(i % 9973) * 0x1p-10 - 3;
  x[100] = __builtin_nan("");
  x[70] = -1e-310;
  const InstructionSet usual = instruction_set();
  for (const InstructionSet set : {InstructionSet::kPlain, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (!force_instruction_set(set)) continue;
    for (const int64_t offset : {0, 1, 4}) {
      for (const bool power : {false, true}) {
        const auto run = [power](const double* from, double* to, int64_t count) {
          if (power) {
            kernels::pow(from, 1.7, to, count);
          } else {
            kernels::tanh(from, to, count);
          }
        };
        const Cells whole = cells(kCount + 16);
        const Cells pieces = cells(kCount + 16);
        for (double* out : {whole.get(), pieces.get()})
          std::fill_n(out, kCount + 16, 42.0);
        run(x.get(), whole.get() + offset, kCount);
        for (int64_t i = 0; i < kCount; i += 1000)
          run(x.get() + i, pieces.get() + offset + i, std::min<int64_t>(1000, kCount - i));
        INFO(name_of(set) << ", offset " << offset << (power ? ", power" : ", tanh"));
        const auto same = [](double a, double b) {
          return __builtin_bit_cast(uint64_t, a) == __builtin_bit_cast(uint64_t, b);
        };
        CHECK(std::equal(whole.get(), whole.get() + kCount + 16, pieces.get(), same));
      }
    }
  }
  force_instruction_set(usual);
}

}  // namespace lineal
