// seq(): numbers at equal distances.
#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

constexpr int64_t kBetweenChecks = 1 << 20;
constexpr double kLongest = 0x1p53;  // beyond it counts are not exact; no memory holds that many

struct Sequence {
  double from;
  double to;
  double step;

  /// An increment of exactly 1, which is also the default, means -1 when counting down.
  Sequence(double first, double last, double increment)
      : from(first), to(last), step(first > last && increment == 1 ? -1 : increment) {}

  bool is_finite() const { return std::isfinite(from) && std::isfinite(to) && std::isfinite(step); }
  bool reaches_end() const { return step != 0 && !(from > to && step > 0) && !(from < to && step < 0); }
  /// The number of values; both ends are included. Quotients are subtracted rather than the difference divided, as in
  /// SystemDS, and the last value is tried again because the quotients are rounded.
  double length() const {
    const double steps = std::floor(to / step - from / step);
    const double next = from + (steps + 1) * step;
    const bool one_more = step > 0 ? next <= to : next >= to;
    return steps + (one_more ? 2 : 1);
  }
};

void seq(KernelCall& call) {
  const Sequence sequence(call.number(0), call.number(1), call.number(2));
  const auto fail = [&](ErrorKind kind, const char* what) {
    throw Error(kind, cat("seq: ", what, ": from=", sequence.from, ", to=", sequence.to, ", incr=", sequence.step));
  };
  if (!sequence.is_finite()) fail(ErrorKind::kRuntime, "arguments must be finite");
  if (!sequence.reaches_end())
    fail(ErrorKind::kRuntime, "the increment does not lead from the first to the last value");
  const double length = sequence.length();
  if (!(length <= kLongest)) fail(ErrorKind::kResource, "too many values");
  const auto rows = static_cast<int64_t>(length);
  NewMatrix result = NewMatrix::dense(rows, 1);
  double value = sequence.from;
  for (int64_t i = 0; i < rows; ++i) {
    if (i % kBetweenChecks == 0) call.context.interrupt.check();
    result->data()[i] = value;
    value += sequence.step;
  }
  call.out[0] = Value::matrix(std::move(result));
}

void infer_seq(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix(-1, 1);
  if (!in[0].number || !in[1].number || !in[2].number) return;
  const Sequence sequence(*in[0].number, *in[1].number, *in[2].number);
  if (!sequence.is_finite() || !sequence.reaches_end()) return;
  const double length = sequence.length();
  if (length <= kLongest) out[0].rows = static_cast<int64_t>(length);
}

}  // namespace

void register_sequences(OpRegistry& registry) {
  registry.add({.name = "seq",
                .call = "seq",
                .params = {{"from", kNumber}, {"to", kNumber}, {"incr", kNumber, 1}},
                .traits = kDeterministic | kReusable,
                .infer = infer_seq,
                .kernels = {dense_only(seq)},
                .law_cases = {"1, 10, 1", "10, 1, -3", "0.5, 2, 0.25"},
                .help = "Column of numbers from the first to the last, both included: seq(from, to[, incr])."});
}

}  // namespace lineal
