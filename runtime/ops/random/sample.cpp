// Reservoir sampling and a shuffle, or independent draws.
#include "runtime/ops/random/sample.h"

#include <utility>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/random/java_random.h"

namespace lineal {
namespace {

constexpr int64_t kBetweenChecks = 1 << 20;

/// A number in [0, bound), bound > 0, from 63 bits.
int64_t next_below(JavaRandom& random, int64_t bound) {
  while (true) {
    const int64_t bits = static_cast<int64_t>(static_cast<uint64_t>(random.next_long()) << 1 >> 1);
    const int64_t result = bits % bound;
    // Draws beyond the last full multiple of the bound are thrown away.
    if (bits - result <= INT64_MAX - (bound - 1)) return result;
  }
}

void draw_distinct(const SampleRequest& request, double* out, const Interrupt& interrupt) {
  JavaRandom random(request.seed);
  const auto size = static_cast<int32_t>(request.size);
  for (int32_t i = 0; i < size; ++i)
    out[i] = i + 1;
  for (int64_t i = request.size + 1; i <= request.population; ++i) {
    if (i % kBetweenChecks == 0) interrupt.check();
    // Value i takes a random place with the probability with which it belongs into the sample.
    if (random.next_int(static_cast<int32_t>(i)) < size) out[random.next_int(size)] = static_cast<double>(i);
  }
  // The reservoir is not in random order (Knuth: TAOCP 2, algorithm P).
  for (int32_t i = 0; i < size - 1; ++i)
    std::swap(out[i], out[i + random.next_int(size - i)]);
}

}  // namespace

MatrixRef draw_sample(const SampleRequest& request, const Interrupt& interrupt) {
  if (request.size > request.population && (!request.replace || request.population == 0)) {
    throw Error(ErrorKind::kRuntime, cat("sample: a sample of ", request.size, " cannot be drawn from ",
                                         request.population, request.replace ? "" : " without replacement"));
  }
  if (!request.replace && request.population > INT32_MAX) {
    throw Error(ErrorKind::kRuntime,
                cat("sample: the range is too large to draw from it without replacement: ", request.population));
  }
  NewMatrix result = NewMatrix::dense(request.size, 1);
  if (!request.replace) {
    draw_distinct(request, result->data(), interrupt);
    return result;
  }
  JavaRandom random(request.seed);
  for (int64_t i = 0; i < request.size; ++i) {
    if (i % kBetweenChecks == 0) interrupt.check();
    result->data()[i] = static_cast<double>(1 + next_below(random, request.population));
  }
  return result;
}

}  // namespace lineal
