// Picks the loops of the instruction set in use.
#include "runtime/kernels/elementary.h"

#include <limits>

#include "runtime/core/instruction_set.h"
#include "runtime/kernels/elementary_exact.h"
#include "runtime/kernels/elementary_table.h"

namespace lineal::kernels {
namespace {

const ElementaryTable& table() {
#if defined(__x86_64__)
  switch (instruction_set()) {
    case InstructionSet::kAvx512:
      return kElementaryAvx512;
    case InstructionSet::kAvx2:
      return kElementaryAvx2;
    case InstructionSet::kPlain:
      break;
  }
#endif
  return kElementaryPlain;
}

/// For one number: wide lanes would compute it many times over.
const ElementaryTable& single() {
#if defined(__x86_64__)
  if (instruction_set() != InstructionSet::kPlain) return kElementarySingle;
#endif
  return kElementaryPlain;
}

double of_one(ElementaryTable::Unary loop, double x) {
  double result = 0;
  loop(&x, &result, 1);
  return result;
}

/// Divides, with the one NaN.
double ratio(double x, double y) {
  const double quotient = x / y;
  return quotient == quotient ? quotient : std::numeric_limits<double>::quiet_NaN();
}

constexpr int64_t kPiece = 512;

}  // namespace

#define LINEAL_UNARY(name)                                 \
  void name(const double* x, double* out, int64_t count) { \
    table().name(x, out, count);                           \
  }                                                        \
  double name(double x) {                                  \
    return of_one(single().name, x);                       \
  }
LINEAL_UNARY(exp)
LINEAL_UNARY(log)
LINEAL_UNARY(sin)
LINEAL_UNARY(cos)
LINEAL_UNARY(tan)
LINEAL_UNARY(asin)
LINEAL_UNARY(acos)
LINEAL_UNARY(atan)
LINEAL_UNARY(sinh)
LINEAL_UNARY(cosh)
LINEAL_UNARY(tanh)
#undef LINEAL_UNARY

void pow(const double* x, const double* y, double* out, int64_t count) {
  table().power(x, y, out, count);
}

void pow(const double* x, double y, double* out, int64_t count) {
  const ElementaryTable& loops = count == 1 ? single() : table();
  // Powers of one rounded operation.
  if (y == 2) return loops.square(x, out, count);
  if (y == 1) return loops.identity(x, out, count);
  if (y == -1) return loops.reciprocal(x, out, count);
  if (y == 0.5) return loops.square_root(x, out, count);
  loops.power_to_number(x, y, out, count);
}

void pow(double x, const double* y, double* out, int64_t count) {
  table().power_of_number(x, y, out, count);
}

double pow(double x, double y) {
  double result = 0;
  pow(&x, y, &result, 1);
  return result;
}

void log_to_base(const double* x, const double* base, double* out, int64_t count) {
  double logs[kPiece];
  double base_logs[kPiece];
  for (int64_t begin = 0; begin < count; begin += kPiece) {
    const int64_t size = count - begin < kPiece ? count - begin : kPiece;
    log(x + begin, logs, size);
    log(base + begin, base_logs, size);
    for (int64_t i = 0; i < size; ++i)
      out[begin + i] = ratio(logs[i], base_logs[i]);
  }
}

void log_to_base(const double* x, double base, double* out, int64_t count) {
  const double base_log = log(base);
  log(x, out, count);
  for (int64_t i = 0; i < count; ++i)
    out[i] = ratio(out[i], base_log);
}

void log_to_base(double x, const double* base, double* out, int64_t count) {
  const double of_x = log(x);
  log(base, out, count);
  for (int64_t i = 0; i < count; ++i)
    out[i] = ratio(of_x, out[i]);
}

double log_to_base(double x, double base) {
  return ratio(log(x), log(base));
}

double expm1(double x) {
  return exact::expm1(x);
}

double log1p(double x) {
  return exact::log1p(x);
}

}  // namespace lineal::kernels
